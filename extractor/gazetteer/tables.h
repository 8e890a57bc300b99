/* tables.h - the tables of a gazetteer folder, read and checked. */
#ifndef NEWSGAZ_GAZETTEER_TABLES_H
#define NEWSGAZ_GAZETTEER_TABLES_H

#include "base/diag.h"
#include "record.h"

enum name_kind {
    KIND_OFFICIAL,
    KIND_EXONYM,
    KIND_HISTORIC,
    KIND_SHORT,
    KIND_NICKNAME,
    KIND_ABBREVIATION,
    KIND_ADJECTIVE,
    KIND_MISSPELLING,
    KIND_TRANSLITERATION,
    KIND_ALIAS,
    KIND_COUNT
};

/* "official", "exonym", … as tables and records write it. */
struct str name_kind_word(enum name_kind kind);

enum name_use { USE_YES, USE_CONTEXT, USE_NEVER };

/* What words.tsv says of a word: one bit each. */
enum word_class {
    CLASS_GIVEN = 1,
    CLASS_TITLE = 2,
    CLASS_PARTICLE = 4,
    CLASS_PLACE_HEAD = 8,
    CLASS_PLACE_PREPOSITION = 16,
    CLASS_ORGANISATION_HEAD = 32,
    CLASS_SAYING = 64,
    CLASS_SURNAME_ENDING = 128,
    CLASS_MONTH_WEEKDAY = 256,
    CLASS_COMMON_CAPITAL = 512,
    CLASS_LOCATIVE = 1024, /* a place preposition that seldom leads to a person */
    CLASS_STREET = 4096,   /* a place head whose name is often a person's: "via", "stadio" */
    CLASS_CONNECTING = 8192, /* joins the parts of an organisation's name: "of", "for" */
    CLASS_ARTICLE = 2048,  /* or fused with a preposition: seldom before a person's full name */
};

/* Where a row stands, for messages about it. */
struct row_place {
    uint32_t file, line; /* the file's index in `paths`; lines from 1 */
};

struct table_entity {
    struct str id, name, kind, country, geonames, wikidata, within;
    enum name_type type;
    bool located;
    int32_t lat, lon; /* millionths of a degree */
    uint32_t prior;
    int from, to; /* years in office or of life; NO_YEAR where not told */
    struct row_place at;
};

enum { NO_YEAR = INT16_MIN };

struct table_name {
    uint32_t entity;
    struct str name, lang;
    enum name_kind kind;
    enum name_use use;
    int from, to; /* years */
    struct row_place at;
};

struct table_word {
    struct str word, lang; /* the language is empty for all of them */
    enum word_class class;
};

struct tables {
    struct arena arena;              /* holds the files' contents and all below */
    ARRAY(struct str) paths;         /* relative to the folder, in bytewise order */
    ARRAY(struct str) contents;      /* of each path */
    ARRAY(struct table_entity) entities;
    ARRAY(struct table_name) names;
    ARRAY(struct table_word) words;
};

/* Reads every table below `folder` and adds all mistakes to `diag`; false when there are errors.
 * Rows in error are left out of `ret`. */
bool tables_read(const char *folder, struct diag *diag, struct tables *ret);
void tables_free(struct tables *tables);

/* Only the files, for hashing: `paths` and `contents`. */
bool tables_list(const char *folder, struct diag *diag, struct tables *ret);

/* The row as messages show it; `part` is a slice of the row, or empty for all of it. */
struct place_in_file tables_place(const struct tables *tables, struct row_place at,
                                  struct str part);

#endif
