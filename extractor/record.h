/* record.h - the table in the middle: what the stages found, what the writers write.
 * Spans are bytes of the text; writers turn them into code points (write/positions.h).
 * Strings and items live in the article's arena or the engine's; nothing here is freed alone. */
#ifndef NEWSGAZ_RECORD_H
#define NEWSGAZ_RECORD_H

#include "read/article.h"

enum name_type { NAME_PLACE, NAME_PERSON, NAME_ORGANISATION };

#define NO_INDEX UINT32_MAX

struct entity {
    struct str id, name;
    enum name_type type;
    struct str kind, country;       /* "city", "AZ" */
    bool settlement;                /* a town or the like, not a province, river … */
    bool located;
    double lat, lon;
    struct str geonames, wikidata;
};

struct name_mention {
    struct span at;
    enum name_type type;
    uint32_t entity;                /* index into entities, or NO_INDEX */
    struct str local;               /* for a name that no gazetteer knows: one id for all its mentions */
    struct str variant_lang, variant_kind;
    struct str rule;                /* "gazetteer" or "<lang>/<file>/<rule>" */
    struct str metonym;             /* "government", or empty */
    bool ambiguous;
    struct str runner_up;           /* id of the next best reading, or empty */
    int margin;                     /* by which it lost: eighths of a doubling of likelihood */
};

struct date_mention {
    struct span at;
    struct str value;               /* EDTF; empty where the text names no resolvable date */
    struct str time, mod;           /* "T18:30" "evening"; "early" "end" */
    struct str precision, basis;
    struct str event;               /* name of an event with a span */
    bool to_come;                   /* "next month", where the article's date is not known */
    bool heads;                     /* all of a line, at the head of a diary's entry */
    struct str warning;
    struct str rule;
};

struct number_mention {
    struct span at;
    double value;
    bool has_value;
    struct str class;               /* "casualty" "date" "population" … */
    struct str rule;
};

struct phrase {
    struct span at;                 /* start == end: absent */
    uint32_t entity;                /* NO_INDEX unless the phrase is a known entity */
};

struct casualty {
    struct span at;
    struct str role, qualifier;
    int64_t low, high;              /* -1: no bound */
    bool open;                      /* the upper end of a range is itself "more than" */
    bool negated;
    struct str status, scope;
    struct span amount;
    struct phrase victims, speaker, scene, perpetrator;
    uint32_t place, date;           /* index into names, dates; or NO_INDEX */
    struct str place_basis, date_basis;
    bool cared_for;                 /* the place is only where the harmed were taken */
    uint32_t part_of;               /* index into casualties, or NO_INDEX */
    uint32_t same_as;               /* the first mention of the same claim, or NO_INDEX */
    uint32_t conflicts_with;        /* an earlier claim of another voice, or NO_INDEX */
    struct str rule;
};

struct record_segment {
    struct span at;
    enum zone zone;
    struct str lang;                /* "it", or "und" */
};

struct record {
    const struct article *article;
    struct str lang;                /* of the body */
    struct str published;           /* may be empty */
    enum published_basis basis;
    struct str rules_hash, gazetteers_hash; /* 64 hexadecimal digits */
    ARRAY(struct record_segment) segments;
    ARRAY(struct entity) entities;           /* in order of first mention */
    ARRAY(struct name_mention) names;        /* these four in text order: "n1" is names.items[0] */
    ARRAY(struct date_mention) dates;
    ARRAY(struct number_mention) numbers;
    ARRAY(struct casualty) casualties;
};

/* What a writer may leave out. */
struct write_options {
    bool no_text;
};

#endif
