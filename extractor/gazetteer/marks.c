#include "gazetteer/reading.h"

/* Every sentence read from the left: its hits and its capitalised words become marks. */

static uint32_t read_word(struct reading *reading, uint32_t at)
{
    static reader *const readers[] = {
        read_organisation, read_club, read_tailed, read_head, read_behind_head, read_place_by_next,
        read_person,
    };
    uint32_t end = at + 1;
    if (reading->line.boilerplate || !is_capital(reading, at))
        return end;
#pragma GCC unroll 8
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        end = readers[i](reading, at);
        if (end > at)
            return end;
    }
    const struct hit *near = near_hit_at(reading, at);
    end = near ? at + near->words : at + 1;
    struct mark *mark = add_mark(reading, MARK_LOOSE, at, end, "");
    if (near)
        mark->hit = *near;
    return end;
}

/* "R. C. Stevens", "R.A. Stevens", but "C.T. Jacques Brunel": initials that would be a code. */
static uint32_t read_code(struct reading *reading, const struct hit *hit)
{
    if (!hit || hit->bits || hit->words != 2 || !is_initial(reading, hit->first) ||
        !is_initial(reading, hit->first + 1))
        return 0;
    uint32_t name = hit->first + 2;
    bool spaced = reading->finder->text->bytes.s[word_at(reading, name - 1)->start - 1] == ' ';
    bool surname = in_line(reading, name) && !begins_person(reading, name) &&
                   (spaced || is_known_surname(reading, name) ||
                    classes_at(reading, name) & CLASS_SURNAME);
    return surname ? read_initials(reading, hit->first) : 0;
}

/* By a hyphen or an apostrophe. */
static bool is_tied(const struct reading *reading, uint32_t at)
{
    return follows(reading, at) && word_at(reading, at)->flags & WORD_GLUED;
}

/* Behind the last word that is tied to the one at `at`, where small ones between make it one name. */
static uint32_t chain_end(struct reading *reading, uint32_t at)
{
    enum { NO_PART = CLASS_TITLE | CLASS_COMMON_CAPITAL | CLASS_ORGANISATION_HEAD };
    uint32_t end = at + 1;
    bool small = false;
    for (; is_tied(reading, end); end++)
        small |= !is_capital(reading, end);
    bool named = is_capital(reading, at) && is_capital(reading, end - 1) &&
                 !((classes_at(reading, at) | classes_at(reading, end - 1)) & NO_PART);
    return small && named && !reading->line.title_case ? end : at;
}

/* "Saint-Marcel-lès-Annonay" where the gazetteer has Saint-Marcel only, "La Roche-en-Rivois"; no
 * "Commander-in-Chief". */
static uint32_t read_chain(struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    bool article = is_capital(reading, at) && classes_at(reading, at) & CLASS_ARTICLE &&
                   is_spaced(reading, at + 1);
    uint32_t first = article ? at + 1 : at;
    if (!is_tied(reading, first + 1))
        return at;
    uint32_t end = chain_end(reading, first);
    if (end == first || (hit && hit->first + hit->words >= end))
        return at;
    add_mark(reading, MARK_PLACE, at, end, "names/chain");
    return end;
}

/* The head may stand before the gazetteer's name: "University of Rome". */
static uint32_t read_at(struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    uint32_t end = read_code(reading, hit);
    if (end <= at)
        end = read_chain(reading, at);
    if (end <= at)
        end = read_owned(reading, at);
    if (end > at)
        return end;
    return hit && !is_other_word(reading, hit) ? read_hit(reading, hit) : read_word(reading, at);
}

/* "i am in portland", "I am in portland": whoever writes so puts no capitals at all, but perhaps
 * for "I"; "A bull in china" begins as all sentences do. */
static bool is_in_small_letters(struct reading *reading)
{
    enum { BEGINS = CLASS_ARTICLE | CLASS_DETERMINER | CLASS_PLACE_PREPOSITION };
    for (uint32_t at = reading->line.first; at < reading->line.end; at++)
        if (is_capital(reading, at) &&
            (!is_one_letter(reading, at) || classes_at(reading, at) & BEGINS))
            return false;
    return true;
}

/* What the names at the hit's node may be without further evidence, whatever their capitals. */
static uint8_t bits_of(const struct index *index, const struct hit *hit)
{
    uint8_t bits = 0;
    for (uint32_t i = hit->node, end = index_end(index, i); i < end; i++)
        bits |= index_manner(index, i)->use == USE_YES ? index_manner(index, i)->bit : 0;
    return bits;
}

/* How large a place is that can be told by what leads to it: the less a preposition leads to other
 * things, the smaller. */
static uint32_t least_prior(struct reading *reading, uint32_t at)
{
    enum { LARGE_IN_SMALL_LETTERS = 300000 };
    if (finder_led_to(reading->finder, &reading->line, at, CLASS_LOCATIVE))
        return LARGE_IN_SMALL_LETTERS;
    return finder_led_to(reading->finder, &reading->line, at, CLASS_PLACE_PREPOSITION) ? LARGE_PLACE
                                                                                       : 0;
}

/* "portland" in such a sentence. */
static uint32_t read_small_town(struct reading *reading, uint32_t at)
{
    enum { MOST_WORDS = 2 };
    const struct index *index = reading->finder->index;
    uint32_t words[MOST_WORDS] = { at, at + 1 }, least = least_prior(reading, at);
    if (!least || is_ordinary(reading, at))
        return at + 1;
    for (uint32_t count = follows(reading, at + 1) ? MOST_WORDS : 1; count > 0; count--) {
        struct hit hit;
        if (!match_words(index, reading->finder->text, words, count, &hit))
            continue;
        hit.first = at;
        hit.words = count;
        hit.small = true;
        hit.bits = bits_of(index, &hit);
        if (hit.bits & HIT_PLACE && largest(reading, &hit) >= least)
            return add_hit(reading, MARK_PLACE, &hit);
    }
    return at + 1;
}

static void read_line(struct finder *finder, size_t number, const struct hit **hit)
{
    const struct hit *end = finder->hits.items + finder->hits.count;
    struct reading reading = { finder, finder->lines[number], *hit, end };
    bool small = is_in_small_letters(&reading);
    for (uint32_t at = reading.line.first; at < reading.line.end;) {
        bool plain = !is_capital(&reading, at) && !hit_at(&reading, at);
        at = plain ? small ? read_small_town(&reading, at) : at + 1 : read_at(&reading, at);
        while (reading.hit < end && reading.hit->first < at)
            reading.hit++;
    }
    *hit = reading.hit;
}

void marks_read(struct finder *finder)
{
    const struct hit *hit = finder->hits.items;
    for (size_t i = 0; i < finder->hits.count; i++)
        finder->notes[hit[i].first] |= BEGINS_HIT;
    for (size_t i = 0; i < finder->text->sentences.count; i++)
        read_line(finder, i, &hit);
}
