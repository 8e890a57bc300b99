#include "base/utf8.h"
#include "gazetteer/reading.h"

/* What stands at a word of the sentence. */

enum { SHORTEST_SURNAME = 2 };

static const struct hit *any_hit_at(const struct reading *reading, uint32_t at)
{
    if (!(reading->finder->notes[at] & BEGINS_HIT))
        return NULL;
    for (const struct hit *hit = reading->hit; hit < reading->hits_end && hit->first <= at; hit++)
        if (hit->first == at)
            return hit;
    return NULL;
}

const struct hit *hit_at(const struct reading *reading, uint32_t at)
{
    const struct hit *hit = any_hit_at(reading, at);
    return hit && hit->by_sound != SOUND_NEAR ? hit : NULL;
}

const struct hit *near_hit_at(const struct reading *reading, uint32_t at)
{
    const struct hit *hit = any_hit_at(reading, at);
    return hit && hit->by_sound == SOUND_NEAR ? hit : NULL;
}

bool is_one_letter(const struct reading *reading, uint32_t at)
{
    const struct word *word = word_at(reading, at);
    struct str text = reading->finder->text->bytes;
    size_t end = word->start;
    if (word->end - word->start > 4 || !is_capital(reading, at))
        return false;
    utf8_next(text, &end);
    return end == word->end;
}

bool is_initial(const struct reading *reading, uint32_t at)
{
    struct str text = reading->finder->text->bytes;
    uint32_t end = word_at(reading, at)->end;
    return is_one_letter(reading, at) && end < text.len && text.s[end] == '.';
}

/* The first part of "D'Alema", "O'Brien". */
bool is_elided(struct reading *reading, uint32_t at)
{
    return is_one_letter(reading, at) && follows(reading, at + 1) && is_capital(reading, at + 1) &&
           word_at(reading, at + 1)->flags & WORD_GLUED && !is_initial(reading, at);
}

bool is_raised_demonym(const struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    return hit && hit->words == 1 && is_capital(reading, at) && hit->bits == HIT_DEMONYM &&
           !(index_manner(reading->finder->index, hit->node)->capital & 1);
}

/* A capitalised word that can be part of a person's name. */
bool is_name_word(struct reading *reading, uint32_t at)
{
    if (!is_capital(reading, at) || is_one_letter(reading, at))
        return false;
    const struct hit *hit = hit_at(reading, at);
    if (hit && !(hit->bits & HIT_PERSON) &&
        (hit->words > 1 || hit->bits & (HIT_DEMONYM | HIT_ORGANISATION)) &&
        !(is_raised_demonym(reading, at) && classes_at(reading, at) & CLASS_GIVEN))
        return false;
    return !(classes_at(reading, at) & NO_SURNAME);
}

bool is_known_place(const struct reading *reading, uint32_t at)
{
    const struct hit *hit = hit_at(reading, at);
    return hit && hit->bits & HIT_PLACE && !(hit->bits & HIT_PERSON);
}

bool is_unknown(struct reading *reading, uint32_t at)
{
    return is_name_word(reading, at) && !hit_at(reading, at) && !is_ordinary(reading, at) &&
           letters(reading, at) >= SHORTEST_SURNAME;
}

bool is_known_surname(const struct reading *reading, uint32_t at)
{
    uint32_t count;
    index_surnames(reading->finder->index, word_at(reading, at)->hash, &count);
    return count;
}

/* Whether only a space stands before the word: a hyphen or bracket divides more than it joins. */
bool is_spaced(const struct reading *reading, uint32_t at)
{
    return follows(reading, at) && !(word_at(reading, at)->flags & WORD_GLUED) &&
           word_at(reading, at - 1)->end + 1 == word_at(reading, at)->start;
}

bool is_hyphened(const struct reading *reading, uint32_t at)
{
    return in_line(reading, at) && at > reading->line.first &&
           word_at(reading, at)->flags & WORD_GLUED &&
           reading->finder->text->bytes.s[word_at(reading, at)->start - 1] == '-';
}

/* A given name whose capital says something. */
bool is_given(struct reading *reading, uint32_t at)
{
    uint32_t classes = classes_at(reading, at);
    bool first = word_at(reading, at)->flags & WORD_FIRST || reading->line.title_case;
    return classes & CLASS_GIVEN && !(classes & CLASS_COMMON_CAPITAL && first);
}

/* "il Wanda Metropolitano" is none either. */
bool has_article(struct reading *reading, uint32_t at)
{
    return follows(reading, at) && classes_at(reading, at - 1) & CLASS_ARTICLE;
}

uint32_t largest(const struct reading *reading, const struct hit *hit)
{
    return match_prior(reading->finder->index, hit);
}

bool is_large(const struct reading *reading, const struct hit *hit)
{
    return largest(reading, hit) >= LARGE_PLACE;
}

bool is_settlement(const struct index *index, const struct hit *hit)
{
    for (uint32_t i = hit->node, end = index_end(index, i); i < end; i++)
        if (!index_sort(index, index_entity(index, i))->settlement)
            return false;
    return true;
}

struct mark *add_mark(struct reading *reading, enum mark_type type, uint32_t first, uint32_t end,
                      const char *rule)
{
    struct mark *mark = array_push(&reading->finder->marks, reading->finder->arena);
    *mark = (struct mark){
        .first = first, .words = end - first, .type = type, .rule = str_of(rule),
        .person = NO_INDEX, .entity = NO_INDEX, .runner_up = NO_INDEX,
    };
    return mark;
}

uint32_t add_hit(struct reading *reading, enum mark_type type, const struct hit *hit)
{
    const char *rule = hit->by_sound ? "names/press-key" : "gazetteer";
    struct mark *mark = add_mark(reading, type, hit->first, hit->first + hit->words, rule);
    mark->hit = *hit;
    if (hit->by_sound)
        mark->kind = STR("press");
    mark->needs_support = type != MARK_DEMONYM && !(hit->bits & (1u << type));
    return hit->first + hit->words;
}

/* "MS", "AD" are abbreviations of other things unless the name is in capitals as well. */
bool is_titled(struct reading *reading, uint32_t at)
{
    return follows(reading, at) && classes_at(reading, at - 1) & CLASS_TITLE &&
           (!is_in_capitals(reading, at - 1) || is_in_capitals(reading, at));
}

/* Words that lead from one part of the name to the next: "de", "von der", "al". */
uint32_t skip_particles(struct reading *reading, uint32_t at)
{
    uint32_t end = at;
    while (end < at + 3 && follows(reading, end) && !is_capital(reading, end) &&
           classes_at(reading, end) & CLASS_PARTICLE)
        end++;
    return end;
}
