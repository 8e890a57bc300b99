#include "resolve/near.h"

/* How near a day, a place or a voice stands to a claim in its sentence. */

enum {
    A_COMMA = 30,      /* bytes that each comma between adds to a distance: another clause */
    A_SEMICOLON = 400, /* … and a semicolon: nearly another sentence */
    A_BRACKET = 150,   /* … and the end of the brackets that one of them stands in */
    A_CLAUSE = 60,     /* most bytes between a day or place and the claim of its own clause */
};

/* How many brackets end in the text that did not begin in it. */
static uint32_t brackets_left(struct str text)
{
    uint32_t open = 0, left = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.s[i] == '(')
            open++;
        else if (text.s[i] == ')' && open)
            open--;
        else if (text.s[i] == ')')
            left++;
    }
    return left;
}

size_t first_name_from(const struct record *record, uint32_t start)
{
    size_t low = 0, high = record->names.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (record->names.items[middle].at.start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

uint32_t apart(const struct resolve *resolve, struct span a, struct span b)
{
    struct span between = a.end <= b.start ? (struct span){ a.end, b.start }
                                           : (struct span){ b.end, a.start };
    if (between.end <= between.start)
        return 0;
    struct str text = span_text(resolve->article->text, between);
    uint32_t distance = span_length(between) + A_BRACKET * brackets_left(text);
    for (size_t i = 0; i < text.len; i++)
        distance += text.s[i] == ',' ? A_COMMA : text.s[i] == ';' ? A_SEMICOLON : 0;
    return distance;
}

bool has_sign(const struct resolve *resolve, uint32_t start, uint32_t end, const char *signs)
{
    for (uint32_t i = start; i < end; i++)
        if (memchr(signs, resolve->article->text.s[i], strlen(signs)))
            return true;
    return false;
}

/* "A hundred were feared dead, by 18 October 366 were": a day or place behind a comma, in the clause
 * of the next claim, is that claim's. */
static bool is_of_next(const struct resolve *resolve, struct span at, const struct casualty *claim)
{
    const struct record *record = resolve->record;
    const struct casualty *end = record->casualties.items + record->casualties.count;
    const struct casualty *next = claim + 1;
    if (at.start < claim->at.end || !has_sign(resolve, claim->at.end, at.start, ",;."))
        return false;
    while (next < end && next->amount.start < at.end)
        next++;
    return next < end && next->part_of == NO_INDEX &&
           next->amount.start - at.end < A_CLAUSE &&
           !has_sign(resolve, at.end, next->amount.start, ",;.");
}

bool counts_behind(const struct resolve *resolve, uint32_t sentence, uint32_t from)
{
    const struct record *record = resolve->record;
    uint32_t end = resolve->text->sentences.items[sentence].at.end;
    for (uint32_t i = 0; i < record->casualties.count; i++) {
        const struct casualty *claim = &record->casualties.items[i];
        if (claim->part_of == NO_INDEX && claim->amount.start >= from && claim->amount.start < end)
            return true;
    }
    return false;
}

bool opens_between(const struct resolve *resolve, uint32_t sentence, struct span before,
                   struct span behind)
{
    const uint32_t *context = resolve->first_context + sentence;
    for (uint32_t i = context[0]; i < context[1]; i++) {
        const struct mark *mark = &resolve->marks->context.items[i];
        if (is_of_kind(mark, RULE_SCENE) && rule_attribute(mark->rule, "opens").len &&
            mark->at.start >= before.end && mark->at.end <= behind.start)
            return true;
    }
    return false;
}

/* "27 died, and in 2012 a gas leak in Goris hurt five": the day and place of the clause that opens
 * are those of the claims behind. */
static bool is_of_opened(const struct resolve *resolve, uint32_t sentence, struct span at,
                         const struct casualty *claim)
{
    return opens_between(resolve, sentence, claim->at, at) &&
           counts_behind(resolve, sentence, at.end);
}

bool has_claim_between(const struct resolve *resolve, struct span at,
                       const struct casualty *claim)
{
    const struct record *record = resolve->record;
    const struct casualty *end = record->casualties.items + record->casualties.count;
    for (const struct casualty *next = claim + 1; next < end && next->at.end <= at.start; next++)
        if (next->part_of == NO_INDEX && next->amount.start >= claim->at.end)
            return true;
    return false;
}

/* "Four were arrested; three were still held on Monday": what stands behind a semicolon is of there. */
static bool is_of_later_clause(const struct resolve *resolve, struct span at,
                               const struct casualty *claim)
{
    return has_sign(resolve, claim->at.end, at.start, ";");
}

bool is_of_other_clause(const struct resolve *resolve, uint32_t sentence, struct span at,
                        const struct casualty *claim)
{
    return is_of_next(resolve, at, claim) || is_of_later_clause(resolve, at, claim) ||
           is_of_opened(resolve, sentence, at, claim);
}
