/* text.c - plain text and Markdown: the text is the source, so offsets lead back to its bytes. */
#include "read/ascii.h"
#include "read/encoding.h"
#include "read/metadata.h"
#include "read/reader.h"

enum { FRONT_LINES = 100 }; /* at most; more of them are no front matter */

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

/* The keys of front matter by which makers of sites know an article, the most trusted first. */
static const struct {
    const char *key;
    enum field field;
} front_keys[] = {
    { "title", FIELD_TITLE },         { "date", FIELD_PUBLISHED },
    { "published", FIELD_PUBLISHED }, { "publishdate", FIELD_PUBLISHED },
    { "pubdate", FIELD_PUBLISHED },   { "author", FIELD_AUTHOR },
    { "authors", FIELD_AUTHOR },      { "lang", FIELD_LANG },
    { "language", FIELD_LANG },       { "locale", FIELD_LANG },
    { "publisher", FIELD_PUBLISHER }, { "source", FIELD_PUBLISHER },
    { "url", FIELD_URL },             { "link", FIELD_URL },
};

/* "Title" and [A, B] without their quotes and brackets. */
static struct str front_value(struct str value)
{
    value = str_trim(value);
    bool enclosed = value.len > 1 && strchr("\"'[", value.s[0]) &&
                    strchr("\"']", value.s[value.len - 1]);
    return enclosed ? front_value(str_slice(value, 1, value.len - 1)) : value;
}

static void offer_front(struct metadata *metadata, struct str line)
{
    struct str key = str_split(&line, ':');
    for (size_t i = 0; i < sizeof front_keys / sizeof *front_keys; i++)
        if (ascii_equal(key, str_of(front_keys[i].key)))
            metadata_offer(metadata, front_keys[i].field, (int)i, front_value(line));
}

/* The bytes of the lines between two "---" at the top, those included; 0 where there are none. */
static size_t front_matter(struct str text, struct metadata *metadata)
{
    struct str rest = text;
    if (!str_is(str_split(&rest, '\n'), "---"))
        return 0;
    for (int lines = 0; rest.len && lines < FRONT_LINES; lines++) {
        struct str line = str_split(&rest, '\n');
        if (str_is(line, "---"))
            return (size_t)(line.s + line.len - text.s);
        offer_front(metadata, line);
    }
    return 0;
}

static void take_front_matter(struct arena *arena, struct article *article)
{
    struct metadata metadata = metadata_new(arena);
    size_t end = front_matter(article->text, &metadata);
    if (!end)
        return;
    metadata_finish(&metadata, article);
    article->zones_in_part = true;
    *array_push(&article->zones, arena) =
        (struct zone_mark){ { 0, (uint32_t)end }, ZONE_BOILERPLATE };
}

static const char *read_markdown(struct source source, struct arena *arena, struct article *ret)
{
    read_text(source, arena, ret);
    ret->marked_up = true;
    take_front_matter(arena, ret);
    return NULL;
}

const struct reader text_reader = { "text", "txt text", NULL, read_text };
const struct reader markdown_reader = { "markdown", "md markdown", NULL, read_markdown };
