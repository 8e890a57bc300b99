#include "base/letter.h"
#include "base/utf8.h"
#include "rules/trie.h"

struct edge {
    uint32_t letter, folded;
    uint32_t node; /* that it leads to */
};

struct branching {
    uint32_t at;    /* the first edge, in order of their folded letters, then of the letters */
    uint16_t count; /* of the edges */
    bool ends;      /* a surface ends here */
    bool tail;      /* it is the only one left: `at` and `count` tell what remains of it */
};

enum { PAIRS = 32 };

struct trie {
    uint64_t heads, second_heads;
    uint32_t pairs[PAIRS]; /* by the first byte, the second ones: mostly they tell enough */
    ARRAY(struct branching) nodes;
    ARRAY(struct edge) edges;
    ARRAY(char) tails;
};

static uint32_t character_at(struct str text, size_t at)
{
    return utf8_next(text, &at);
}

/* They are in order of their letters, so there is little to be moved. */
static void sort_by_folded(struct edge *edges, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k && edges[k - 1].folded > edges[k].folded; k--) {
            struct edge greater = edges[k - 1];
            edges[k - 1] = edges[k];
            edges[k] = greater;
        }
}

static size_t alike(const struct str *surfaces, size_t count, size_t depth)
{
    uint32_t letter = character_at(surfaces[0], depth);
    size_t same = 1;
    while (same < count && character_at(surfaces[same], depth) == letter)
        same++;
    return same;
}

static struct branching tail_of(struct trie *trie, struct str tail, struct arena *arena)
{
    struct branching node = { .at = (uint32_t)trie->tails.count, .count = (uint16_t)tail.len,
                              .ends = true, .tail = true };
    for (size_t i = 0; i < tail.len; i++)
        *array_push(&trie->tails, arena) = tail.s[i];
    return node;
}

/* The node of surfaces that are alike up to `depth`; its edges stand next to each other. */
static void fill(struct trie *trie, uint32_t node, const struct str *surfaces, size_t count,
                 size_t depth, struct arena *arena)
{
    struct branching here = { .at = (uint32_t)trie->edges.count, .ends = surfaces[0].len == depth };
    if (count == 1 && depth) {
        trie->nodes.items[node] = tail_of(trie, str_slice(surfaces[0], depth, surfaces[0].len),
                                          arena);
        return;
    }
    for (size_t i = here.ends; i < count; i += alike(surfaces + i, count - i, depth)) {
        uint32_t letter = character_at(surfaces[i], depth);
        *array_push(&trie->edges, arena) = (struct edge){ letter, letter_fold(letter), 0 };
        here.count++;
    }
    trie->nodes.items[node] = here;
    for (size_t i = here.ends, edge = here.at, same; i < count; i += same, edge++) {
        size_t deeper = depth;
        utf8_next(surfaces[i], &deeper);
        same = alike(surfaces + i, count - i, depth);
        uint32_t next = (uint32_t)trie->nodes.count;
        *array_push(&trie->nodes, arena) = (struct branching){ 0 };
        trie->edges.items[edge].node = next;
        fill(trie, next, surfaces + i, same, deeper, arena);
    }
    sort_by_folded(trie->edges.items + here.at, here.count);
}

/* The same for both cases of a letter. */
static unsigned pair_index(char byte)
{
    return (unsigned char)byte % PAIRS;
}

static void add_pair(struct trie *trie, struct str surface)
{
    unsigned char second = surface.len > 1 ? (unsigned char)surface.s[1] : 128;
    trie->pairs[pair_index(surface.s[0])] |=
        second >= 128 ? UINT32_MAX : 1u << pair_index((char)second);
}

/* False when no surface begins with the two bytes at `at`. Outside ASCII cases are not so easily
 * told. */
static bool may_have(const struct trie *trie, struct str text, size_t at)
{
    if (at + 1 >= text.len || (text.s[at] | text.s[at + 1]) & 0x80)
        return true;
    return trie->pairs[pair_index(text.s[at])] >> pair_index(text.s[at + 1]) & 1;
}

static size_t over_heads(struct str surface, uint64_t heads, size_t at)
{
    for (size_t next = at; at < surface.len; at = next)
        if (!(heads_of_character(utf8_next(surface, &next)) & heads))
            break;
    return at;
}

static uint64_t second_heads(struct str surface)
{
    size_t at = over_heads(surface, heads_of_start(START_WORD), 0);
    at = over_heads(surface, head_of(' '), at);
    return at < surface.len ? heads_of_character(character_at(surface, at)) : 0;
}

struct trie *trie_make(const struct str *surfaces, size_t count, struct arena *arena)
{
    struct trie *trie = arena_new(arena, struct trie);
    *array_push(&trie->nodes, arena) = (struct branching){ 0 };
    if (count)
        fill(trie, 0, surfaces, count, 0, arena);
    for (uint32_t i = 0; i < trie->nodes.items[0].count; i++)
        trie->heads |= heads_of_character(trie->edges.items[i].letter);
    for (size_t i = 0; i < count; i++)
        trie->second_heads |= second_heads(surfaces[i]), add_pair(trie, surfaces[i]);
    return trie;
}

uint64_t trie_heads(const struct trie *trie)
{
    return trie->heads;
}

uint64_t trie_second_heads(const struct trie *trie)
{
    return trie->second_heads;
}

struct search {
    const struct trie *trie;
    struct str text;
    bool caseless;
    size_t *ends, count;
};

static uint32_t lower(uint32_t c)
{
    return c < 128 ? (c >= 'A' && c <= 'Z' ? c | 32 : c) : letter_fold(c);
}

static bool is_same(const struct search *search, uint32_t letter, uint32_t c)
{
    return letter == c || (search->caseless && lower(letter) == lower(c));
}

static size_t over_spaces(const struct search *search, uint32_t before, size_t at)
{
    while (before == ' ' && at < search->text.len && search->text.s[at] == ' ')
        at++;
    return at;
}

/* Adds where the tail ends, if it stands here. */
static void look_for_tail(struct search *search, struct str tail, size_t at)
{
    for (size_t i = 0; i < tail.len;) {
        if (at >= search->text.len)
            return;
        uint32_t c = utf8_next(search->text, &at);
        if (!is_same(search, utf8_next(tail, &i), c))
            return;
        at = over_spaces(search, c, at);
    }
    if (search->count < MOST_ENDS)
        search->ends[search->count++] = at;
}

/* The first of the node's edges whose letter folds so, or would stand there. */
static const struct edge *first_edge(const struct search *search, const struct branching *node,
                                     uint32_t folded)
{
    const struct edge *edges = search->trie->edges.items + node->at;
    size_t low = 0, high = node->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (edges[middle].folded < folded)
            low = middle + 1;
        else
            high = middle;
    }
    return edges + low;
}

static void look(struct search *search, uint32_t node, size_t at)
{
    const struct branching *here = &search->trie->nodes.items[node];
    if (here->tail)
        return look_for_tail(search, (struct str){ search->trie->tails.items + here->at,
                                                   here->count }, at);
    size_t next = at;
    uint32_t c = at < search->text.len ? utf8_next(search->text, &next) : 0, folded = lower(c);
    next = over_spaces(search, c, next);
    const struct edge *end = search->trie->edges.items + here->at + here->count;
    for (const struct edge *edge = first_edge(search, here, folded);
         edge < end && edge->folded == folded; edge++)
        if (search->caseless || edge->letter == c)
            look(search, edge->node, next);
    if (here->ends && search->count < MOST_ENDS)
        search->ends[search->count++] = at;
}

size_t trie_ends(const struct trie *trie, struct str text, size_t at, bool caseless,
                 size_t ret[MOST_ENDS])
{
    struct search search = { trie, text, caseless, ret, 0 };
    if (at < text.len && trie->heads & head_of((unsigned char)text.s[at]) &&
        may_have(trie, text, at))
        look(&search, 0, at);
    return search.count;
}
