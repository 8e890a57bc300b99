#include "export/database_schema.h"

const char database_schema[] =
    "CREATE TABLE IF NOT EXISTS articles ("
    "  article TEXT PRIMARY KEY, id TEXT NOT NULL, lang TEXT, published TEXT,"
    "  published_basis TEXT NOT NULL, title TEXT, author TEXT, publisher TEXT, url TEXT,"
    "  focus TEXT, text TEXT NOT NULL DEFAULT '');"

    "CREATE TABLE IF NOT EXISTS sources ("
    "  article TEXT PRIMARY KEY REFERENCES articles, href TEXT, format TEXT, encoding TEXT,"
    "  bytes INTEGER, sha256 TEXT, replaced INTEGER, rules TEXT, gazetteers TEXT) WITHOUT ROWID;"

    "CREATE TABLE IF NOT EXISTS entities ("
    "  entity TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, kind TEXT, country TEXT,"
    "  lat REAL, lon REAL, geonames TEXT, wikidata TEXT) WITHOUT ROWID;"

    /* what the gazetteer says of where they lie */
    "CREATE TABLE IF NOT EXISTS divisions ("
    "  place TEXT PRIMARY KEY REFERENCES entities, country TEXT, iso3 TEXT, iso_number INTEGER,"
    "  adm_1 TEXT, adm_2 TEXT) WITHOUT ROWID;"

    "CREATE TABLE IF NOT EXISTS names ("
    "  article TEXT REFERENCES articles, id TEXT, \"start\" INTEGER NOT NULL,"
    "  \"end\" INTEGER NOT NULL, surface TEXT NOT NULL, type TEXT NOT NULL,"
    "  entity TEXT REFERENCES entities, local TEXT, variant_lang TEXT, variant_kind TEXT,"
    "  metonym TEXT, ambiguous INTEGER NOT NULL, runner_up TEXT, lang TEXT, zone TEXT,"
    "  rule TEXT NOT NULL, PRIMARY KEY (article, id)) WITHOUT ROWID;"

    "CREATE TABLE IF NOT EXISTS dates ("
    "  article TEXT REFERENCES articles, id TEXT, \"start\" INTEGER NOT NULL,"
    "  \"end\" INTEGER NOT NULL, surface TEXT NOT NULL, value TEXT, first TEXT, last TEXT,"
    "  time TEXT, mod TEXT, precision TEXT, basis TEXT, event TEXT, warning TEXT,"
    "  rule TEXT NOT NULL, PRIMARY KEY (article, id)) WITHOUT ROWID;"

    "CREATE TABLE IF NOT EXISTS incidents ("
    "  incident TEXT PRIMARY KEY, role TEXT NOT NULL, place TEXT REFERENCES entities,"
    "  place_basis TEXT NOT NULL, first TEXT, last TEXT, date_basis TEXT NOT NULL,"
    "  victims TEXT, policy TEXT NOT NULL, low INTEGER, best INTEGER, high INTEGER,"
    "  civilians INTEGER, claims INTEGER NOT NULL, articles INTEGER NOT NULL,"
    "  chosen_article TEXT, chosen_id TEXT) WITHOUT ROWID;"

    "CREATE TABLE IF NOT EXISTS claims ("
    "  article TEXT REFERENCES articles, id TEXT, \"start\" INTEGER NOT NULL,"
    "  \"end\" INTEGER NOT NULL, surface TEXT NOT NULL, role TEXT NOT NULL, low INTEGER,"
    "  high INTEGER, qualifier TEXT NOT NULL, open INTEGER NOT NULL, negated INTEGER NOT NULL,"
    "  status TEXT NOT NULL, scope TEXT NOT NULL, amount TEXT, victims TEXT, speaker TEXT,"
    "  speaker_entity TEXT REFERENCES entities, perpetrator TEXT, scene TEXT, place_name TEXT, place TEXT"
    "  REFERENCES entities, place_basis TEXT, date_mention TEXT, date_value TEXT, first TEXT,"
    "  last TEXT, date_basis TEXT, as_of TEXT, part_of TEXT, same_as TEXT,"
    "  conflicts_with TEXT, excerpt TEXT NOT NULL,"
    "  rule TEXT NOT NULL, incident TEXT REFERENCES incidents, mark TEXT, mark_article TEXT,"
    "  mark_id TEXT, PRIMARY KEY (article, id),"
    "  FOREIGN KEY (article, place_name) REFERENCES names,"
    "  FOREIGN KEY (article, date_mention) REFERENCES dates,"
    "  FOREIGN KEY (article, part_of) REFERENCES claims);"

    /* what was said of each incident, day by day */
    "CREATE VIEW IF NOT EXISTS timeline AS SELECT"
    "  c.incident, c.as_of, c.low, c.high, c.qualifier, c.open, c.speaker, c.victims, c.mark,"
    "  c.mark_article, c.mark_id, c.article, c.id, c.surface, c.excerpt"
    "  FROM claims c LEFT JOIN articles a USING (article) WHERE c.incident IS NOT NULL"
    "  ORDER BY c.incident, c.as_of, a.published, c.article, c.\"start\", c.id;"

    "CREATE VIEW IF NOT EXISTS places AS SELECT"
    "  e.*, count(*) AS mentions, count(DISTINCT n.article) AS articles"
    "  FROM entities e JOIN names n USING (entity) WHERE e.type = 'place' GROUP BY e.entity;"

    "CREATE VIEW IF NOT EXISTS persons AS SELECT"
    "  e.*, count(*) AS mentions, count(DISTINCT n.article) AS articles"
    "  FROM entities e JOIN names n USING (entity) WHERE e.type = 'person' GROUP BY e.entity;"

    "CREATE VIEW IF NOT EXISTS variants AS SELECT"
    "  n.entity, n.surface, n.variant_lang, n.variant_kind, count(*) AS mentions,"
    "  count(DISTINCT n.article) AS articles FROM names n WHERE n.entity IS NOT NULL"
    "  GROUP BY n.entity, n.surface, n.variant_lang, n.variant_kind;"

    "PRAGMA user_version = 2;";

const char database_search_schema[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5("
    "  title, text, content = 'articles', content_rowid = 'rowid',"
    "  tokenize = 'unicode61 remove_diacritics 2');";
