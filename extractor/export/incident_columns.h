/* incident_columns.h - what the tables for datasets of events say of an incident, in SQL: i is the
 * incident, c its claim (the chosen one; with the policy "all" each claim in turn), a the claim's
 * article, p the place, d what that lies in. */
#ifndef NEWSGAZ_EXPORT_INCIDENT_COLUMNS_H
#define NEWSGAZ_EXPORT_INCIDENT_COLUMNS_H

#define PLACES                                                                                    \
    " LEFT JOIN entities p ON p.entity = i.place LEFT JOIN divisions d ON d.place = i.place"

/* With the policy "all" an incident is as many rows as it has figures that are no parts. */
#define INCIDENTS_WITH_PLACES                                                                     \
    "incidents i JOIN claims c ON c.incident = i.incident AND CASE i.policy WHEN 'all'"           \
    " THEN c.mark <> 'part' ELSE c.article = i.chosen_article AND c.id = i.chosen_id END"         \
    " LEFT JOIN articles a ON a.article = c.article" PLACES

#define INCIDENTS_ORDER " ORDER BY i.incident, c.as_of, c.article, c.\"start\", c.id"

#define FIGURE_LOW "CASE i.policy WHEN 'all' THEN coalesce(c.low, c.high) ELSE i.low END"
#define FIGURE_BEST "CASE i.policy WHEN 'all' THEN coalesce(c.low, c.high) ELSE i.best END"
#define FIGURE_HIGH "CASE i.policy WHEN 'all' THEN coalesce(c.high, c.low) ELSE i.high END"

#define CLAIM_IDS                                                                                 \
    "(SELECT group_concat(article || '#' || id, '; ') FROM (SELECT article, id FROM claims t"     \
    " WHERE t.incident = i.incident AND t.mark <> 'part' ORDER BY article, \"start\", id))"

#define SOURCE_ARTICLES                                                                           \
    "(SELECT group_concat(article, '; ') FROM (SELECT DISTINCT article FROM claims t"             \
    " WHERE t.incident = i.incident ORDER BY article))"

#define SPEAKERS                                                                                  \
    "(SELECT group_concat(speaker, '; ') FROM (SELECT DISTINCT speaker FROM claims t"             \
    " WHERE t.incident = i.incident AND t.mark <> 'part' AND speaker IS NOT NULL"                 \
    " ORDER BY speaker))"

#define COUNTRY_NAME "coalesce(d.country, p.country)"

/* 1 exact, 2 near, 3 and 4 divisions, 5 wider, 6 country, 7 water; empty where nothing tells. */
#define WHERE_PRECISION                                                                           \
    "CASE WHEN p.kind IS NULL THEN NULL WHEN p.kind IN ('sea', 'ocean', 'gulf', 'strait', 'lake') THEN 7"                       \
    " WHEN p.kind IN ('country', 'de-facto-state') THEN 6"                                        \
    " WHEN p.kind = 'district' OR p.name = d.adm_2 THEN 3"                                        \
    " WHEN p.kind IN ('province', 'territory') OR p.name = d.adm_1 THEN 4"                        \
    " WHEN p.kind IN ('city', 'town', 'village', 'capital', 'place', 'landmark',"                 \
    " 'infrastructure') THEN CASE i.place_basis WHEN 'claim' THEN 1 ELSE 2 END"                   \
    " ELSE 5 END"

#define SPAN_OF_DAYS "((unixepoch(i.last) - unixepoch(i.first)) / 86400 + 1)"

/* 1 a day, 2 two to six days, 3 a week, 4 a month, 5 longer. Where only the day is known before
 * which it was, two weeks are looked back, which is coded as a month. */
#define DATE_PRECISION                                                                            \
    "CASE WHEN i.last IS NULL THEN NULL WHEN i.first IS NULL THEN 4 WHEN " SPAN_OF_DAYS " = 1 THEN 1"                           \
    " WHEN " SPAN_OF_DAYS " < 7 THEN 2 WHEN " SPAN_OF_DAYS " = 7 THEN 3"                          \
    " WHEN " SPAN_OF_DAYS " <= 31 THEN 4 ELSE 5 END"

/* What the source said, in words, for columns of notes. */
#define FIGURE_IN_WORDS                                                                           \
    "'low ' || coalesce(" FIGURE_LOW ", '-') || ', high ' || coalesce(" FIGURE_HIGH ", '-') ||"   \
    " '; policy ' || i.policy || '; claims ' || " CLAIM_IDS

/* Such rows have no codes of precision either. */
#define LOSSES_OF_PLACE_AND_DAY(role)                                                             \
    { "SELECT count(*) FROM incidents WHERE " role " AND first IS NULL AND last IS NOT NULL",     \
      "incident is dated by the day until which it was reported",                                 \
      "incidents are dated by the day until which they were reported" },                          \
    { "SELECT count(*) FROM incidents WHERE " role " AND last IS NULL",                           \
      "incident has no date", "incidents have no date" },                                         \
    { "SELECT count(*) FROM incidents i LEFT JOIN entities p ON p.entity = i.place"               \
      " WHERE " role " AND p.entity IS NULL",                                                     \
      "incident has no place", "incidents have no place" },                                       \
    { "SELECT count(*) FROM incidents i JOIN entities p ON p.entity = i.place"                    \
      " WHERE " role " AND p.lat IS NULL",                                                        \
      "incident's place has no coordinates", "incidents' places have no coordinates" }

#define LOSS_NOT_SAID(role)                                                                       \
    {                                                                                             \
        "SELECT count(*) FROM claims WHERE " role " AND incident IS NULL",                        \
            "claim that is planned, expected, hypothetical or denied is left out",                \
            "claims that are planned, expected, hypothetical or denied are left out"              \
    }

#endif
