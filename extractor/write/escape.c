#include "write/escape.h"

#include "base/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* Controls that XML 1.0 has no way to write. */
#define XML_CONTROLS                                                                         \
    [0x00] = REPLACEMENT, [0x01] = REPLACEMENT, [0x02] = REPLACEMENT, [0x03] = REPLACEMENT,  \
    [0x04] = REPLACEMENT, [0x05] = REPLACEMENT, [0x06] = REPLACEMENT, [0x07] = REPLACEMENT,  \
    [0x08] = REPLACEMENT, [0x0B] = REPLACEMENT, [0x0C] = REPLACEMENT, [0x0E] = REPLACEMENT,  \
    [0x0F] = REPLACEMENT, [0x10] = REPLACEMENT, [0x11] = REPLACEMENT, [0x12] = REPLACEMENT,  \
    [0x13] = REPLACEMENT, [0x14] = REPLACEMENT, [0x15] = REPLACEMENT, [0x16] = REPLACEMENT,  \
    [0x17] = REPLACEMENT, [0x18] = REPLACEMENT, [0x19] = REPLACEMENT, [0x1A] = REPLACEMENT,  \
    [0x1B] = REPLACEMENT, [0x1C] = REPLACEMENT, [0x1D] = REPLACEMENT, [0x1E] = REPLACEMENT,  \
    [0x1F] = REPLACEMENT

/* Begins U+F000 to U+FFFF, of which XML excludes U+FFFE and U+FFFF. */
#define LEAD_OF_LAST 0xEF

/* A parser would turn a bare CR into LF, and in attributes TAB and LF into spaces. */
const struct escapes xml_text_escapes = { {
    XML_CONTROLS, ['\r'] = "&#13;", ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;",
    [LEAD_OF_LAST] = REPLACEMENT,
} };

const struct escapes xml_attribute_escapes = { {
    XML_CONTROLS, ['\t'] = "&#9;", ['\n'] = "&#10;", ['\r'] = "&#13;", ['&'] = "&amp;",
    ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", [LEAD_OF_LAST] = REPLACEMENT,
} };

const struct escapes json_escapes = { {
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007",
    "\\b",     "\\t",     "\\n",     "\\u000b", "\\f",     "\\r",     "\\u000e", "\\u000f",
    "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017",
    "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
    ['"'] = "\\\"", ['\\'] = "\\\\",
} };

static bool noncharacter(const char *s)
{
    return s[1] == '\xBF' && (s[2] == '\xBE' || s[2] == '\xBF');
}

/* Writes the character at `s`, which has an entry in the table; returns its length in bytes. */
static size_t escape_one(struct buffer *into, const char *s, const char *by)
{
    size_t length = (unsigned char)*s == LEAD_OF_LAST ? 3 : 1;
    bool itself = length == 3 && !noncharacter(s);
    buffer_add(into, itself ? (struct str){ s, length } : str_of(by));
    return length;
}

static const char *escape_of(char byte, const struct escapes *escapes)
{
    return escapes->of[(unsigned char)byte];
}

typedef unsigned char sixteen __attribute__((vector_size(16)));

/* Whether none of the sixteen bytes at `s` has an entry in any of the tables. */
static bool none_escaped(const char *s)
{
    sixteen bytes;
    uint64_t halves[2];
    memcpy(&bytes, s, sizeof bytes);
    sixteen found = (sixteen)((bytes < ' ') | (bytes == '"') | (bytes == '&') | (bytes == '<') |
                              (bytes == '>') | (bytes == '\\') | (bytes == LEAD_OF_LAST));
    memcpy(halves, &found, sizeof halves);
    return !(halves[0] | halves[1]);
}

static void escape_valid(struct buffer *into, struct str text, const struct escapes *escapes)
{
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        while (at < text.len && !escape_of(text.s[at], escapes))
            at += at + 16 <= text.len && none_escaped(text.s + at) ? 16 : 1;
        buffer_add(into, str_slice(text, start, at));
        if (at < text.len)
            at += escape_one(into, text.s + at, escape_of(text.s[at], escapes));
    }
}

enum { SHORT = 48 };

/* Most values end here: short, ASCII and plain. */
static size_t plain_ascii(struct str text, const struct escapes *escapes)
{
    size_t at = 0, end = text.len < SHORT ? text.len : SHORT;
    while (at < end && (unsigned char)text.s[at] < 0x80 && !escape_of(text.s[at], escapes))
        at++;
    return at;
}

void escape(struct buffer *into, struct str text, const struct escapes *escapes)
{
    size_t done = plain_ascii(text, escapes);
    buffer_add(into, str_slice(text, 0, done));
    while (done < text.len) {
        text = str_slice(text, done, text.len);
        done = utf8_valid(text);
        escape_valid(into, str_slice(text, 0, done), escapes);
        if (done < text.len) {
            buffer_add(into, STR(REPLACEMENT));
            done++;
        }
    }
}
