/* rules.h - rule files as data: what parse.c makes of them and the other files here read.
 * The format is told in rules/README.md. All of it is immutable once loaded and shared by threads. */
#ifndef NEWSGAZ_RULES_RULES_H
#define NEWSGAZ_RULES_RULES_H

#include "base/diag.h"
#include "text/language.h"

/* ---- classes of words and mentions, as bits of a sentence ------------------------------- */

/* Bit 0: a digit. Then the symbols, then one bit a table. A rule is tried on a sentence only
 * when the sentence has the bits that the rule needs. */
enum {
    BIT_DIGIT,
    BIT_FIRST, /* of places: the start of the sentence */
    BIT_ANY,   /* of places: any that is no symbol's */
    BIT_SYMBOLS,
    BIT_TABLES = BIT_SYMBOLS + 16,
    MOST_BITS = 1024,
};

struct bits {
    uint64_t word[MOST_BITS / 64];
};

/* Where a rule may begin stands in rows: those of the bits, and behind them one for each first byte
 * and for the first two or three letters, of which several share a row. */
enum {
    START_BYTES = MOST_BITS,
    START_LETTERS = START_BYTES + 256,
    LETTER_ROWS = 512,
    START_ROWS = START_LETTERS + LETTER_ROWS,
    MOST_START_LETTERS = 3,
};

/* How many letters of ASCII the text begins with, up to MOST_START_LETTERS. */
static inline size_t start_letters(struct str text)
{
    size_t count = 0;
    while (count < MOST_START_LETTERS && count < text.len &&
           (unsigned)((text.s[count] | 32) - 'a') < 26)
        count++;
    return count;
}

/* The row, less START_LETTERS, of these two or three letters in either case. */
static inline unsigned start_row(struct str letters)
{
    unsigned row = 0;
    for (size_t i = 0; i < letters.len; i++)
        row = row * 27 + (unsigned)(letters.s[i] | 32) - 'a' + 1;
    return (row * 2654435761u >> 16) % LETTER_ROWS;
}

static inline void bits_set(struct bits *bits, unsigned bit)
{
    bits->word[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static inline bool bits_has(const struct bits *bits, unsigned bit)
{
    return bits->word[bit / 64] >> (bit % 64) & 1;
}

static inline void bits_add(struct bits *to, const struct bits *more)
{
    for (size_t i = 0; i < MOST_BITS / 64; i++)
        to->word[i] |= more->word[i];
}

/* ---- symbols: earlier mentions as single private-use characters --------------------------- */

enum symbol {
    SYMBOL_PLACE,
    SYMBOL_PERSON,
    SYMBOL_ORGANISATION,
    SYMBOL_NATIONALITY,
    SYMBOL_NUMBER,   /* a number with no class yet */
    SYMBOL_MEASURED, /* a number that is money, a percentage, an age … */
    SYMBOL_DATE,
    SYMBOL_QUANTITY, /* a number with its bounds: "at least 12", "dozens", "no" */
    SYMBOL_TOLL,
    SYMBOL_SPEAKER,
    SYMBOL_COUNT
};

enum { SYMBOL_BASE = 0xE000, SYMBOL_INDEXES = 512 };

/* The symbol of a name such as "place", or SYMBOL_COUNT. */
enum symbol symbol_named(struct str name);

/* ---- rule files ---------------------------------------------------------------------------- */

enum rule_kind {
    RULE_NUMBER,
    RULE_DATE,
    RULE_NOTE,     /* tells the tense of dates, or that one is the article's */
    RULE_CLASS,    /* gives a number its class */
    RULE_QUANTITY,
    RULE_TOLL,
    RULE_SPEAKER,
    RULE_SCENE,
    RULE_STATUS,   /* status or scope of the claims that it stands by */
    RULE_COUNT,    /* a class for what no claim has taken */
    RULE_KINDS
};

struct entry {
    struct str key, surface;
    struct str folded; /* the surface's letters and digits, as words are compared */
    bool begins_bare;  /* with what is no letter or digit: "$", "'98" */
};

struct table {
    struct str name;
    struct place_in_file at;
    unsigned bit;
    struct bits *bits; /* that bit alone */
    bool compound;     /* words are made of its entries: "ventottomila" */
    bool wordless;     /* some entry has no letters or digits: it cannot trigger */
    ARRAY(struct entry) entries; /* longest surface first once loaded */
    struct str *parts;           /* of a compound table: what its entries are folded to, by bytes */
    uint32_t *part_starts;       /* of each first byte, and one more at the end */
    struct str *sorted;          /* the surfaces by bytes, each once */
    size_t sorted_count;
    struct str pattern;          /* all of them, for PCRE2 */
    struct key_slot *keys;       /* by hash of the folded surface */
    uint32_t key_mask;
};

struct fragment { /* a `let` */
    struct str name, pattern;
    struct place_in_file at;
    struct needs *needs; /* need.c: what it needs, worked out once */
    struct first *first; /* start.c: where it can begin, worked out once */
};

struct attribute {
    struct str name, value;
    struct place_in_file at;
};

struct example {
    bool yes;
    struct str text, value; /* value: what stands behind "=>", or empty */
    struct place_in_file at;
};

enum { MOST_NEEDS = 8 };

/* One of these bits. */
struct need {
    uint16_t *bits;
    size_t count;
};

struct rule {
    struct str name;          /* "en/dates/weekday" */
    struct str short_name;
    enum rule_kind kind;
    uint8_t stage;
    struct str pattern;       /* as written */
    struct place_in_file at, pattern_at;
    bool open_edges;
    ARRAY(struct attribute) attributes;
    ARRAY(struct example) examples;
    struct need needs[MOST_NEEDS]; /* what stands from a match's start on must meet each of them */
    size_t need_count;
    bool starts_known;        /* matches begin only at these: */
    uint16_t *start_rows;     /* words of tables, symbols: their bits; START_… + what they begin with */
    size_t start_row_count;
    size_t start_rows_shown;  /* the first of them: what each view shows anew, symbols and its start */
    const struct tree *tree;  /* tree.h; NULL: the pattern is PCRE2's, as */
    struct str code, groups;  /* pattern.h writes it */
    bool too_large;           /* for PCRE2, and there is no tree */
};

struct word_bits {
    uint64_t hash;
    struct bits *bits; /* those of a table, while the words stand in no other */
};

enum { PHRASE_BITS = 16384, MOST_PHRASE = 3 };

/* The rules of one language. */
struct grammar {
    language lang;
    ARRAY(struct table *) tables;
    ARRAY(struct fragment) fragments;
    ARRAY(uint32_t) table_hashes, fragment_hashes; /* of their names, so that few are compared */
    ARRAY(struct rule) rules;    /* in order of stage, then of file and line */
    ARRAY(struct table *) compounds;
    const struct table *numeral, *ordinal; /* what words stand for; NULL if they have no table */
    struct bits placed;          /* tables and symbols that some rule begins with, or needs */
    struct word_bits *words;     /* and phrases, open-addressed by hash; hash 0: empty */
    uint32_t word_mask;
    uint64_t beginnings[PHRASE_BITS / 64]; /* of the hashes of words that an entry goes on behind */
};

/* All that is read in rule files: an image (base/image.h) may hold it. */
struct compiled {
    char hash[65]; /* SHA-256 over names and contents of all files, hexadecimal */
    const struct grammar *grammars[MOST_LANGUAGES];
};

/* Reads and compiles the rules below a folder (the *.rules of every language's folder), or those of
 * one file, as rules of the first language, into the arena. Adds mistakes to `diag`. */
const struct compiled *rules_compile(const char *path, const struct languages *languages,
                                     const struct fold *fold, struct arena *arena,
                                     struct diag *diag);

/* Adds the mistakes that rules_compile does not see: those in patterns, and in twins. */
void compiled_check(const struct compiled *compiled, const struct languages *languages,
                 struct diag *diag);

/* The rules with what they are of; all of it must outlive them. */
struct rules {
    const struct languages *languages;
    const struct fold *fold;
    const struct compiled *compiled;
};

static inline const struct grammar *rules_grammar(const struct rules *rules, language lang)
{
    return rules->compiled->grammars[lang];
}

/* ---- parts, used within this room -------------------------------------------------------- */

/* parse.c: reads the rules of one language; adds names and contents to `everything`. */
void grammar_parse(struct grammar *grammar, const char *path, struct str code,
                   const struct fold *fold, struct arena *arena, struct diag *diag,
                   struct buffer *everything);

struct table *grammar_table(const struct grammar *grammar, struct str name);
struct fragment *grammar_fragment(const struct grammar *grammar, struct str name);
const char *rule_kind_name(enum rule_kind kind);

/* The line of that keyword, or NULL; its value as written, or an empty slice. */
const struct attribute *rule_attribute_line(const struct rule *rule, const char *name);
struct str rule_attribute(const struct rule *rule, const char *name);

/* table.c: adds "key = a | b{c,d}" surfaces; then makes look-ups ready. */
void table_add(struct table *table, struct str key, struct str surfaces, struct arena *arena);
void table_finish(struct table *table, const struct fold *fold, struct arena *arena);
/* table_pattern.c: the surfaces as a pattern for PCRE2, "uccis(?:a|e|i|o)"; empty where there are
 * none. They must be sorted. */
struct str table_pattern(const struct table *table, struct arena *arena);
/* The key of a surface (compared folded), or an empty slice. */
struct str table_key(const struct table *table, const struct fold *fold, struct str surface);
/* True when the word, given by its folded letters, divides into entries of the compound table
 * without remainder. */
bool table_divides(const struct table *table, struct str letters);
/* Indexes the words of all tables, of entries of several the first MOST_PHRASE: grammar->words. */
void grammar_index(struct grammar *grammar, const struct fold *fold, struct arena *arena);
/* The tables that have the word or phrase as an entry, or as its first words; NULL for none. */
const struct bits *grammar_word(const struct grammar *grammar, uint64_t hash);
/* That of a word is its own. */
uint64_t phrase_hash(uint64_t phrase, uint64_t word);
/* False when no entry begins with it and has more words. */
bool grammar_goes_on(const struct grammar *grammar, uint64_t phrase);

/* The bytes of the escape that begins at `at` with a backslash: "\d", "\p{L}", "\x{E000}". */
size_t escape_length(struct str pattern, size_t at);

/* need.c: what a sentence must have for the rule to be tried. */
void rule_find_needs(const struct grammar *grammar, struct rule *rule, struct arena *arena);

/* start.c: where a match can begin. */
void rule_find_starts(const struct grammar *grammar, struct rule *rule, struct arena *arena);

/* The same for a rule that may begin with anything but a space. */
void rule_start_anywhere(struct rule *rule, struct arena *arena);

/* expand.c: the pattern with tables, fragments and symbols written out, for PCRE2. */
enum { MOST_GROUPS = 32 };

struct group { /* that captures */
    struct str name;        /* as in the rule */
    uint32_t number;
};

struct table_group {
    struct str name;        /* of the group that captures an entry of the table */
    const struct table *table;
};

struct expansion {
    struct buffer pattern;
    uint32_t *columns;      /* for each byte, the column of the rule's pattern it came from */
    size_t columns_capacity;
    struct table_group groups[MOST_GROUPS];
    size_t group_count;
};
/* `bare`: without the word's edges round it, so that what is missing in it is not found there. */
void rule_expand(const struct grammar *grammar, const struct rule *rule, bool bare,
                 struct expansion *ret, struct diag *diag);
/* True when there is a capture in the fragment, or in one that it refers to. */
bool fragment_captures(const struct grammar *grammar, const struct fragment *fragment);

#endif
