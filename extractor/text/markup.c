#include "text/parts.h"

/* Finds ")" on the same line, so that a stray "](" swallows no text. */
static size_t link_end(struct str text, size_t at)
{
    for (; at < text.len && text.s[at] != '\n' && text.s[at] != ' '; at++)
        if (text.s[at] == ')')
            return at + 1;
    return 0;
}

static bool at_line_start(struct str text, size_t at)
{
    return at == 0 || text.s[at - 1] == '\n';
}

static size_t run_of(struct str text, size_t at, const char *signs)
{
    size_t end = at;
    while (end < text.len && text.s[end] != '\0' && strchr(signs, text.s[end]))
        end++;
    return end;
}

/* "](target)": the end of a link. */
static size_t link_target(struct str text, size_t at)
{
    return at + 1 < text.len && text.s[at + 1] == '(' ? link_end(text, at + 2) : 0;
}

/* "[" that opens a link, so that a bracketed word or a footnote sign stays as it is. */
static size_t link_start(struct str text, size_t at)
{
    for (size_t i = at + 1; i < text.len && text.s[i] != '[' && text.s[i] != '\n'; i++)
        if (text.s[i] == ']')
            return link_target(text, i) ? at + 1 : 0;
    return 0;
}

static size_t emphasis(struct str text, size_t at)
{
    return run_of(text, at, text.s[at] == '*' ? "*" : "_");
}

static size_t heading(struct str text, size_t at)
{
    if (!at_line_start(text, at))
        return 0;
    size_t end = run_of(text, at, "#");
    return end < text.len && text.s[end] == ' ' ? end + 1 : 0;
}

static size_t auto_link(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.len);
    if (!str_starts(rest, STR("<http://")) && !str_starts(rest, STR("<https://")))
        return 0;
    for (size_t i = at; i < text.len && text.s[i] != '\n' && text.s[i] != ' '; i++)
        if (text.s[i] == '>')
            return i + 1;
    return 0;
}

/* Each sign and the function that tells where its markup ends, or 0 when it is none. */
static const struct {
    char sign;
    size_t (*end)(struct str text, size_t at);
} signs[] = {
    { ']', link_target }, { '[', link_start }, { '*', emphasis },
    { '_', emphasis },    { '#', heading },    { '<', auto_link },
};

static size_t markup_end(struct str text, size_t at)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].sign == text.s[at])
            return signs[i].end(text, at);
    return 0;
}

void markup_find(struct text *text, struct arena *arena)
{
    for (size_t at = 0; at < text->bytes.len;) {
        size_t end = markup_end(text->bytes, at);
        if (end)
            *array_push(&text->markup, arena) = (struct span){ (uint32_t)at, (uint32_t)end };
        at = end ? end : at + 1;
    }
}
