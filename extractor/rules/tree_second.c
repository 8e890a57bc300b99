#include "base/utf8.h"
#include "rules/tree_read.h"

/* What can follow the first word, number or symbol of a match: the first character behind it that is
 * no space. Rules begin at common things and are told apart by what comes next, so this alone tells
 * of most attempts that they are in vain.
 *
 * A pattern is followed with the phases that a match may be in as it takes in characters. */
enum {
    BEFORE = 1, /* its first character comes next */
    FIRST = 2,  /* in the first word or number */
    BEHIND = 4, /* behind it, with nothing or spaces in between */
};

struct follow {
    const struct plan *plan;
    enum start_kind kind;
    uint64_t second; /* what has been found */
};

static unsigned over_sequence(struct follow *follow, const struct step *step, unsigned phases);

/* Takes in a character that begins with one of `heads`; returns the phases then. */
static unsigned over_character(struct follow *follow, uint64_t heads, unsigned phases)
{
    uint64_t run = heads_of_start(follow->kind), space = head_of(' ');
    unsigned after = 0;
    if (phases & BEFORE && heads & run)
        after |= follow->kind == START_SYMBOL ? BEHIND : FIRST;
    if (phases & FIRST && heads & run)
        after |= FIRST;
    if (phases & FIRST)
        follow->second |= heads & ~run & ~space;
    if (phases & (FIRST | BEHIND) && heads & space)
        after |= BEHIND;
    if (phases & BEHIND)
        follow->second |= heads & ~space;
    return after;
}

static unsigned over_text(struct follow *follow, const struct step *step, unsigned phases)
{
    struct str text = { follow->plan->chars.items + step->at, step->count };
    for (size_t at = 0; at < text.len && phases;)
        phases = over_character(follow, heads_of_character(utf8_next(text, &at)), phases);
    return phases;
}

static unsigned over_trie(struct follow *follow, const struct step *step, unsigned phases)
{
    const struct trie *trie = follow->plan->tries.items[step->at];
    unsigned inside = phases & (BEFORE | FIRST);
    unsigned after = over_character(follow, trie_heads(trie), phases);
    if (!inside || !(after & FIRST))
        return after;
    follow->second |= follow->kind == START_WORD ? trie_second_heads(trie) : ALL_HEADS;
    return after;
}

static unsigned over_ways(struct follow *follow, const struct step *step, unsigned phases)
{
    const struct way *way = follow->plan->ways.items + step->at;
    unsigned after = 0;
    for (uint16_t i = 0; i < step->count; i++, way++)
        after |= over_sequence(follow, follow->plan->steps.items + way->step, phases);
    return after;
}

static unsigned over_once(struct follow *follow, const struct step *step, unsigned phases)
{
    if (step->kind == NODE_LETTERS)
        return over_character(follow, follow->plan->sets.items[step->at]->heads, phases);
    return over_ways(follow, step, phases);
}

/* After two rounds every phase has been reached that any number of them leads to. */
static unsigned over_repeated(struct follow *follow, const struct step *step, unsigned phases)
{
    enum { ENOUGH = 3 };
    unsigned after = step->least ? 0 : phases;
    for (unsigned count = 1; count <= step->most && count <= ENOUGH && phases; count++) {
        phases = over_once(follow, step, phases);
        if (count >= step->least || count == ENOUGH)
            after |= phases;
    }
    return after;
}

static unsigned over_step(struct follow *follow, const struct step *step, unsigned phases)
{
    switch (step->kind) {
    case NODE_TEXT:
        return over_text(follow, step, phases);
    case NODE_TRIE:
        return over_trie(follow, step, phases);
    case NODE_LETTERS:
    case NODE_REPEAT:
        return over_repeated(follow, step, phases);
    case NODE_CHOICE:
    case NODE_CAPTURE:
    case NODE_ATOMIC:
        return over_ways(follow, step, phases);
    case NODE_AGAIN:
        follow->second = ALL_HEADS;
        return 0;
    default:
        return phases;
    }
}

static unsigned over_sequence(struct follow *follow, const struct step *step, unsigned phases)
{
    for (; phases && step->kind != NODE_OUT; step++)
        phases = over_step(follow, step, phases);
    return phases;
}

uint64_t tree_second_heads(const struct plan *plan, uint32_t step, enum start_kind kind)
{
    struct follow follow = { .plan = plan, .kind = kind };
    if (over_sequence(&follow, plan->steps.items + step, BEFORE))
        return ALL_HEADS;
    return follow.second;
}
