/* layout.h - the compiled gazetteer: what stands where in the file. Only compile.c and index.c
 * include it; the numbers are in the byte order of the machine, which the header tells. */
#ifndef NEWSGAZ_GAZETTEER_LAYOUT_H
#define NEWSGAZ_GAZETTEER_LAYOUT_H

#include "gazetteer/tables.h"

#define LAYOUT_MAGIC "NGZINDEX"
enum { LAYOUT_VERSION = 7, LAYOUT_ORDER = 0x01020304, SECTION_ALIGNMENT = 16 };

enum section {
    SECTION_FOLD,     /* text/fold.h */
    SECTION_STRINGS,  /* a length before each (layout_length); offsets point at the length */
    SECTION_LABELS,   /* the same for kinds, countries and languages, of which there are few */
    SECTION_IDS,      /* of the entities, each told by how it differs from the one before */
    SECTION_ID_STARTS, /* uint32_t: where in SECTION_IDS each ID_GROUP of them begins */
    SECTION_ENTITIES,
    SECTION_DETAILS,  /* of those entities that have any; the first is empty */
    SECTION_NAMES,    /* in the order of their nodes */
    SECTION_USAGES,
    SECTION_NODES,    /* uint32_t: first name of each node, one more at the end */
    SECTION_EDGES,    /* open-addressed */
    SECTION_FILTER,   /* one bit for each edge's key, most of all misses end here */
    SECTION_LOWER,    /* the same for first words that names write in lower case */
    SECTION_WORDS,    /* open-addressed */
    SECTION_SURNAMES, /* sorted by hash */
    SECTION_SURNAME_FILTER, /* one bit for each hash */
    SECTION_PRESS_RULES, /* struct press_rule, press_sort */
    SECTION_PRESS_STARTS, /* uint32_t: first of SECTION_PRESS for each value of the hash's first
                             bits, one more at the end */
    SECTION_PRESS,    /* uint32_t: names, by the hash that press_file gives their keys */
    SECTION_PRESS_FILTER, /* one bit for each hash */
    SECTION_COUNT
};

enum { ID_GROUP = 16 };

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
    uint32_t name, prior;
    uint32_t detail;        /* of SECTION_DETAILS */
    uint16_t kind, country; /* labels */
    int16_t from, to;
    uint8_t type;
    uint8_t located : 1;
    uint8_t transcribed : 1; /* of a country whose places are written in other letters too */
    uint8_t obscure : 1;     /* a small town that is written in one way by all */
    uint8_t settlement; /* a town or the like, not a country, river … */
    uint8_t area;       /* of a kind that lies around other places */
};

/* What is asked for only where the entity is named. */
struct layout_detail {
    uint32_t within; /* entity, or NO_INDEX */
    int32_t lat, lon;
    uint32_t geonames, wikidata; /* 0: none */
};

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

struct layout_name {
    uint32_t entity, spelling;
    uint16_t capital;  /* bit i: word i begins with a capital */
    uint16_t capitals; /* bit i: word i is all capitals */
    uint16_t usage;    /* of SECTION_USAGES */
    uint16_t kind : 4, use : 2;
    uint16_t bit : 4;  /* enum hit_bit */
    uint16_t form : 2; /* enum layout_form */
};

/* Where and when names are in use. */
struct layout_usage {
    uint16_t lang; /* label */
    int16_t from, to;
};

struct layout_edge {
    uint32_t check; /* upper half of the key; its lower half places it */
    uint32_t child; /* 0: empty */
};

struct layout_word {
    uint64_t hash; /* 0: empty */
    uint32_t lang; /* layout_tag; 0 for all */
    uint32_t classes;
};

struct layout_surname {
    uint32_t entity, low, high; /* halves of the hash */
};

static inline uint64_t layout_surname_hash(const struct layout_surname *surname)
{
    return (uint64_t)surname->high << 32 | surname->low;
}

/* The first four bytes of a language code as a number. */
static inline uint32_t layout_tag(struct str lang)
{
    uint32_t tag = 0;
    for (size_t i = 0; i < lang.len && i < 4; i++)
        tag = tag << 8 | (unsigned char)lang.s[i];
    return tag;
}

/* The key of the edge for a word below a node; the root is node 0. */
static inline uint64_t layout_key(uint32_t node, uint64_t word)
{
    uint64_t key = (word ^ node * 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return key ^ key >> 32;
}

/* A place in a table of `size` slots, from the lower half of the key. */
static inline uint32_t layout_slot(uint64_t key, uint32_t size)
{
    return (uint32_t)(((key & 0xFFFFFFFFu) * size) >> 32);
}

/* The filter's bit; `bits` is a power of two. */
static inline uint64_t layout_bit(uint64_t key, uint64_t bits)
{
    return (key ^ key >> 29) & (bits - 1);
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
