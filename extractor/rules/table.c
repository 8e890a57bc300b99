#include <stdlib.h>

#include "base/utf8.h"
#include "rules/rules.h"
#include "text/words.h"

struct key_slot {
    uint64_t hash;
    uint32_t entry; /* index + 1; 0: empty */
};

/* Writes out "bless{é,ée}" as "blessé" and "blessée"; braces may stand several times. */
static void add_surfaces(struct table *table, struct str key, struct str surface,
                         struct arena *arena)
{
    const char *open = memchr(surface.s, '{', surface.len);
    const char *close = open ? memchr(open, '}', (size_t)(surface.s + surface.len - open)) : NULL;
    if (!close) {
        *array_push(&table->entries, arena) = (struct entry){ .key = key, .surface = surface };
        return;
    }
    struct str before = str_slice(surface, 0, (size_t)(open - surface.s));
    struct str after = str_slice(surface, (size_t)(close + 1 - surface.s), surface.len);
    struct str choices = { open + 1, (size_t)(close - open - 1) };
    for (bool more = true; more;) {
        more = memchr(choices.s, ',', choices.len) != NULL;
        struct str choice = str_split(&choices, ',');
        add_surfaces(table, key, arena_join(arena, before, choice, after), arena);
    }
}

void table_add(struct table *table, struct str key, struct str surfaces, struct arena *arena)
{
    while (surfaces.len) {
        struct str surface = str_trim(str_split(&surfaces, '|'));
        if (surface.len)
            add_surfaces(table, key, surface, arena);
    }
}

static int longest_first(const void *a, const void *b)
{
    const struct entry *p = a, *q = b;
    if (p->surface.len != q->surface.len)
        return p->surface.len > q->surface.len ? -1 : 1;
    return str_compare(p->surface, q->surface);
}

/* The folded letters, or the bytes themselves where there are none ("%", "€"). */
static uint64_t surface_hash(const struct fold *fold, struct str surface)
{
    for (size_t at = 0; at < surface.len;)
        if (fold_is_word(fold, utf8_next(surface, &at)))
            return fold_hash(fold, surface);
    uint64_t hash = 1;
    for (size_t i = 0; i < surface.len; i++)
        hash = hash * 31 + (unsigned char)surface.s[i];
    return hash;
}

static void fold_entries(struct table *table, const struct fold *fold, struct arena *arena)
{
    struct buffer letters = { 0 };
    for (size_t i = 0; i < table->entries.count; i++) {
        struct entry *entry = &table->entries.items[i];
        size_t at = 0;
        letters.len = 0;
        fold_append(fold, entry->surface, &letters);
        entry->folded = arena_str(arena, buffer_str(&letters));
        entry->begins_bare = !fold_is_word(fold, utf8_next(entry->surface, &at));
    }
    buffer_free(&letters);
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void sort_surfaces(struct table *table, struct arena *arena)
{
    size_t count = table->entries.count;
    table->sorted = arena_array(arena, struct str, count + 1);
    for (size_t i = 0; i < count; i++)
        table->sorted[i] = table->entries.items[i].surface;
    if (count)
        qsort(table->sorted, count, sizeof *table->sorted, by_bytes);
    for (size_t i = 0; i < count; i++)
        if (!i || !str_equal(table->sorted[i], table->sorted[table->sorted_count - 1]))
            table->sorted[table->sorted_count++] = table->sorted[i];
}

/* Entries without letters are none of the parts: they fold to nothing. */
static void sort_parts(struct table *table, struct arena *arena)
{
    size_t count = 0;
    table->parts = arena_array(arena, struct str, table->entries.count + 1);
    table->part_starts = arena_array(arena, uint32_t, 257);
    for (size_t i = 0; i < table->entries.count; i++)
        if (table->entries.items[i].folded.len)
            table->parts[count++] = table->entries.items[i].folded;
    if (count)
        qsort(table->parts, count, sizeof *table->parts, by_bytes);
    for (size_t i = 0; i < count; i++)
        table->part_starts[(unsigned char)table->parts[i].s[0] + 1]++;
    for (size_t i = 0; i < 256; i++)
        table->part_starts[i + 1] += table->part_starts[i];
}

void table_finish(struct table *table, const struct fold *fold, struct arena *arena)
{
    uint32_t size = 16;
    while (size < 2 * table->entries.count)
        size *= 2;
    if (table->entries.count)
        qsort(table->entries.items, table->entries.count, sizeof(struct entry), longest_first);
    fold_entries(table, fold, arena);
    sort_surfaces(table, arena);
    table->pattern = table_pattern(table, arena);
    if (table->compound)
        sort_parts(table, arena);
    table->keys = arena_array(arena, struct key_slot, size);
    table->key_mask = size - 1;
    for (size_t i = 0; i < table->entries.count; i++) {
        uint64_t hash = surface_hash(fold, table->entries.items[i].surface);
        uint32_t slot = (uint32_t)hash & table->key_mask;
        while (table->keys[slot].entry && table->keys[slot].hash != hash)
            slot = (slot + 1) & table->key_mask;
        if (!table->keys[slot].entry)
            table->keys[slot] = (struct key_slot){ hash, (uint32_t)i + 1 };
    }
}

struct str table_key(const struct table *table, const struct fold *fold, struct str surface)
{
    uint64_t hash = surface_hash(fold, surface);
    for (uint32_t slot = (uint32_t)hash & table->key_mask; table->keys[slot].entry;
         slot = (slot + 1) & table->key_mask)
        if (table->keys[slot].hash == hash)
            return table->entries.items[table->keys[slot].entry - 1].key;
    return STR("");
}

enum { LONGEST_COMPOUND = 96 };

bool table_divides(const struct table *table, struct str letters)
{
    bool reached[LONGEST_COMPOUND + 1] = { true };
    if (!letters.len || letters.len > LONGEST_COMPOUND)
        return false;
    for (size_t at = 0; at < letters.len; at++) {
        const uint32_t *starts = table->part_starts + (unsigned char)letters.s[at];
        for (uint32_t i = starts[0]; reached[at] && i < starts[1]; i++)
            if (str_starts(str_slice(letters, at, letters.len), table->parts[i]))
                reached[at + table->parts[i].len] = true;
    }
    return reached[letters.len];
}

/* ---- the words of all tables ---------------------------------------------------------------- */

static struct word_bits *word_slot(const struct grammar *grammar, uint64_t hash)
{
    uint32_t slot = (uint32_t)hash & grammar->word_mask;
    while (grammar->words[slot].hash && grammar->words[slot].hash != hash)
        slot = (slot + 1) & grammar->word_mask;
    return &grammar->words[slot];
}

uint64_t phrase_hash(uint64_t phrase, uint64_t word)
{
    return (phrase * UINT64_C(0x9E3779B97F4A7C15) + word) | 1;
}

bool grammar_goes_on(const struct grammar *grammar, uint64_t phrase)
{
    return grammar->beginnings[phrase % PHRASE_BITS / 64] >> phrase % 64 & 1;
}

/* The hash of the first words of a surface, as words_scan divides it, up to MOST_PHRASE; 0 if it has
 * none. `text` is room for its words, used again and again. */
static uint64_t first_words(struct grammar *grammar, const struct fold *fold, struct str surface,
                            struct text *text, struct arena *arena)
{
    text->bytes = surface;
    text->words.count = 0;
    words_scan(fold, text, arena);
    uint64_t phrase = text->words.count ? text->words.items[0].hash : 0;
    for (size_t i = 1; i < text->words.count && i < MOST_PHRASE; i++) {
        grammar->beginnings[phrase % PHRASE_BITS / 64] |= UINT64_C(1) << phrase % 64;
        phrase = phrase_hash(phrase, text->words.items[i].hash);
    }
    return phrase;
}

static void add_table(struct word_bits *slot, uint64_t hash, struct table *table,
                      struct arena *arena)
{
    if (!slot->hash) {
        *slot = (struct word_bits){ hash, table->bits };
    } else if (!bits_has(slot->bits, table->bit)) {
        struct bits *more = arena_new(arena, struct bits);
        *more = *slot->bits;
        bits_set(more, table->bit);
        slot->bits = more;
    }
}

void grammar_index(struct grammar *grammar, const struct fold *fold, struct arena *arena)
{
    size_t entries = 0;
    for (size_t i = 0; i < grammar->tables.count; i++)
        entries += grammar->tables.items[i]->entries.count;
    uint32_t size = 64;
    while (size < 2 * entries)
        size *= 2;
    struct text text = { .bytes = STR("") };
    grammar->words = arena_array(arena, struct word_bits, size);
    grammar->word_mask = size - 1;
    for (size_t i = 0; i < grammar->tables.count; i++) {
        struct table *table = grammar->tables.items[i];
        if (table->compound)
            *array_push(&grammar->compounds, arena) = table;
        table->bits = arena_new(arena, struct bits);
        bits_set(table->bits, table->bit);
        for (size_t k = 0; k < table->entries.count; k++) {
            uint64_t hash = first_words(grammar, fold, table->entries.items[k].surface,
                                        &text, arena);
            table->wordless |= hash == 0;
            if (hash)
                add_table(word_slot(grammar, hash), hash, table, arena);
        }
    }
}

const struct bits *grammar_word(const struct grammar *grammar, uint64_t hash)
{
    return word_slot(grammar, hash)->bits;
}

