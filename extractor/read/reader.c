/* reader.c - the table of readers and what they have in common. */
#include "read/reader.h"

#include "base/file.h"
#include "read/ascii.h"
#include "read/encoding.h"

#define SOURCE_BYTES_MAX (64u << 20)

enum { SAMPLE = 8192, SELDOM = 16 }; /* controls in text: so many, or one in so many bytes */

static const struct reader *const readers[] = {
    &text_reader, &markdown_reader, &html_reader, &xml_reader,
};
enum { READERS = sizeof readers / sizeof *readers };

/* The offset behind the last `wanted`; 0 if there is none. */
static size_t behind_last(struct str text, char wanted)
{
    size_t at = text.len;
    while (at > 0 && text.s[at - 1] != wanted)
        at--;
    return at;
}

static struct str file_name(struct str path)
{
    return str_slice(path, behind_last(path, '/'), path.len);
}

/* The ending without its dot; empty for "notes" and ".profile". */
static struct str ending(struct str path)
{
    struct str name = file_name(path);
    size_t start = behind_last(name, '.');
    return str_slice(name, start > 1 ? start : name.len, name.len);
}

static bool takes_ending(const struct reader *reader, struct str wanted)
{
    struct str endings = str_of(reader->endings);
    while (endings.len)
        if (ascii_equal(wanted, str_split(&endings, ' ')))
            return true;
    return false;
}

static const struct reader *reader_by_ending(struct str name)
{
    struct str wanted = ending(name);
    for (size_t i = 0; i < READERS; i++)
        if (takes_ending(readers[i], wanted))
            return readers[i];
    return NULL;
}

const struct reader *reader_for(struct source source)
{
    const struct reader *reader = reader_by_ending(source.name);
    bool marked = str_starts(source.bytes, STR("\xEF\xBB\xBF"));
    struct str start = str_trim(str_slice(source.bytes, marked ? 3 : 0, source.bytes.len));
    for (size_t i = 0; !reader && i < READERS; i++)
        if (readers[i]->probe && readers[i]->probe(start))
            reader = readers[i];
    return reader ? reader : &text_reader;
}

bool reader_knows(struct str name)
{
    return reader_by_ending(name) != NULL;
}

static bool is_json(struct str name)
{
    struct str end = ending(name);
    return ascii_equal(end, STR("jsonl")) || ascii_equal(end, STR("ndjson")) ||
           ascii_equal(end, STR("json"));
}

/* Files of which people take the words for text; what their bytes say as text is noise. */
static const char *why_not_text(struct str bytes)
{
    static const struct kind {
        const char *start;
        const char *why;
    } kinds[] = {
        { "%PDF-", "a PDF file, not text" },
        { "PK\x03\x04", "an archive or office document, not text" },
        { "\xD0\xCF\x11\xE0", "an office document, not text" },
        { "{\\rtf", "an RTF document, not text" },
        { "\x1F\x8B", "a compressed file, not text" },
        { "\x89PNG", "an image, not text" },
        { "\xFF\xD8\xFF", "an image, not text" },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_starts(bytes, str_of(kinds[i].start)))
            return kinds[i].why;
    return NULL;
}

/* Control characters, but for white space and the escapes of terminals. In UTF-16 the half of all
 * bytes may be such. */
static bool is_binary(struct str bytes, struct str encoding)
{
    size_t sample = bytes.len < SAMPLE ? bytes.len : SAMPLE, controls = 0;
    for (size_t i = 0; i < sample; i++)
        controls += (unsigned char)bytes.s[i] < ' ' && bytes.s[i] != '\x1B' &&
                    !ascii_is_space(bytes.s[i]);
    bool wide = str_starts(encoding, STR("UTF-16")) || str_starts(encoding, STR("UTF-32"));
    return !wide && controls > SELDOM && controls * SELDOM > sample;
}

static struct str stem(struct str path)
{
    struct str name = file_name(path), end = ending(path);
    return end.len ? str_slice(name, 0, name.len - end.len - 1) : name;
}

const char *article_read(struct source source, struct arena *arena, struct article *ret)
{
    const struct reader *reader = reader_for(source);
    *ret = (struct article){ .text = STR(""), .encoding = STR("") };
    ret->id = stem(source.name);
    ret->href = source.name;
    ret->format = str_of(reader->name);
    ret->bytes = source.bytes.len;
    if (source.bytes.len > SOURCE_BYTES_MAX)
        return "larger than 64 MiB";
    sha256_hex(source.bytes, ret->sha256);
    const char *why = is_json(source.name) ? "JSON, not an article: 'extract --jsonl' reads lines of it"
                                           : why_not_text(source.bytes);
    if (!why)
        why = reader->read(source, arena, ret);
    return !why && is_binary(source.bytes, ret->encoding) ? "binary data, not text" : why;
}

void article_from_text(struct str id, struct str text, struct arena *arena, struct article *ret)
{
    *ret = (struct article){ .id = id, .bytes = text.len, .format = STR("json") };
    decode(text, STR("UTF-8"), arena, ret);
    ret->marked_up = has_markdown(ret->text);
}
