#include <errno.h>
#include <libexttextcat/textcat.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "text/parts.h"

/* A paragraph's language is told by its function words (and by the words of captions and page
 * furniture). Short paragraphs that tell nothing take the body's; long ones
 * are given to libexttextcat (0.3 ms a call: opened on first need). */

enum {
    LONG_WORD = 4,     /* bytes of a word whose ending tells anything */
    FEW_WORDS = 3,     /* fewer tell no language: a signature, a page number */
    LONG_ENOUGH = 120, /* bytes for libexttextcat to be of use */
    RARELY = 14,       /* a language has at least one function word in so many words */
    SPARSELY = 4,      /* … and one in so many that are no names; kindred ones have fewer */
    ENOUGH = 8192,     /* … and as many as it needs: more take it the square of their number */
    LARGEST_LIST = 1 << 20, /* of models, in bytes */
};

struct score {
    uint32_t words[MOST_LANGUAGES], all;
};

static void add_words(struct score *score, const struct paragraph *paragraph)
{
    for (int i = 0; i < MOST_LANGUAGES; i++)
        score->words[i] += paragraph->known[i];
    score->all += paragraph->words;
}

static language best_of(const struct score *score, size_t languages, bool *ret_clear)
{
    language best = 0;
    uint32_t second = 0;
    for (language i = 1; i < languages; i++)
        if (score->words[i] > score->words[best])
            best = i;
    for (language i = 0; i < languages; i++)
        if (i != best && score->words[i] > second)
            second = score->words[i];
    uint32_t found = score->words[best];
    *ret_clear = (found >= 2 || (found == 1 && second == 0)) && found * 2 > second * 3 &&
                 found * RARELY >= score->all;
    return best;
}

/* A short text has one "la" and one "il": a function word of a language counts for two words that
 * end as its words do. */
static void add_endings(struct score *score, const struct text *text,
                        const struct languages *languages)
{
    for (int i = 0; i < MOST_LANGUAGES; i++)
        score->words[i] *= 2;
    for (size_t i = 0; i < text->words.count; i++) {
        const struct word *at = &text->words.items[i];
        struct str word = str_slice(text->bytes, at->start, at->end);
        bool tells = word.len >= LONG_WORD && !(at->flags & WORD_CAPITAL); /* names are of any */
        for (size_t k = 0; tells && k < languages->endings.count; k++)
            score->words[languages->endings.items[k].lang] +=
                str_ends(word, languages->endings.items[k].letters);
    }
}

/* One a thread, closed when the thread ends. */
static pthread_key_t textcat_key;
static pthread_once_t textcat_once = PTHREAD_ONCE_INIT;

static void make_textcat_key(void)
{
    pthread_key_create(&textcat_key, textcat_Done);
}

/* "it.lm  it--utf8", or a comment. */
static void check_model(struct diag *diag, struct arena *arena, struct str line)
{
    line = str_trim(line);
    size_t end = 0;
    while (end < line.len && !memchr(" \t#", line.s[end], 3))
        end++;
    if (!end)
        return;
    struct str path = arena_printf(arena, NEWSGAZ_TEXTCAT "/%.*s", (int)end, line.s);
    if (access(path.s, R_OK) != 0)
        diag_add(diag, SEVERITY_ERROR, 1, (struct place_in_file){ .file = path }, NULL,
                 "cannot read the file, a model of libexttextcat: %s", strerror(errno));
}

bool language_models_check(struct diag *diag)
{
    static const char list[] = NEWSGAZ_TEXTCAT "/fpdb.conf";
    struct buffer contents = { 0 };
    struct arena arena = { 0 };
    size_t errors = diag->errors;
    int error = file_read(list, LARGEST_LIST, &contents);
    if (error)
        diag_add(diag, SEVERITY_ERROR, 1, (struct place_in_file){ .file = str_of(list) }, NULL,
                 "cannot read the file, the models of libexttextcat: %s", strerror(error));
    for (struct str rest = buffer_str(&contents); rest.len;)
        check_model(diag, &arena, str_split(&rest, '\n'));
    buffer_free(&contents);
    arena_free(&arena);
    return diag->errors == errors;
}

/* The library takes a model that it could not read to its end for a whole one, and does not tell:
 * but a call that failed leaves its mark in errno. */
static void *open_textcat(void)
{
    pthread_once(&textcat_once, make_textcat_key);
    void *textcat = pthread_getspecific(textcat_key);
    if (textcat)
        return textcat;
    errno = 0;
    textcat = special_textcat_Init(NEWSGAZ_TEXTCAT "/fpdb.conf", NEWSGAZ_TEXTCAT "/");
    if (textcat && errno) {
        textcat_Done(textcat);
        return NULL;
    }
    pthread_setspecific(textcat_key, textcat);
    return textcat;
}

/* How many bytes of a text tell its language; none is cut through a letter. */
static size_t enough_of(struct str text)
{
    return text.len > ENOUGH ? utf8_valid(str_slice(text, 0, ENOUGH)) : text.len;
}

/* False where the library cannot tell; a language that is none of ours is LANGUAGE_UNKNOWN. */
static bool ask_textcat(const struct languages *languages, struct text *from, struct str text,
                        language *ret)
{
    *ret = LANGUAGE_UNKNOWN;
    void *textcat = open_textcat();
    if (!textcat) {
        from->undecided = true;
        return false;
    }
    /* "[en--utf8][fr--utf8]", best first; "SHORT" or "UNKNOWN" otherwise */
    const char *answer = textcat_Classify(textcat, text.s, enough_of(text));
    if (!answer || answer[0] != '[')
        return false;
    *ret = language_of_code(languages, (struct str){ answer + 1, 2 });
    return true;
}

/* Names and figures are of no language: a list of them is sparse in any. */
static uint32_t words_in_small(const struct text *text, uint32_t first, uint32_t count)
{
    const struct word *word = text->words.items + first;
    uint32_t small = 0;
    for (const struct word *end = word + count; word < end; word++)
        small += !(word->flags & (WORD_CAPITAL | WORD_DIGITS));
    return small;
}

static bool is_sparse(const struct score *score, language best, const struct text *text,
                      uint32_t first, uint32_t count)
{
    return score->words[best] * SPARSELY < score->all &&
           score->words[best] * SPARSELY < words_in_small(text, first, count);
}

/* LANGUAGE_UNKNOWN here means: of another language; `fallback`: nothing tells. */
static language decide(struct text *text, const struct languages *languages,
                       const struct paragraph *paragraph, language fallback)
{
    struct score score = { 0 };
    bool clear;
    add_words(&score, paragraph);
    language best = best_of(&score, languages->count, &clear);
    bool by_chance = score.words[best] == 1 && fallback != LANGUAGE_UNKNOWN; /* "5:00 a.m. ET" */
    if (clear && paragraph->words >= FEW_WORDS && !by_chance &&
        !(fallback == LANGUAGE_UNKNOWN &&
          is_sparse(&score, best, text, paragraph->first_word, paragraph->words)))
        return best;
    if (score.words[best] * RARELY >= score.all || span_length(paragraph->at) < LONG_ENOUGH)
        return fallback;
    ask_textcat(languages, text, span_text(text->bytes, paragraph->at), &best);
    return best;
}

static language of_whole(struct text *text, const struct languages *languages,
                         const struct paragraphs *paragraphs)
{
    struct score score = { 0 };
    bool clear;
    for (size_t i = 0; i < paragraphs->count; i++)
        if (paragraphs->items[i].zone != ZONE_BOILERPLATE)
            add_words(&score, &paragraphs->items[i]);
    language best = best_of(&score, languages->count, &clear);
    if (clear && !is_sparse(&score, best, text, 0, (uint32_t)text->words.count))
        return best;
    language told;
    if (text->bytes.len >= LONG_ENOUGH && ask_textcat(languages, text, text->bytes, &told))
        return told;
    bool known = score.words[best] && score.words[best] * RARELY >= score.all;
    add_endings(&score, text, languages);
    best = best_of(&score, languages->count, &clear);
    return known || (clear && score.words[best] > 1) ? best : LANGUAGE_UNKNOWN;
}

language languages_decide(struct text *text, const struct languages *languages,
                          language declared, struct paragraphs *paragraphs)
{
    language body = declared != LANGUAGE_UNKNOWN ? declared : of_whole(text, languages, paragraphs);
    for (size_t i = 0; i < paragraphs->count; i++) {
        struct paragraph *p = &paragraphs->items[i];
        bool alone = paragraphs->count == 1 && declared != LANGUAGE_UNKNOWN;
        p->lang = alone ? declared : decide(text, languages, p, body);
    }
    return body;
}
