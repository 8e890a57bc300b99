/* text.c - plain text and Markdown: the text is the source, so offsets lead back to its bytes. */
#include "read/encoding.h"
#include "read/reader.h"

static bool contains(struct str text, struct str wanted)
{
    return memmem(text.s, text.len, wanted.s, wanted.len) != NULL;
}

bool has_markdown(struct str text)
{
    return contains(text, STR("](")) || contains(text, STR("**")) || contains(text, STR("\n# "))
           || str_starts(text, STR("# "));
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
