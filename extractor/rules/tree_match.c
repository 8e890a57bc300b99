#include "base/letter.h"
#include "base/utf8.h"
#include "rules/tree.h"

/* Walks a tree with backtracking. go() matches a sequence from a step on and then all that comes
 * behind the groups it is in, which `rest` tells; it returns true when everything matched, and what
 * was captured then stays. When it returns false all captures are as they were. */

enum {
    MOST_STEPS = 200000,   /* some milliseconds */
    MOST_STACK = 384 << 10, /* bytes */
};

static const size_t NOWHERE = SIZE_MAX;

struct match {
    struct str text;
    const struct step *steps; /* those of the plan */
    const struct way *ways;
    const struct plan *plan;
    size_t *ends; /* of the slots; ends[0] is where the match begins */
    size_t end;
    uint32_t slots, steps_taken; /* MOST_STEPS: given up */
    const char *stack;     /* where it was when the match began */
};

/* What comes when a group's branch is through. */
struct rest {
    const struct step *group; /* NULL: nothing */
    const struct rest *up;
    uint32_t count;           /* of a repeat: how many times it is through then */
    size_t from;              /* where the branch began */
};

static bool go(struct match *m, const struct step *step, size_t at, const struct rest *rest);

/* ---- single characters ---------------------------------------------------------------------- */

/* What the text begins with at `at`. */
static inline uint64_t head_at(const struct match *m, size_t at)
{
    return head_of(at < m->text.len ? (unsigned char)m->text.s[at] : 0);
}

static size_t after_heads(const struct match *m, uint64_t heads, size_t at)
{
    while (at < m->text.len && heads & head_of((unsigned char)m->text.s[at]))
        at++;
    return at;
}

static bool in_ranges(const struct letters *letters, uint32_t c)
{
    for (size_t i = 0; i < letters->ranges.count; i++)
        if (c >= letters->ranges.items[i].first && c <= letters->ranges.items[i].last)
            return true;
    return false;
}

static bool has_other(const struct letters *letters, uint32_t c)
{
    if (c >= SYMBOL_BASE && c < SYMBOL_BASE + SYMBOL_COUNT * SYMBOL_INDEXES &&
        letters->symbols >> (c - SYMBOL_BASE) / SYMBOL_INDEXES & 1)
        return true;
    if (letters->kinds && letters->kinds & letter_kinds(c))
        return true;
    if (!letters->ranges.count)
        return false;
    return in_ranges(letters, c) || (letters->caseless && in_ranges(letters, letter_other_case(c)));
}

/* Behind the character at `at`, if the set has it; else NOWHERE. */
static inline size_t step_over(const struct match *m, const struct letters *letters, size_t at)
{
    if (at >= m->text.len)
        return NOWHERE;
    unsigned char byte = (unsigned char)m->text.s[at];
    if (byte < 128)
        return letters->ascii[byte / 64] >> (byte % 64) & 1 ? at + 1 : NOWHERE;
    uint32_t c = utf8_next(m->text, &at);
    return has_other(letters, c) != letters->negated ? at : NOWHERE;
}

static size_t step_back(const struct match *m, size_t at)
{
    do
        at--;
    while (utf8_is_tail(m->text.s[at]));
    return at;
}

static uint32_t lower(uint32_t c)
{
    return c < 128 ? (c >= 'A' && c <= 'Z' ? c | 32 : c) : letter_fold(c);
}

static size_t after_any_text(const struct match *m, struct str letters, bool caseless, size_t at)
{
    for (size_t i = 0; i < letters.len;) {
        if (at >= m->text.len)
            return NOWHERE;
        uint32_t c = utf8_next(m->text, &at), wanted = utf8_next(letters, &i);
        if (c != wanted && (!caseless || lower(c) != wanted))
            return NOWHERE;
    }
    return at;
}

/* Behind the step's letters (folded, if caseless) at `at`, or NOWHERE. */
static size_t after_text(const struct match *m, const struct step *step, size_t at)
{
    struct str letters = { m->plan->chars.items + step->at, step->count };
    size_t left = m->text.len - at;
    for (size_t i = 0; i < letters.len && i < left; i++) {
        unsigned char byte = (unsigned char)m->text.s[at + i], wanted = (unsigned char)letters.s[i];
        if (byte >= 128 || wanted >= 128)
            return after_any_text(m, str_slice(letters, i, letters.len), step->caseless, at + i);
        if (byte != wanted && (!step->caseless || lower(byte) != wanted))
            return NOWHERE;
    }
    return letters.len <= left ? at + letters.len : NOWHERE;
}

/* ---- edges ------------------------------------------------------------------------------------ */

static bool is_part_of_word(uint32_t c)
{
    if (c < 128)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter_kinds(c) & (KIND_LETTER | KIND_NUMBER);
}

static uint32_t before(const struct match *m, size_t at)
{
    return at ? utf8_previous(m->text, &at) : ' ';
}

static uint32_t behind(const struct match *m, size_t at)
{
    return at < m->text.len ? utf8_next(m->text, &at) : ' ';
}

static bool is_boundary(const struct match *m, size_t at)
{
    uint32_t left = before(m, at), right = behind(m, at);
    return (is_part_of_word(left) || left == '_') != (is_part_of_word(right) || right == '_');
}

static bool is_at_edge(const struct match *m, const struct step *step, size_t at)
{
    switch (step->kind) {
    case NODE_START:
        return at == 0;
    case NODE_END:
        return at == m->text.len;
    case NODE_BOUNDARY:
        return is_boundary(m, at);
    case NODE_NO_BOUNDARY:
        return !is_boundary(m, at);
    default:
        return !is_part_of_word(behind(m, at));
    }
}

/* A match never begins inside a word; with an open edge it may begin at what is no part of one. */
static bool may_start(const struct match *m, bool open, size_t at)
{
    return !is_part_of_word(before(m, at)) || (open && !is_part_of_word(behind(m, at)));
}

/* ---- captures ---------------------------------------------------------------------------------- */

struct captured {
    size_t ends[2 * MOST_SLOTS];
};

static void save(const struct match *m, struct captured *captured)
{
    memcpy(captured->ends, m->ends, 2 * m->slots * sizeof *m->ends);
}

static void restore(struct match *m, const struct captured *captured)
{
    memcpy(m->ends, captured->ends, 2 * m->slots * sizeof *m->ends);
}

/* Goes on behind a group that took in the text from `from` to `at`. */
static bool go_capturing(struct match *m, const struct step *group, size_t from, size_t at,
                         const struct rest *rest)
{
    if (!group->slot)
        return go(m, group + 1, at, rest);
    size_t *ends = m->ends + 2 * group->slot, old_start = ends[0], old_end = ends[1];
    ends[0] = from;
    ends[1] = at;
    if (go(m, group + 1, at, rest))
        return true;
    ends[0] = old_start;
    ends[1] = old_end;
    return false;
}

static bool keep(struct match *m, const struct step *step, size_t at, const struct rest *rest)
{
    size_t old = m->ends[0];
    m->ends[0] = at;
    if (go(m, step + 1, at, rest))
        return true;
    m->ends[0] = old;
    return false;
}

/* ---- groups ------------------------------------------------------------------------------------ */

/* False when what follows the step in its sequence cannot begin at `at`. */
static inline bool may_go_on(const struct match *m, const struct step *step, size_t at)
{
    return step[1].heads & head_at(m, at);
}

static bool try_branches(struct match *m, const struct step *group, size_t at,
                         const struct rest *rest, uint32_t count)
{
    struct rest inside = { group, rest, count, at };
    uint64_t head = head_at(m, at);
    const struct way *way = m->ways + group->at;
    for (uint16_t i = 0; i < group->count; i++, way++)
        if (way->heads & head && go(m, m->steps + way->step, at, &inside))
            return true;
    return false;
}

/* Only what is repeated goes deeper the longer the text is. */
static bool is_too_deep(struct match *m)
{
    if (m->stack - (const char *)__builtin_frame_address(0) < MOST_STACK)
        return false;
    m->steps_taken = MOST_STEPS;
    return true;
}

/* The repeat has been through `count` times. */
static bool repeat(struct match *m, const struct step *step, size_t at, const struct rest *rest,
                   uint32_t count)
{
    if (is_too_deep(m))
        return false;
    bool enough = count >= step->least && may_go_on(m, step, at);
    if (enough && step->greed == LAZY && go(m, step + 1, at, rest))
        return true;
    if (count < step->most && try_branches(m, step, at, rest, count + 1))
        return true;
    return enough && step->greed != LAZY && go(m, step + 1, at, rest);
}

/* What the ways match by themselves: where that ends, or NOWHERE. */
static size_t inside(struct match *m, const struct step *step, size_t at)
{
    static const struct rest nothing;
    uint64_t head = head_at(m, at);
    const struct way *way = m->ways + step->at;
    for (uint16_t i = 0; i < step->count; i++, way++)
        if (way->heads & head && go(m, m->steps + way->step, at, &nothing))
            return m->end;
    return NOWHERE;
}

static size_t back_by(const struct match *m, size_t at, int32_t characters)
{
    for (; characters && at != NOWHERE; characters--)
        at = at ? step_back(m, at) : NOWHERE;
    return at;
}

static uint64_t head_before(const struct match *m, size_t at)
{
    return head_of(at ? (unsigned char)m->text.s[at - 1] : 0);
}

/* What the text before `at` ends with, and where that is a space, what stands before it too. */
static uint64_t heads_before(const struct match *m, size_t at)
{
    uint64_t space = head_of(' '), heads = head_before(m, at);
    if (heads == space)
        while (head_before(m, at) == space)
            heads |= head_before(m, --at);
    return heads;
}

static bool is_behind(struct match *m, const struct step *step, size_t at)
{
    static const struct rest nothing;
    uint64_t last = heads_before(m, at);
    const struct way *way = m->ways + step->at;
    for (uint16_t i = 0; i < step->count; i++, way++) {
        size_t start = last & ~way->heads ? NOWHERE : back_by(m, at, way->length);
        if (start != NOWHERE && go(m, m->steps + way->step, start, &nothing))
            return true;
    }
    return false;
}

/* Where an atomic group or look-around lets the match go on, or NOWHERE. */
static size_t beyond(struct match *m, const struct step *step, size_t at)
{
    switch (step->kind) {
    case NODE_ATOMIC:
        return inside(m, step, at);
    case NODE_AHEAD:
        return inside(m, step, at) != NOWHERE ? at : NOWHERE;
    case NODE_NOT_AHEAD:
        return inside(m, step, at) == NOWHERE ? at : NOWHERE;
    case NODE_BEHIND:
        return is_behind(m, step, at) ? at : NOWHERE;
    default:
        return is_behind(m, step, at) ? NOWHERE : at;
    }
}

/* The same with captures inside, which are undone when what follows fails. */
static bool go_beyond(struct match *m, const struct step *step, size_t at, const struct rest *rest)
{
    struct captured old;
    save(m, &old);
    at = beyond(m, step, at);
    if (at != NOWHERE && step->kind != NODE_NOT_AHEAD && go(m, step + 1, at, rest))
        return true;
    restore(m, &old);
    return at != NOWHERE && step->kind == NODE_NOT_AHEAD && go(m, step + 1, at, rest);
}

/* The branch of a capture or repeat is through. */
static bool leave(struct match *m, size_t at, const struct rest *rest)
{
    const struct step *group = rest->group;
    if (group->kind != NODE_REPEAT)
        return go_capturing(m, group, rest->from, at, rest->up);
    if (at == rest->from && rest->count >= group->least && group->most == NO_MOST)
        return go(m, group + 1, at, rest->up); /* it would go on so for ever */
    return repeat(m, group, at, rest->up, rest->count);
}

/* ---- steps -------------------------------------------------------------------------------------- */

__attribute__((noinline)) /* its stack is not that of each step */
static bool go_trie(struct match *m, const struct step *step, size_t at, const struct rest *rest)
{
    size_t ends[MOST_ENDS];
    size_t count = trie_ends(m->plan->tries.items[step->at], m->text, at, step->caseless, ends);
    for (size_t i = 0; i < count; i++)
        if (may_go_on(m, step, ends[i]) && go_capturing(m, step, at, ends[i], rest))
            return true;
    return false;
}

/* A symbol that is captured. */
static bool go_symbol(struct match *m, const struct step *step, size_t at, const struct rest *rest)
{
    size_t end = step_over(m, m->plan->sets.items[step->at], at);
    return end != NOWHERE && may_go_on(m, step, end) && go_capturing(m, step, at, end, rest);
}

/* As few characters of the set as will do. */
static bool go_lazily(struct match *m, const struct step *step, size_t at, const struct rest *rest)
{
    const struct letters *letters = m->plan->sets.items[step->at];
    for (uint32_t count = 0; at != NOWHERE; count++) {
        if (count >= step->least && may_go_on(m, step, at) && go(m, step + 1, at, rest))
            return true;
        if (count == step->most)
            return false;
        at = step_over(m, letters, at);
    }
    return false;
}

/* As many characters of the set as there are; fewer, if what follows fails then. Where nothing is
 * left to be given back, sets *ret_at and returns false with what follows untried. */
static bool go_greedily(struct match *m, const struct step *step, const struct rest *rest,
                        size_t *ret_at)
{
    const struct letters *letters = m->plan->sets.items[step->at];
    uint32_t count = 0;
    size_t at = *ret_at;
    for (size_t next; count < step->most && (next = step_over(m, letters, at)) != NOWHERE; count++)
        at = next;
    *ret_at = NOWHERE;
    for (; count > step->least && step->greed == GREEDY; count--, at = step_back(m, at))
        if (may_go_on(m, step, at) && go(m, step + 1, at, rest))
            return true;
    if (count >= step->least)
        *ret_at = at;
    return false;
}

static size_t after_again(const struct match *m, const struct step *step, size_t at)
{
    size_t start = m->ends[2 * step->slot], end = m->ends[2 * step->slot + 1];
    if (start == NOWHERE)
        return NOWHERE;
    for (size_t i = start; i < end;)
        if (at >= m->text.len || lower(utf8_next(m->text, &at)) != lower(utf8_next(m->text, &i)))
            return NOWHERE;
    return at;
}

static bool go(struct match *m, const struct step *step, size_t at, const struct rest *rest)
{
    if (m->steps_taken == MOST_STEPS)
        return false;
    m->steps_taken++;
    for (; at != NOWHERE; step++) {
        if (!(step->heads & head_at(m, at)))
            return false;
        switch (step->kind) {
        case NODE_OUT:
            if (!rest->group)
                return m->end = at, true;
            if (rest->group->kind != NODE_CHOICE)
                return leave(m, at, rest);
            step = rest->group;
            rest = rest->up;
            break;
        case NODE_TEXT:
            at = after_text(m, step, at);
            break;
        case NODE_LETTERS:
            if (step->slot)
                return go_symbol(m, step, at, rest);
            if (step->greed == LAZY)
                return go_lazily(m, step, at, rest);
            if (go_greedily(m, step, rest, &at))
                return true;
            break;
        case NODE_TRIE:
            return go_trie(m, step, at, rest);
        case NODE_CHOICE:
        case NODE_CAPTURE:
            return try_branches(m, step, at, rest, 0);
        case NODE_REPEAT:
            return repeat(m, step, at, rest, 0);
        case NODE_KEEP:
            return keep(m, step, at, rest);
        case NODE_AGAIN:
            at = after_again(m, step, at);
            break;
        case NODE_ATOMIC:
        case NODE_AHEAD:
        case NODE_NOT_AHEAD:
        case NODE_BEHIND:
        case NODE_NOT_BEHIND:
            if (step->captures)
                return go_beyond(m, step, at, rest);
            at = beyond(m, step, at);
            break;
        default:
            at = is_at_edge(m, step, at) ? at : NOWHERE;
        }
    }
    return false;
}

/* False when what stands behind the word, number or symbol here cannot. */
static bool may_follow(const struct match *m, const struct tree *tree, uint64_t head, size_t at)
{
    for (unsigned kind = 0; kind < START_KINDS; kind++) {
        if (!(heads_of_start(kind) & head))
            continue;
        at = kind == START_SYMBOL ? at + 3 : after_heads(m, heads_of_start(kind), at);
        return tree->second[kind] & head_at(m, after_heads(m, head_of(' '), at));
    }
    return true;
}

/* Most attempts end here. */
static bool may_match(const struct tree *tree, struct str text, size_t at)
{
    struct match match = { .text = text };
    uint64_t head = head_at(&match, at);
    return tree->heads & head && may_follow(&match, tree, head, at) &&
           may_start(&match, tree->open, at);
}

enum tree_result tree_match(const struct tree *tree, struct str text, size_t at,
                            size_t ret_ends[2 * MOST_SLOTS])
{
    static const struct rest nothing;
    if (!may_match(tree, text, at))
        return TREE_NONE;
    struct match match = {
        .text = text, .plan = tree->plan, .steps = tree->plan->steps.items,
        .ways = tree->plan->ways.items, .ends = ret_ends, .slots = tree->slots,
        .stack = __builtin_frame_address(0),
    };
    for (uint32_t i = 0; i < 2 * tree->slots; i++)
        ret_ends[i] = NOWHERE;
    ret_ends[0] = at;
    bool matched = go(&match, match.steps + tree->step, at, &nothing);
    ret_ends[1] = match.end;
    if (match.steps_taken == MOST_STEPS)
        return TREE_UNDECIDED;
    return matched ? TREE_MATCH : TREE_NONE;
}
