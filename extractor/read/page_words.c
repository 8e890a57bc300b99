/* page_words.c - see page_words.h. */
#include "read/page_words.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "read/ascii.h"

enum { LARGEST_TABLE = 1 << 20, LONGEST_WORD = 24, WORDS_JOINED = 3 };

/* ---- the table ------------------------------------------------------------------------------ */

struct load {
    struct page_words *words;
    struct arena *arena;
    struct diag *diag;
    struct place_in_file at;
};

static void fail(struct load *load, int code, const char *message, struct str what)
{
    diag_add(load->diag, SEVERITY_ERROR, code, load->at, NULL, "%s '%.*s'", message, STR_ARG(what));
}

static int zone_of_name(struct str name)
{
    for (int zone = 0; zone < ZONE_COUNT; zone++)
        if (str_is(name, zone_name((enum zone)zone)))
            return zone;
    return -1;
}

static bool is_page_word(struct str word)
{
    size_t joined = 1;
    for (size_t i = 0; i < word.len; i++) {
        char byte = word.s[i];
        joined += byte == '-';
        if (byte != '-' && !(ascii_is_alnum(byte) && ascii_lower(byte) == byte))
            return false;
    }
    return word.len > 0 && joined <= WORDS_JOINED;
}

static void add_row(struct load *load, struct str line)
{
    struct str word = str_split(&line, '\t');
    int zone = zone_of_name(line);
    if (!is_page_word(word))
        return fail(load, 63, "up to three words in lower case, joined by hyphens, are wanted, not",
                    word);
    if (zone < 0)
        return fail(load, 64, "no zone is named", line);
    *array_push(&load->words->items, load->arena) = (struct page_word){ word, (enum zone)zone };
}

static int by_word(const void *a, const void *b)
{
    const struct page_word *p = a, *q = b;
    return str_compare(p->word, q->word);
}

bool page_words_load(struct page_words *ret, const char *path, struct arena *arena,
                     struct diag *diag)
{
    struct load load = { ret, arena, diag, { .file = arena_str(arena, str_of(path)) } };
    struct buffer contents = { 0 };
    size_t errors = diag->errors;
    int error = file_read(path, LARGEST_TABLE, &contents);
    *ret = (struct page_words){ 0 };
    if (error)
        fail(&load, 1, "cannot read the file:", str_of(strerror(error)));
    struct str rest = arena_str(arena, buffer_str(&contents));
    buffer_free(&contents);
    while (rest.len) {
        load.at.line = str_split(&rest, '\n');
        load.at.length = (uint32_t)load.at.line.len;
        load.at.number++;
        if (load.at.line.len && load.at.line.s[0] != '#')
            add_row(&load, load.at.line);
    }
    if (ret->items.count)
        qsort(ret->items.items, ret->items.count, sizeof *ret->items.items, by_word);
    return diag->errors == errors;
}

/* ---- values --------------------------------------------------------------------------------- */

/* The last words of a value, so that "post lire-aussi" is asked for "aussi" and "lire-aussi". */
struct last_words {
    char words[WORDS_JOINED][LONGEST_WORD + 1];
    size_t count;
};

/* Reads the next word of a value such as "site-header cookieBar" in lower case; its length, 0 at
 * the end. */
static size_t read_word(struct str *rest, char ret[LONGEST_WORD + 1])
{
    size_t at = 0, len = 0;
    while (at < rest->len && !ascii_is_alnum(rest->s[at]))
        at++;
    for (size_t start = at; at < rest->len && ascii_is_alnum(rest->s[at]); at++) {
        bool upper = ascii_lower(rest->s[at]) != rest->s[at];
        bool after_lower = at > start && ascii_lower(rest->s[at - 1]) == rest->s[at - 1];
        if (upper && after_lower)
            break;
        if (len < LONGEST_WORD)
            ret[len++] = ascii_lower(rest->s[at]);
    }
    ret[len] = '\0';
    *rest = str_slice(*rest, at, rest->len);
    return len;
}

static bool next_word(struct str *rest, struct last_words *last)
{
    memmove(last->words[1], last->words[0], sizeof last->words - sizeof last->words[0]);
    last->count += last->count < WORDS_JOINED;
    return read_word(rest, last->words[0]) > 0;
}

static enum zone zone_of_word(const struct page_words *words, struct str word)
{
    struct page_word wanted = { .word = word };
    const struct page_word *found = bsearch(&wanted, words->items.items, words->items.count,
                                            sizeof *words->items.items, by_word);
    return found ? found->zone : ZONE_BODY;
}

/* Of the last word alone, and joined to those before it. */
static enum zone zone_of_last(const struct page_words *words, const struct last_words *last)
{
    char joined[WORDS_JOINED * (LONGEST_WORD + 1)];
    size_t start = sizeof joined;
    enum zone zone = ZONE_BODY;
    for (size_t i = 0; zone == ZONE_BODY && i < last->count; i++) {
        size_t len = strlen(last->words[i]);
        if (i)
            joined[--start] = '-';
        start -= len;
        memcpy(joined + start, last->words[i], len);
        zone = zone_of_word(words, (struct str){ joined + start, sizeof joined - start });
    }
    return zone;
}

enum zone page_words_zone(const struct page_words *words, struct str value)
{
    struct last_words last = { .count = 0 };
    enum zone found = ZONE_BODY;
    if (!words || !words->items.count)
        return ZONE_BODY;
    while (found != ZONE_BOILERPLATE && next_word(&value, &last)) {
        enum zone zone = zone_of_last(words, &last);
        if (found == ZONE_BODY || zone == ZONE_BOILERPLATE)
            found = zone;
    }
    return found;
}
