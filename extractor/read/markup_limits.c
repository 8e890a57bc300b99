/* markup_limits.c - see markup_limits.h. The parser compares each attribute with the others of its
 * tag, and in HTML each end tag with all elements that are open. */
#include "read/markup_limits.h"

#include "read/ascii.h"

#define TAGS_MAX (1u << 20)
#define ENDS_COMPARED_MAX (1ull << 33)
#define ATTRIBUTES_COMPARED_MAX (1ull << 28)

struct tag_costs {
    uint64_t starts, ends;
    uint64_t attributes; /* of the tag that is open, about: white space outside quotes */
    uint64_t compared;   /* about half the sum of their squares */
    bool in_tag;
    char quote, before;  /* the quote that is open; the last byte that was no space */
};

static void count_in_tag(struct tag_costs *costs, char byte)
{
    if (costs->quote) {
        costs->quote = byte == costs->quote ? '\0' : costs->quote;
    } else if ((byte == '"' || byte == '\'') && costs->before == '=') {
        costs->quote = byte;
    } else if (byte == '>') {
        costs->in_tag = false;
        costs->attributes = 0;
    } else if (ascii_is_space(byte)) {
        costs->compared += costs->attributes++;
        return;
    }
    costs->before = byte;
}

static struct tag_costs count_tags(struct str markup)
{
    struct tag_costs costs = { 0 };
    for (size_t i = 0; i < markup.len; i++) {
        if (costs.in_tag)
            count_in_tag(&costs, markup.s[i]);
        if (markup.s[i] != '<')
            continue;
        char next = i + 1 < markup.len ? markup.s[i + 1] : ' ';
        bool start = next != '/' && next != '!' && next != '?' && !ascii_is_space(next);
        costs.ends += next == '/';
        costs.starts += start;
        costs.in_tag |= start;
    }
    return costs;
}

const char *refuse_costly_tags(struct str markup, bool unbalanced)
{
    struct tag_costs costs = count_tags(markup);
    if (costs.starts > TAGS_MAX || (unbalanced && costs.starts * costs.ends > ENDS_COMPARED_MAX))
        return "too many tags";
    return costs.compared > ATTRIBUTES_COMPARED_MAX ? "too many attributes" : NULL;
}
