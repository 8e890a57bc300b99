/* layout.h - the compiled gazetteer: what stands where in the file. Only compile.c and index.c
 * include it; the numbers are in the byte order of the machine, which the header tells. */
#ifndef NEWSGAZ_GAZETTEER_LAYOUT_H
#define NEWSGAZ_GAZETTEER_LAYOUT_H

#include "gazetteer/tables.h"

#define LAYOUT_MAGIC "NGZINDEX"
enum { LAYOUT_VERSION = 11, LAYOUT_ORDER = 0x01020304, SECTION_ALIGNMENT = 16 };

/* Names, words, surnames and press names are each filed by a hash: in its order, divided into
 * lists of about six rows by its upper half (layout_list). The _STARTS of a section tell where in
 * it each list begins, with one more at the end (uint32_t); its _FILTER has one bit for each hash,
 * where most of all misses end. */
enum section {
    SECTION_FOLD,     /* text/fold.h */
    SECTION_LABELS,   /* kinds, countries and languages; offsets point at layout_length */
    SECTION_YEARS,
    SECTION_IDS,      /* of the entities, each told by how it differs from the one before */
    SECTION_ID_STARTS, /* uint32_t: where in SECTION_IDS each ID_GROUP of them begins */
    SECTION_ENTITIES,
    SECTION_SORTS,
    SECTION_DETAILS,  /* of those entities that have any; the first is empty */
    SECTION_NAMES,    /* filed by layout_key */
    SECTION_NAME_STARTS,
    SECTION_NAME_FILTER,
    SECTION_LOWER_FILTER, /* the same for first words that names write in lower case */
    SECTION_MANNERS,
    SECTION_SPELLINGS, /* of the names, each behind its layout_length; a length of 0 stands for the
                          one before */
    SECTION_SPELLING_STARTS, /* uint32_t: where each SPELLING_GROUP of them begins */
    SECTION_WORDS,
    SECTION_WORD_STARTS,
    SECTION_SURNAMES,
    SECTION_SURNAME_STARTS,
    SECTION_SURNAME_FILTER,
    SECTION_PRESS_RULES, /* struct press_rule, press_sort */
    SECTION_PRESS,    /* filed by the hash that press_file gives the keys of names */
    SECTION_PRESS_STARTS,
    SECTION_PRESS_FILTER,
    SECTION_COUNT
};

enum { ID_GROUP = 16, SPELLING_GROUP = 8 };

struct layout_section {
    uint64_t start, size;
};

struct layout_header {
    char magic[8];
    uint32_t version, order;
    char source_hash[64];
    uint64_t checksum;
    struct layout_section sections[SECTION_COUNT];
};

struct layout_entity {
    uint32_t name, prior;  /* of SECTION_SPELLINGS, a string of its own */
    uint32_t detail;       /* of SECTION_DETAILS */
    uint16_t sort, years;  /* of theirs */
};

/* What many entities have in common. */
struct layout_sort {
    uint16_t kind, country; /* labels */
    uint8_t type;
    uint8_t located;
    uint8_t transcribed; /* of a country whose places are written in other letters too */
    uint8_t settlement;  /* a town or the like, not a country, river … */
    uint8_t area;        /* of a kind that lies around other places */
    uint8_t unused;
};

/* In office, of life, in use; NO_YEAR where not told. */
struct layout_years {
    int16_t from, to;
};

/* What is asked for only where the entity is named. */
struct layout_detail {
    uint32_t within; /* entity, or NO_INDEX */
    int32_t lat, lon;
    uint32_t geonames, wikidata; /* 0: none */
};

/* A small town that is written in one way by all. */
static inline bool layout_is_obscure(const struct layout_entity *entity,
                                     const struct layout_sort *sort)
{
    enum { KNOWN_ABROAD = 15000 };
    return sort->settlement && !sort->transcribed && entity->prior < KNOWN_ABROAD;
}

enum layout_form {
    FORM_AS_WRITTEN,
    FORM_DOTTED, /* "USA" read as "U.S.A." */
    FORM_BARE,   /* "Le Havre" without its article */
};

/* What names may be: bits by enum name_type, and one for adjectives of nationality. */
enum hit_bit {
    HIT_PLACE = 1 << NAME_PLACE,
    HIT_PERSON = 1 << NAME_PERSON,
    HIT_ORGANISATION = 1 << NAME_ORGANISATION,
    HIT_DEMONYM = 8,
};

/* The words of names, one behind the other, lead from node to node. A node is the number of the
 * first of the names that end there; where none ends, that of a row for NO_ENTITY. The root is
 * node 0. */
struct layout_name {
    uint64_t check : 24;  /* layout_check: the same for all names of a node, and other than that of
                             the nodes beside it and in its list */
    uint64_t entity : 24; /* or NO_ENTITY */
    uint64_t manner : 16; /* of SECTION_MANNERS */
};

enum { NO_ENTITY = 0xFFFFFF };

/* How names are written and used. */
struct layout_manner {
    uint16_t lang;     /* label */
    uint16_t years;    /* of SECTION_YEARS */
    uint16_t capital;  /* bit i: word i begins with a capital */
    uint16_t capitals; /* bit i: word i is all capitals */
    uint16_t kind : 4, use : 2;
    uint16_t bit : 4;  /* enum hit_bit */
    uint16_t form : 2; /* enum layout_form */
    uint16_t unused : 4;
};

struct layout_word {
    uint64_t hash;
    uint32_t lang; /* layout_tag; 0 for all */
    uint32_t classes;
};

struct layout_surname {
    uint32_t entity, check; /* the lower half of the hash */
};

enum { PRESS_NAME_BITS = 26, MOST_NAMES = (1 << PRESS_NAME_BITS) - 1 };

/* Both in four bytes: there are as many rows as names. */
struct layout_press {
    uint32_t name : PRESS_NAME_BITS;
    uint32_t check : 32 - PRESS_NAME_BITS; /* the lowest bits of the hash */
};

static inline struct layout_press layout_press(uint32_t name, uint64_t hash)
{
    struct layout_press row = { name & MOST_NAMES, 0 };
    row.check = (uint32_t)hash & ((1u << (32 - PRESS_NAME_BITS)) - 1);
    return row;
}

/* The first four bytes of a language code as a number. */
static inline uint32_t layout_tag(struct str lang)
{
    uint32_t tag = 0;
    for (size_t i = 0; i < lang.len && i < 4; i++)
        tag = tag << 8 | (unsigned char)lang.s[i];
    return tag;
}

/* The key of the node that a word leads to from that of the key `from`; the root has key 0. */
static inline uint64_t layout_key(uint64_t from, uint64_t word)
{
    uint64_t key = (word ^ from * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return key ^ key >> 32;
}

static inline uint32_t layout_check(uint64_t key)
{
    return key & 0xFFFFFF;
}

/* Which of so many lists is that of the hash. */
static inline uint32_t layout_list(uint64_t hash, uint32_t lists)
{
    return (uint32_t)((hash >> 32) * lists >> 32);
}

/* Which of a filter's bits is that of the hash. */
static inline uint32_t layout_bit(uint64_t hash, uint32_t bits)
{
    return (uint32_t)((uint64_t)(uint32_t)(hash ^ hash >> 29) * bits >> 32);
}

/* The length at the start of a string, which moves behind it: one byte, or 255 and two. */
static inline uint16_t layout_length(const char **at)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    bool is_long = bytes[0] == 255;
    *at += is_long ? 3 : 1;
    return is_long ? (uint16_t)(bytes[1] | bytes[2] << 8) : bytes[0];
}

/* Over all behind the header, its table of sections and its source hash. */
uint64_t layout_checksum(struct str behind, struct str sections, struct str source_hash);

#endif
