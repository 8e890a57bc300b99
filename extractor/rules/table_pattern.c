/* table_pattern.c - a table's surfaces as a pattern. */
#include "base/utf8.h"
#include "rules/rules.h"

static void put_character(struct buffer *into, struct str character)
{
    if (character.s[0] == ' ')
        return buffer_add(into, STR("\\x20+"));
    if (strchr("\\^$.[]|()?*+{}#-", character.s[0]))
        buffer_add(into, STR("\\"));
    buffer_add(into, character);
}

static struct str character_at(struct str text, size_t at)
{
    size_t end = at;
    utf8_next(text, &end);
    return str_slice(text, at, end);
}

/* Surfaces that are alike up to `depth` and in the character there. */
struct branch {
    const struct str *surfaces;
    size_t count, depth;
};

/* The branch that begins at the first of `count` surfaces. */
static struct branch branch_at(const struct str *surfaces, size_t count, size_t depth)
{
    struct str character = character_at(surfaces[0], depth);
    size_t same = 1;
    while (same < count && str_equal(character_at(surfaces[same], depth), character))
        same++;
    return (struct branch){ surfaces, same, depth + character.len };
}

static bool ends_alike(const struct branch *one, const struct branch *other)
{
    if (one->count != other->count)
        return false;
    for (size_t i = 0; i < one->count; i++)
        if (!str_equal(str_slice(one->surfaces[i], one->depth, one->surfaces[i].len),
                       str_slice(other->surfaces[i], other->depth, other->surfaces[i].len)))
            return false;
    return true;
}

/* Moves to the next branch before `end` that goes on alike; false if there is none. */
static bool next_alike(struct branch *branch, const struct str *end, size_t depth)
{
    struct branch other = *branch;
    for (const struct str *at = branch->surfaces + branch->count; at < end; at += other.count) {
        other = branch_at(at, (size_t)(end - at), depth);
        if (ends_alike(branch, &other)) {
            *branch = other;
            return true;
        }
    }
    return false;
}

static bool has_earlier_alike(const struct str *first, struct branch branch, size_t depth)
{
    struct branch earlier = branch;
    for (const struct str *at = first; at < branch.surfaces; at += earlier.count) {
        earlier = branch_at(at, (size_t)(branch.surfaces - at), depth);
        if (ends_alike(&branch, &earlier))
            return true;
    }
    return false;
}

static bool all_alike(struct branch branch, const struct str *end, size_t depth)
{
    size_t left = (size_t)(end - branch.surfaces) - branch.count;
    while (next_alike(&branch, end, depth))
        left -= branch.count;
    return left == 0;
}

static void put_tree(struct buffer *into, const struct str *surfaces, size_t count, size_t depth);

/* The branch, and with it all behind it that go on alike. */
static void put_branch(struct buffer *into, struct branch branch, const struct str *end,
                       size_t depth)
{
    struct branch other = branch;
    bool several = next_alike(&other, end, depth);
    if (several)
        buffer_add(into, STR("(?:"));
    put_character(into, character_at(branch.surfaces[0], depth));
    for (other = branch; next_alike(&other, end, depth);) {
        buffer_add(into, STR("|"));
        put_character(into, character_at(other.surfaces[0], depth));
    }
    if (several)
        buffer_add(into, STR(")"));
    put_tree(into, branch.surfaces, branch.count, branch.depth);
}

/* Surfaces as a tree of their letters, "(?:mar(?:ch|s)|may)", so that few comparisons tell that
 * none fits; what goes on alike behind several letters stands once, "uccis(?:a|e|i|o)", since PCRE2
 * takes no pattern beyond 64 kB. `surfaces` are sorted and alike up to `depth`. Of two where one
 * begins the other, the longer is tried first, since the end of the shorter stands last. */
static void put_tree(struct buffer *into, const struct str *surfaces, size_t count, size_t depth)
{
    bool ends = surfaces[0].len == depth;
    const struct str *first = surfaces + (ends ? 1 : 0), *end = surfaces + count;
    if (first == end)
        return;
    struct branch branch = branch_at(first, (size_t)(end - first), depth);
    bool alike = all_alike(branch, end, depth);
    bool letter = branch.count == 1 && branch.surfaces->len == branch.depth;
    bool grouped = !alike || (ends && !letter);
    if (grouped)
        buffer_add(into, STR("(?:"));
    for (const struct str *at = first; at < end; at += branch.count) {
        branch = branch_at(at, (size_t)(end - at), depth);
        if (has_earlier_alike(first, branch, depth))
            continue;
        if (at > first)
            buffer_add(into, STR("|"));
        put_branch(into, branch, end, depth);
    }
    if (grouped)
        buffer_add(into, STR(")"));
    if (ends)
        buffer_add(into, STR("?"));
}

struct str table_pattern(const struct table *table, struct arena *arena)
{
    struct buffer pattern = { 0 };
    if (table->sorted_count)
        put_tree(&pattern, table->sorted, table->sorted_count, 0);
    struct str kept = arena_str(arena, buffer_str(&pattern));
    buffer_free(&pattern);
    return kept;
}
