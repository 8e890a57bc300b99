#include "gazetteer/unlisted.h"

#include "base/utf8.h"
#include "gazetteer/lookup.h"
#include "gazetteer/match.h"
#include "gazetteer/names.h"
#include "text/words.h"

enum { MOST_WORDS = 6, MOST_LINKS = 2, LONGEST_ACRONYM = 6 };

enum {
    NO_END = CLASS_TITLE | CLASS_COMMON_CAPITAL | CLASS_MONTH_WEEKDAY,
    NO_BEGINNING = NO_END | CLASS_ARTICLE,
};

struct search {
    const struct index *index;
    const struct languages *languages;
    const struct text *text;
    const uint8_t *taken;
    language lang;
    uint32_t tag, start, end; /* of the sentence; words */
};

/* Words from `first` up to `end`. */
struct run {
    uint32_t first, end;
    bool titled; /* a title stands before it */
};

static const struct word *word_at(const struct search *search, uint32_t at)
{
    return &search->text->words.items[at];
}

static uint32_t classes_at(const struct search *search, uint32_t at)
{
    return index_classes(search->index, word_at(search, at)->hash, search->tag);
}

static bool is_free_capital(const struct search *search, uint32_t at)
{
    return word_at(search, at)->flags & WORD_CAPITAL && !search->taken[at];
}

static bool is_function_word(const struct search *search, uint32_t at)
{
    uint64_t languages = language_word(search->languages, word_at(search, at)->hash)->languages;
    return languages >> 8 * search->lang & 0xFF;
}

static bool is_joined(const struct search *search, uint32_t at)
{
    return at > search->start && at < search->end && match_joined(search->text, at);
}

/* Whether a word of the run is of the class. */
static bool has_class(const struct search *search, struct run run, uint32_t class)
{
    for (uint32_t i = run.first; i < run.end; i++)
        if (classes_at(search, i) & class)
            return true;
    return false;
}

/* ---- where a run ends ------------------------------------------------------------------------ */

/* Behind words that lead from one part of a name to the next: "von der", in the name of an
 * organisation also "of the". */
static uint32_t skip_links(const struct search *search, struct run run)
{
    uint32_t links = CLASS_PARTICLE, end = run.end;
    if (has_class(search, run, CLASS_ORGANISATION_HEAD))
        links |= CLASS_CONNECTING;
    while (end < run.end + MOST_LINKS && is_joined(search, end) &&
           !(word_at(search, end)->flags & WORD_CAPITAL) && classes_at(search, end) & links)
        end++;
    return end;
}

static struct run run_from(const struct search *search, uint32_t first)
{
    struct run run = { first, first + 1, false };
    for (;;) {
        uint32_t next = skip_links(search, run);
        if (!is_joined(search, next) || !is_free_capital(search, next))
            return run;
        run.end = next + 1;
    }
}

static bool may_begin(const struct search *search, uint32_t at)
{
    return is_free_capital(search, at) &&
           !word_is_single(search->text->bytes, word_at(search, at)) &&
           !(classes_at(search, at) & NO_BEGINNING) && !is_function_word(search, at);
}

/* Without what stands before or behind a name in capitals: "The", "President", "Monday". */
static struct run trimmed(const struct search *search, struct run run)
{
    while (run.first < run.end && !may_begin(search, run.first)) {
        run.titled = classes_at(search, run.first) & CLASS_TITLE;
        run.first++;
    }
    while (run.end > run.first && (!is_free_capital(search, run.end - 1) ||
                                   classes_at(search, run.end - 1) & NO_END))
        run.end--;
    return run;
}

/* ---- runs beside names that are known -------------------------------------------------------- */

static bool touches_before(const struct search *search, struct run run)
{
    return is_joined(search, run.first) && search->taken[run.first - 1] == TAKEN_BY_NAME;
}

static bool touches_behind(const struct search *search, struct run run)
{
    return is_joined(search, run.end) && search->taken[run.end] == TAKEN_BY_NAME;
}

/* "Baku Initiative Group": the place is a part of the organisation's name. Other neighbours in
 * capitals ("Western Armenia", "Armenian Army") make a run no name of its own. */
static bool settle_neighbours(const struct search *search, struct run *run)
{
    if (!touches_before(search, *run) && !touches_behind(search, *run))
        return true;
    if (!has_class(search, *run, CLASS_ORGANISATION_HEAD))
        return false;
    while (touches_before(search, *run))
        run->first--;
    while (touches_behind(search, *run))
        run->end++;
    return true;
}

/* ---- what it is ------------------------------------------------------------------------------ */

/* "XIV" is the number of a pope, a century, a chapter. */
static bool is_roman_number(const struct search *search, uint32_t at)
{
    struct str word = span_text(search->text->bytes, (struct span){ word_at(search, at)->start,
                                                                    word_at(search, at)->end });
    for (size_t i = 0; i < word.len; i++)
        if (!memchr("IVXLCDM", word.s[i], 7))
            return false;
    return true;
}

/* "CC0", "B2B": a licence, a standard, a model. */
static bool has_digit(const struct search *search, const struct word *word)
{
    const char *s = search->text->bytes.s;
    for (uint32_t at = word->start; at < word->end; at++)
        if (s[at] >= '0' && s[at] <= '9')
            return true;
    return false;
}

static bool is_acronym(const struct search *search, struct run run)
{
    const struct word *word = word_at(search, run.first);
    return run.end - run.first == 1 && word->flags & WORD_CAPITALS &&
           word->end - word->start <= LONGEST_ACRONYM && !has_digit(search, word);
}

static bool is_of_class(const struct search *search, uint32_t at, uint32_t class)
{
    return is_joined(search, at) && classes_at(search, at) & class;
}

static enum unlisted_type type_of(const struct search *search, struct run run)
{
    bool given = classes_at(search, run.first) & CLASS_GIVEN && run.end - run.first > 1;
    bool led = is_joined(search, run.first);
    if (is_acronym(search, run) || has_class(search, run, CLASS_ORGANISATION_HEAD))
        return UNLISTED_ORGANISATION;
    if (run.titled || given)
        return UNLISTED_PERSON;
    if (has_class(search, run, CLASS_PLACE_HEAD) ||
        (led && classes_at(search, run.first - 1) & (CLASS_LOCATIVE | CLASS_PLACE_HEAD)))
        return UNLISTED_PLACE;
    if ((led && classes_at(search, run.first - 1) & CLASS_TITLE) ||
        (is_of_class(search, run.end, CLASS_SAYING) &&
         !(word_at(search, run.end)->flags & WORD_CAPITAL)))
        return UNLISTED_PERSON;
    return UNLISTED_UNKNOWN;
}

/* Signs behind which words are written with a capital: quotes, colons, dashes, bullets. */
static bool is_opening(uint32_t c)
{
    static const uint32_t signs[] = { '\n', '"', ':', '*', '|', '#', 0xAB, 0xB7, 0x2013, 0x2014,
                                      0x2018, 0x201C, 0x201E, 0x2022 };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (c == signs[i])
            return true;
    return false;
}

static bool is_unproved(const struct search *search, uint32_t first)
{
    size_t at = word_at(search, first)->start;
    uint32_t c = '\n';
    if (word_at(search, first)->flags & WORD_FIRST)
        return true;
    while (at && ((c = utf8_previous(search->text->bytes, &at)) == ' ' || c == 0xA0))
        c = '\n';
    return is_opening(c);
}

/* ---- sentences ------------------------------------------------------------------------------- */

/* The second half of "de-Armenianisation", "ex-Jugoslavia". */
static bool is_half_of_word(const struct search *search, uint32_t at)
{
    const struct word *word = word_at(search, at);
    return word->flags & WORD_GLUED && at > search->start &&
           search->text->bytes.s[word->start - 1] == '-' &&
           !(word[-1].flags & (WORD_CAPITAL | WORD_DIGITS));
}

static bool is_wanted(const struct search *search, struct run run)
{
    uint32_t words = run.end - run.first;
    return words && words <= MOST_WORDS && !is_half_of_word(search, run.first) &&
           !(words == 1 && is_roman_number(search, run.first));
}

static void read_sentence(const struct search *search, uint32_t sentence, struct arena *arena,
                          struct unlisted *ret)
{
    for (uint32_t at = search->start; at < search->end; at++) {
        if (!is_free_capital(search, at))
            continue;
        struct run whole = run_from(search, at), run = trimmed(search, whole);
        at = whole.end - 1;
        if (!is_wanted(search, run) || !settle_neighbours(search, &run))
            continue;
        *array_push(&ret->items, arena) = (struct unlisted_name){
            .at = { word_at(search, run.first)->start, word_at(search, run.end - 1)->end },
            .type = type_of(search, run),
            .sentence = sentence,
            .unproved = is_unproved(search, run.first),
        };
    }
}

void unlisted_find(const struct index *index, const struct languages *languages,
                   const struct text *text, const uint8_t *taken, struct arena *arena,
                   struct unlisted *ret)
{
    for (uint32_t i = 0; i < text->sentences.count; i++) {
        const struct sentence *sentence = &text->sentences.items[i];
        const struct segment *segment = &text->segments.items[sentence->segment];
        if (segment->zone == ZONE_BOILERPLATE || segment->zone == ZONE_BYLINE ||
            segment->lang == LANGUAGE_UNKNOWN || sentence_is_shouted(text, sentence))
            continue;
        struct search search = {
            index, languages, text, taken, segment->lang,
            layout_tag(languages->codes[segment->lang]),
            sentence->first_word, sentence->first_word + sentence->words,
        };
        read_sentence(&search, i, arena, ret);
    }
}
