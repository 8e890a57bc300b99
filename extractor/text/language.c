#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "text/language.h"
#include "text/words.h"

enum { LARGEST_TABLE = 1 << 20 };

static const char *const class_names[TEXT_CLASSES] = {
    "function", "abbreviation", "byline", "caption", "boilerplate",
};

struct load {
    struct languages *languages;
    const struct fold *fold;
    struct arena *arena;
    struct diag *diag;
    struct place_in_file at;
    language lang;
};

static void fail(struct load *load, int code, const char *message, struct str what)
{
    diag_add(load->diag, SEVERITY_ERROR, code, load->at, NULL, "%s '%.*s'", message, STR_ARG(what));
}

/* Calls `row` for each line that is neither empty nor a comment. */
static void each_row(struct load *load, const char *path, void (*row)(struct load *, struct str))
{
    struct buffer contents = { 0 };
    int error = file_read(path, LARGEST_TABLE, &contents);
    load->at = (struct place_in_file){ .file = arena_str(load->arena, str_of(path)) };
    if (error)
        fail(load, 1, "cannot read the file:", str_of(strerror(error)));
    struct str rest = arena_str(load->arena, buffer_str(&contents));
    buffer_free(&contents);
    while (rest.len) {
        load->at.line = str_split(&rest, '\n');
        load->at.number++;
        load->at.length = (uint32_t)load->at.line.len;
        if (load->at.line.len && load->at.line.s[0] != '#')
            row(load, load->at.line);
    }
}

static int class_of(struct str name)
{
    for (int i = 0; i < TEXT_CLASSES; i++)
        if (str_is(name, class_names[i]))
            return i;
    return -1;
}

static void ending_row(struct load *load, struct str letters)
{
    *array_push(&load->languages->endings, load->arena) = (struct ending){ letters, load->lang };
}

static void phrase_row(struct load *load, struct str line)
{
    struct text words = { 0 };
    struct text_phrase phrase = { .lang = load->lang };
    struct str class_name = str_split(&line, '\t');
    int class = class_of(class_name);
    if (str_is(class_name, "ending"))
        return ending_row(load, str_trim(line));
    words.bytes = str_trim(line);
    words_scan(load->fold, &words, load->arena);
    if (class < 0)
        return fail(load, 60, "no class of words is named", class_name);
    if (words.words.count == 0 || words.words.count > 4)
        return fail(load, 61, "a phrase has one to four words, not", words.bytes);
    for (size_t i = 0; i < words.words.count; i++)
        phrase.hashes[phrase.count++] = words.words.items[i].hash;
    phrase.class = (uint8_t)class;
    *array_push(&load->languages->phrases, load->arena) = phrase;
}

static void language_row(struct load *load, struct str line)
{
    struct str code = str_split(&line, '\t');
    if (str_is(code, "code"))
        return;
    if (load->languages->count == MOST_LANGUAGES)
        return fail(load, 62, "too many languages at", code);
    load->languages->codes[load->languages->count++] = code;
}

static int by_hash(const void *a, const void *b)
{
    const struct text_phrase *p = a, *q = b;
    if (p->hashes[0] != q->hashes[0])
        return p->hashes[0] < q->hashes[0] ? -1 : 1;
    return (int)q->count - (int)p->count;
}

static void index_phrases(struct languages *languages, struct arena *arena)
{
    size_t count = languages->phrases.count;
    if (count)
        qsort(languages->phrases.items, count, sizeof *languages->phrases.items, by_hash);
    uint32_t size = 64;
    while (size < 4 * count)
        size *= 2;
    languages->mask = size - 1;
    languages->slots = arena_array(arena, struct phrase_slot, size);
    for (size_t i = 0; i < count; i++) {
        const struct text_phrase *phrase = &languages->phrases.items[i];
        struct phrase_slot *slot = (struct phrase_slot *)language_word(languages, phrase->hashes[0]);
        if (!slot->count++)
            *slot = (struct phrase_slot){ .hash = phrase->hashes[0], .first = (uint32_t)i, .count = 1 };
        slot->classes |= (uint8_t)(1u << phrase->class);
        if (phrase->count == 1)
            slot->languages |= UINT64_C(1) << 8 * phrase->lang;
    }
}

bool languages_load(struct languages *ret, const char *folder, const struct fold *fold,
                    struct arena *arena, struct diag *diag)
{
    struct load load = { .languages = ret, .fold = fold, .arena = arena, .diag = diag };
    size_t errors = diag->errors;
    *ret = (struct languages){ 0 };
    each_row(&load, arena_printf(arena, "%s/languages.tsv", folder).s, language_row);
    for (size_t i = 0; i < ret->count; i++) {
        load.lang = (language)i;
        each_row(&load, arena_printf(arena, "%s/%.*s/text.tsv", folder, STR_ARG(ret->codes[i])).s,
                 phrase_row);
    }
    index_phrases(ret, arena);
    return diag->errors == errors;
}

static bool same_letter(char a, char lower)
{
    return a == lower || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == lower);
}

language language_of_code(const struct languages *languages, struct str code)
{
    for (size_t i = 0; i < languages->count; i++) {
        struct str ours = languages->codes[i];
        bool same = code.len >= ours.len &&
                    (code.len == ours.len || code.s[ours.len] == '-' || code.s[ours.len] == '_');
        for (size_t k = 0; same && k < ours.len; k++)
            same = same_letter(code.s[k], ours.s[k]);
        if (same)
            return (language)i;
    }
    return LANGUAGE_UNKNOWN;
}

struct str language_code(const struct languages *languages, language lang)
{
    return lang < languages->count ? languages->codes[lang] : STR("und");
}
