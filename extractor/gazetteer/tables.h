/* tables.h - the tables of a gazetteer folder, read and checked. */
#ifndef NEWSGAZ_GAZETTEER_TABLES_H
#define NEWSGAZ_GAZETTEER_TABLES_H

#include "base/diag.h"
#include "gazetteer/press.h"
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

/* The same of its uses. */
struct str name_use_word(enum name_use use);

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
    CLASS_COORDINATOR = 16384, /* "and" */
    CLASS_AGENT = 32768,   /* leads to who did it: "by" */
    CLASS_SETTLING = 65536, /* leads to a place, known or not: "à" */
    CLASS_PLURAL_ARTICLE = 262144, /* before a capital and "de" with a town: its club */
    CLASS_DETERMINER = 524288, /* "the": persons have none, places by their whole name few */
    CLASS_AREA_HEAD = 1048576, /* beside the name of an area: "state", "province" */
    CLASS_TOWN_HEAD = 2097152, /* beside that of a town: "city", "village" */
    CLASS_WATER_HEAD = 4194304, /* "river", "lake" */
    CLASS_THING_HEAD = 8388608, /* what follows is a thing, though called as persons are: "storm" */
    CLASS_QUOTING = 16777216,   /* leads to whose word it is: "selon" */
    CLASS_ACTING = 33554432,    /* what only persons do or have done to them: "married" */
    CLASS_AUXILIARY = 67108864, /* may stand between a name and what it does: "was", "later" */
    CLASS_KIN = 134217728,      /* what only persons have: "widow", "career" */
    CLASS_COMMON_ENDING = 268435456, /* of ordinary words: "-ing", "-mente" */
    CLASS_ROAD = 536870912, /* its name is often another place's: "viale Tunisia" */
    CLASS_SPORT = (int)(1u << 31), /* in reports of matches: "season"; as a head: "Cup" */
    CLASS_SURNAME = 1073741824, /* of a family, and no word of the language: "Wilkins" */
    CLASS_ADDRESSING = 131072, /* with a settling word behind it leads to a person: "face à" */
};

/* A row while it is read, for messages about it. */
struct table_row {
    struct str file, text;
    uint32_t number; /* of its line, from 1 */
};

struct table_entity {
    struct str id, name, kind, country, geonames, wikidata;
    enum name_type type;
    bool located;
    int32_t lat, lon; /* millionths of a degree */
    uint32_t prior;
    int from, to; /* years in office or of life; NO_YEAR where not told */
};

enum { NO_YEAR = INT16_MIN };

struct table_name {
    uint32_t entity;
    struct str name, lang, source;
    enum name_kind kind;
    enum name_use use;
    int from, to; /* years */
};

struct table_word {
    struct str word, lang; /* the language is empty for all of them */
    enum word_class class;
};

/* Who gets the rows, one at a time: what a row holds is gone when the call returns. Entities and
 * names are counted from 0 as they come; all entities and words come before the first name. Calls
 * that nobody wants may be NULL. */
struct table_sink {
    void *of; /* handed to each call */
    bool (*wants)(void *of, struct str path); /* whether to read the file */
    void (*entity)(void *of, const struct table_entity *entity);
    void (*within)(void *of, uint32_t entity, uint32_t larger);
    void (*name)(void *of, const struct table_name *name, const struct table_row *row);
    /* A later layer has the name too, and a stricter use for it. */
    void (*stricter)(void *of, uint32_t name, enum name_use use);
    void (*word)(void *of, const struct table_word *word, const struct table_row *row);
    void (*press)(void *of, const struct press_rule *rule);
    void (*source)(void *of, struct str code);
};

/* Reads every table below `folder`, adds all mistakes to `diag` and hands the rows without any to
 * `sink`; false when there are errors. `ret_hash` gets SHA-256 over the names and contents. */
bool tables_read(const char *folder, struct diag *diag, const struct table_sink *sink,
                 char ret_hash[65]);

/* The row as messages show it; `part` is a slice of the row, or empty for all of it. */
struct place_in_file table_place(const struct table_row *row, struct str part);

#endif
