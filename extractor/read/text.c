/* text.c - plain text and Markdown: the text is the source, so offsets lead back to its bytes. */
#include "read/encoding.h"
#include "read/reader.h"

/* True when `sign` stands in the text with `next` behind it and `before` before it, where not NUL;
 * the start of the text counts as a line end. */
static bool has_sign(struct str text, char before, char sign, char next)
{
    const char *at = text.s, *end = text.s + text.len;
    while (at < end && (at = memchr(at, sign, (size_t)(end - at)))) {
        bool behind = at + 1 < end && at[1] == next;
        bool ahead = !before || at == text.s || at[-1] == before;
        if (behind && ahead)
            return true;
        at++;
    }
    return false;
}

bool has_markdown(struct str text)
{
    return has_sign(text, '\0', ']', '(') || has_sign(text, '\0', '*', '*')
           || has_sign(text, '\n', '#', ' ');
}

static const char *read_text(struct source source, struct arena *arena, struct article *ret)
{
    decode(source.bytes, source.encoding, arena, ret);
    ret->has_source_offsets = true;
    ret->marked_up = has_markdown(ret->text);
    return NULL;
}

static const char *read_markdown(struct source source, struct arena *arena, struct article *ret)
{
    read_text(source, arena, ret);
    ret->marked_up = true;
    return NULL;
}

const struct reader text_reader = { "text", "txt text", NULL, read_text };
const struct reader markdown_reader = { "markdown", "md markdown", NULL, read_markdown };
