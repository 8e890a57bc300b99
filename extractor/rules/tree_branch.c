#include <stdlib.h>

#include "base/utf8.h"
#include "rules/tree_read.h"

/* Makes branches of nodes: joins what is matched quicker as one, and works out what a branch may
 * begin and end with, how long it is, and whether it captures. */

/* Adds what the node itself may begin with; returns whether it may take in nothing. */
static bool add_taken(const struct node *node, uint64_t *heads)
{
    bool empty = node->kind == NODE_REPEAT && node->least == 0;
    size_t at = 0;
    switch (node->kind) {
    case NODE_TEXT:
        *heads |= heads_of_character(utf8_next(node->text, &at));
        return false;
    case NODE_LETTERS:
        *heads |= node->letters->heads;
        return node->least == 0;
    case NODE_TRIE:
        *heads |= trie_heads(node->trie);
        return false;
    case NODE_AGAIN:
        *heads = ALL_HEADS;
        return true;
    case NODE_CHOICE:
    case NODE_CAPTURE:
    case NODE_ATOMIC:
    case NODE_REPEAT:
        for (const struct branch *branch = node->branches; branch; branch = branch->next) {
            *heads |= branch->takes;
            empty |= branch->empty;
        }
        return empty;
    default:
        return true;
    }
}

static int32_t length_of(const struct node *node)
{
    int32_t length = VARIES;
    switch (node->kind) {
    case NODE_TEXT:
        return (int32_t)utf8_count(node->text);
    case NODE_LETTERS:
        return node->least == node->most ? (int32_t)node->least : VARIES;
    case NODE_CHOICE:
    case NODE_CAPTURE:
    case NODE_ATOMIC:
        length = node->branches ? node->branches->length : VARIES;
        for (const struct branch *branch = node->branches; branch; branch = branch->next)
            length = branch->length == length ? length : VARIES;
        return length;
    case NODE_TRIE:
    case NODE_REPEAT:
    case NODE_AGAIN:
    case NODE_KEEP:
        return VARIES;
    default:
        return 0;
    }
}

static uint64_t last_of_text(struct str text)
{
    uint64_t space = head_of(' '), last = space, heads = 0;
    for (size_t at = text.len; at && last == space; heads |= last)
        last = heads_of_last(heads_of_character(utf8_previous(text, &at)));
    return heads;
}

/* What the node may end with, and where that is a space, what may stand before it: a space alone
 * tells nothing of that. */
static uint64_t last_heads(const struct node *node)
{
    if (node->kind == NODE_TEXT)
        return last_of_text(node->text);
    if (node->kind != NODE_LETTERS || !node->least)
        return ALL_HEADS;
    uint64_t heads = heads_of_last(node->letters->heads), space = head_of(' ');
    return heads & space && heads != space ? ALL_HEADS : heads;
}

static bool captures_within(const struct node *node)
{
    if (node->kind < NODE_CHOICE || node->kind > NODE_NOT_BEHIND)
        return node->captures;
    for (const struct branch *branch = node->branches; branch; branch = branch->next)
        for (const struct node *part = branch->first; part; part = part->next)
            if (part->captures)
                return true;
    return node->captures;
}

/* What must be seen ahead narrows down what may come: `takes`, or anything if that may be `empty`.
 * False when nothing need be ahead. */
static bool narrow(const struct node *node, uint64_t *takes, bool empty)
{
    uint64_t ahead = 0;
    for (const struct branch *branch = node->branches; branch; branch = branch->next) {
        if (branch->empty)
            return false;
        ahead |= branch->takes;
    }
    *takes = empty ? ahead : *takes & ahead;
    return true;
}

/* From the last node of the sequence to the first. */
static void finish_nodes(struct node *node, struct branch *branch)
{
    struct node *next = (struct node *)node->next;
    if (next)
        finish_nodes(next, branch);
    if (!next || branch->lasts == head_of(' '))
        branch->lasts |= last_heads(node);
    uint64_t takes = 0;
    bool empty = add_taken(node, &takes);
    if (node->kind == NODE_AHEAD)
        branch->empty &= !narrow(node, &branch->takes, branch->empty);
    if (empty)
        takes |= branch->takes;
    branch->takes = takes;
    branch->empty = empty && branch->empty;
    node->heads = branch->empty ? ALL_HEADS : takes;
    node->captures = captures_within(node);
    int32_t length = length_of(node);
    branch->length = length == VARIES || branch->length == VARIES ? VARIES
                                                                  : branch->length + length;
}

struct branch *branch_new(struct reader *reader, struct node *first)
{
    struct branch *branch = arena_new(reader->walk.arena, struct branch);
    *branch = (struct branch){ .first = first, .empty = true };
    if (first)
        finish_nodes(first, branch);
    if (!first || branch->lasts == head_of(' '))
        branch->lasts = ALL_HEADS;
    return branch;
}

/* Letters that follow each other, but for groups between them, become one text. */
static bool join_text(struct reader *reader, struct node *last, const struct node *node)
{
    if (last->kind != NODE_TEXT || node->kind != NODE_TEXT ||
        last->caseless != node->caseless)
        return false;
    last->text = arena_join(reader->walk.arena, last->text, node->text, STR(""));
    return true;
}

/* Of "(?! {=quantity} | [,;] ) [^.]": whether that is one set, and then which. */
static bool without(struct reader *reader, struct node *ban, const struct node *node)
{
    if (ban->kind != NODE_NOT_AHEAD || node->kind != NODE_LETTERS || node->least != 1 ||
        node->most != 1 || !node->letters->negated)
        return false;
    struct letters letters = *node->letters;
    letters.ranges.capacity = letters.ranges.count; /* the old ones stay as they are */
    for (const struct branch *branch = ban->branches; branch; branch = branch->next) {
        const struct node *banned = branch->first;
        if (!banned || banned->next || banned->kind != NODE_LETTERS || banned->least != 1 ||
            banned->most != 1 || banned->letters->negated ||
            banned->letters->caseless != letters.caseless)
            return false;
        set_remove(reader, &letters, banned->letters);
    }
    *ban = *set_node(reader, &letters);
    return true;
}

static void add(struct reader *reader, struct list *list, struct node *node)
{
    if (list->last && (join_text(reader, list->last, node) || without(reader, list->last, node)))
        return;
    if (list->last)
        list->last->next = node;
    else
        list->first = node;
    list->last = node;
}

/* A group of one branch only holds together what is quantified: without that its nodes take its
 * place. They are copied, since fragments are shared. */
void list_append(struct reader *reader, struct list *list, struct node *node)
{
    if (node->kind != NODE_CHOICE || !node->branches || node->branches->next) {
        add(reader, list, node);
        return;
    }
    for (const struct node *part = node->branches->first; part; part = part->next) {
        struct node *copy = arena_new(reader->walk.arena, struct node);
        *copy = *part;
        copy->next = NULL;
        add(reader, list, copy);
    }
}

/* ---- alternatives --------------------------------------------------------------------------- */

static bool is_word(const struct branch *branch)
{
    const struct node *first = branch->first;
    return first && first->kind == NODE_TEXT && !first->next &&
           !memchr(first->text.s, ' ', first->text.len); /* in a trie that is any number of them */
}

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* True when no word begins another that stands behind it: a trie tries the longer first. */
static bool may_go_by_length(const struct str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            if (str_starts(words[k], words[i]))
                return false;
    return true;
}

/* The `count` branches from `first` on, each a word, as one branch with a trie; NULL when it would
 * try them in another order. */
static struct branch *words_as_trie(struct reader *reader, const struct branch *first, size_t count)
{
    struct str *words = arena_array(reader->walk.arena, struct str, count);
    struct node *node = reader_node(reader, NODE_TRIE);
    for (size_t i = 0; i < count; i++, first = first->next)
        words[i] = arena_str(reader->trees->arena, first->first->text);
    if (!may_go_by_length(words, count))
        return NULL;
    qsort(words, count, sizeof *words, by_bytes);
    node->trie = trie_make(words, count, reader->trees->arena);
    struct branch *branch = branch_new(reader, node);
    branch->next = first;
    return branch;
}

enum { FEW_WORDS = 3 };

struct branch *branches_with_tries(struct reader *reader, struct branch *branches)
{
    struct branch **link = &branches;
    while (*link) {
        const struct branch *end = *link;
        size_t count = 0;
        for (; end && is_word(end) && end->first->caseless == reader->caseless; end = end->next)
            count++;
        struct branch *trie = count > FEW_WORDS ? words_as_trie(reader, *link, count) : NULL;
        if (trie)
            *link = trie;
        link = (struct branch **)&(*link)->next;
    }
    return branches;
}
