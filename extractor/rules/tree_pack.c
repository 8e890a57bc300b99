#include "rules/tree_read.h"

/* Makes the steps and ways of a plan from what has been read. */

static uint32_t pack_trie(struct trees *trees, const struct trie *trie)
{
    *array_push(&trees->plan->tries, trees->arena) = trie;
    return (uint32_t)trees->plan->tries.count - 1;
}

static uint32_t pack_text(struct trees *trees, struct str text)
{
    uint32_t at = (uint32_t)trees->plan->chars.count;
    for (size_t i = 0; i < text.len; i++)
        *array_push(&trees->plan->chars, trees->arena) = text.s[i];
    return at;
}

static struct way pack_way(struct trees *trees, const struct branch *branch, bool behind)
{
    uint64_t heads = branch->empty ? ALL_HEADS : branch->takes;
    return (struct way){ .heads = behind ? branch->lasts : heads, .length = branch->length,
                         .step = pack_sequence(trees, branch->first) };
}

static uint16_t count_branches(const struct branch *branch)
{
    uint16_t count = 0;
    for (; branch; branch = branch->next)
        count++;
    return count;
}

/* A group is packed once, however many patterns have the fragment that it is in. */
static uint32_t pack_ways(struct trees *trees, struct branch *branches, bool behind)
{
    if (!branches || branches->way)
        return branches ? branches->way - 1 : 0;
    uint16_t count = count_branches(branches);
    struct way *ways = arena_array(&trees->scratch, struct way, count);
    const struct branch *branch = branches;
    for (uint16_t i = 0; i < count; i++, branch = branch->next)
        ways[i] = pack_way(trees, branch, behind);
    for (uint16_t i = 0; i < count; i++)
        *array_push(&trees->plan->ways, trees->arena) = ways[i];
    branches->way = (uint32_t)trees->plan->ways.count - count + 1;
    return branches->way - 1;
}

static void pack_content(struct trees *trees, const struct node *node, struct step *step)
{
    switch (node->kind) {
    case NODE_TEXT:
        step->at = pack_text(trees, node->text);
        step->count = (uint16_t)node->text.len;
        break;
    case NODE_LETTERS:
        step->at = node->letters->number;
        break;
    case NODE_TRIE:
        step->at = pack_trie(trees, node->trie);
        break;
    default:
        if (node->kind < NODE_CHOICE || node->kind > NODE_NOT_BEHIND)
            break;
        step->at = pack_ways(trees, (struct branch *)node->branches,
                             node->kind == NODE_BEHIND || node->kind == NODE_NOT_BEHIND);
        step->count = count_branches(node->branches);
    }
}

static struct step pack_node(struct trees *trees, const struct node *node)
{
    struct step step = {
        .heads = node->heads, .kind = node->kind, .greed = node->greed, .caseless = node->caseless,
        .captures = node->captures, .slot = node->slot, .least = node->least, .most = node->most,
    };
    pack_content(trees, node, &step);
    return step;
}

uint32_t pack_sequence(struct trees *trees, const struct node *first)
{
    size_t count = 0;
    for (const struct node *node = first; node; node = node->next)
        count++;
    struct step *steps = arena_array(&trees->scratch, struct step, count + 1);
    for (size_t i = 0; i < count; i++, first = first->next)
        steps[i] = pack_node(trees, first);
    steps[count] = (struct step){ .heads = ALL_HEADS, .kind = NODE_OUT };
    for (size_t i = 0; i <= count; i++)
        *array_push(&trees->plan->steps, trees->arena) = steps[i];
    return (uint32_t)(trees->plan->steps.count - count - 1);
}
