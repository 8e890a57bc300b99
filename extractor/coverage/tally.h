/* tally.h - sightings of all articles, counted. Its size grows with the number of different names,
 * sources and months, not with that of the articles. What it holds depends on the order in which
 * articles are added only in that the first citations are kept. */
#ifndef NEWSGAZ_COVERAGE_TALLY_H
#define NEWSGAZ_COVERAGE_TALLY_H

#include "coverage/sightings.h"
#include "gazetteer/keys.h"

struct count {
    uint32_t names, files;
    uint32_t last_file;         /* that was counted; files are numbered from 1 */
};

/* One form of a name in one language, source and month. */
struct cell {
    uint32_t lang, source, month; /* of tally.labels */
    struct count count;
};

/* One way in which a name was written. */
struct variant {
    struct str surface, kind;
    struct count count;
    ARRAY(struct cell) cells;
    ARRAY(struct citation) citations; /* the first ones */
};

/* An entity, or a name that no gazetteer has. */
struct subject {
    struct str id, called, kind;
    bool listed;
    struct count count;
    uint32_t types[UNLISTED_TYPES]; /* how often it was taken for each */
    uint32_t found, unproved;       /* of its sightings: see there */
    uint64_t first_word;
    bool one_word;
    struct str beside;              /* the first one; empty: none */
    uint32_t beside_count;          /* how often that one */
    ARRAY(uint32_t) variants;       /* of tally.variants */
};

/* A name that may stand for two entities, and how that was settled. */
struct doubt {
    struct str surface, chosen, other; /* ids */
    bool undecided;
    struct count count;
    struct citation citation;       /* the first one */
};

struct tally_of_names {
    struct arena arena;
    uint32_t files;
    size_t citations_kept;          /* of each variant */
    struct str only_lang;           /* empty: all */
    ARRAY(struct str) labels;       /* languages, sources, months: each once */
    ARRAY(struct subject) subjects;
    ARRAY(struct variant) variants;
    ARRAY(struct doubt) doubts;
    ARRAY(uint32_t) small;          /* how often words were written small */
    struct keys subject_keys, variant_keys, cell_keys, label_keys, doubt_keys, small_keys;
};

/* Counts the names of one more article. All that is kept is copied. */
void tally_sightings(struct tally_of_names *tally, const struct sightings *sightings);
void tally_of_names_free(struct tally_of_names *tally);

/* How often the word of that hash was written small, in any article. */
uint32_t tally_small(const struct tally_of_names *tally, uint64_t word);

#endif
