/* encoding.c - decoding: one character after the other with the bytes it came from, so that the
 * offset map is exact in every encoding. Plain UTF-8 takes none of that: it is borrowed. */
#include "read/encoding.h"

#include <unicode/ucnv.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "read/ascii.h"

#define REPLACEMENT 0xFFFD
#define INVALID UINT32_MAX
#define LABEL_MAX 64
#define STRETCH 512 /* bytes looked ahead, so that broken text is not looked at again and again */

struct character {
    uint32_t code;
    size_t start, end; /* in the source */
};

struct decoder {
    struct str bytes;
    size_t at;
    UConverter *converter; /* NULL: UTF-8 */
    struct character held; /* read ahead, if `holding` */
    bool holding;
};

static const struct byte_order_mark {
    struct str bytes;
    const char *encoding;
} byte_order_marks[] = {
    { { "\xEF\xBB\xBF", 3 }, "UTF-8" },
    { { "\xFF\xFE\0\0", 4 }, "UTF-32LE" },
    { { "\0\0\xFE\xFF", 4 }, "UTF-32BE" },
    { { "\xFF\xFE", 2 }, "UTF-16LE" },
    { { "\xFE\xFF", 2 }, "UTF-16BE" },
};

static const struct byte_order_mark *byte_order_mark(struct str bytes)
{
    for (size_t i = 0; i < sizeof byte_order_marks / sizeof *byte_order_marks; i++)
        if (str_starts(bytes, byte_order_marks[i].bytes))
            return &byte_order_marks[i];
    return NULL;
}

/* Length of the sequence at `s`, or of the maximal subpart of one that is ill-formed (Unicode,
 * section 3.9). */
static size_t sequence_length(const unsigned char *s, size_t left, bool *ret_valid)
{
    unsigned char lead = s[0];
    size_t wanted = lead < 0xC2 || lead > 0xF4 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    size_t length = 1;
    while (length < wanted && length < left && s[length] >= low && s[length] <= high) {
        low = 0x80, high = 0xBF;
        length++;
    }
    *ret_valid = length == wanted && (wanted > 1 || lead < 0x80);
    return length;
}

static uint32_t next_utf8(struct decoder *in)
{
    bool valid;
    size_t at = in->at;
    in->at += sequence_length((const unsigned char *)in->bytes.s + at, in->bytes.len - at, &valid);
    return valid ? utf8_next(in->bytes, &at) : INVALID;
}

static uint32_t next_converted(struct decoder *in)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *at = in->bytes.s + in->at, *end = in->bytes.s + in->bytes.len;
    UChar32 code = ucnv_getNextUChar(in->converter, &at, end, &status);
    size_t after = (size_t)(at - in->bytes.s);
    in->at = after > in->at ? after : in->bytes.len;
    return U_FAILURE(status) ? INVALID : (uint32_t)code;
}

static bool next_character(struct decoder *in, struct character *ret)
{
    if (in->holding) {
        *ret = in->held;
        in->holding = false;
        return true;
    }
    if (in->at == in->bytes.len)
        return false;
    ret->start = in->at;
    ret->code = in->converter ? next_converted(in) : next_utf8(in);
    ret->end = in->at;
    return true;
}

static bool is_xml_legal(uint32_t code)
{
    if (code < 0x20)
        return code == '\t' || code == '\n';
    return code < 0xD800 || (code >= 0xE000 && code < 0xFFFE)
           || (code >= 0x10000 && code <= 0x10FFFF);
}

static void note_offset(struct article *article, struct arena *arena, uint32_t text,
                        struct character at, size_t text_width)
{
    size_t source_width = at.end - at.start;
    if (text_width == source_width)
        text_width = source_width = 1;
    const struct offset_step *last = article->offsets.count
        ? &article->offsets.items[article->offsets.count - 1] : NULL;
    if (last && last->text_width == text_width && last->source_width == source_width)
        return;
    *array_push(&article->offsets, arena) = (struct offset_step){
        text, (uint32_t)at.start, (uint16_t)text_width, (uint16_t)source_width
    };
}

/* Copies the valid UTF-8 ahead that needs no change, one stretch of it at most. */
static void copy_plain(struct decoder *in, struct arena *arena, struct buffer *out,
                       struct article *ret)
{
    size_t end = in->at;
    size_t limit = in->bytes.len - end < STRETCH ? in->bytes.len : end + STRETCH;
    while (end < limit && in->bytes.s[end] != '\xEF'
           && ((unsigned char)in->bytes.s[end] >= 0x20 || in->bytes.s[end] == '\n'))
        end++;
    struct str run = str_slice(in->bytes, in->at, end);
    run.len = utf8_valid(run);
    if (!run.len)
        return;
    struct character whole = { .start = in->at, .end = in->at + run.len };
    note_offset(ret, arena, (uint32_t)out->len, whole, run.len);
    buffer_add(out, run);
    in->at += run.len;
}

/* Takes the LF behind a CR, if there is one, into the same line end. */
static void take_line_end(struct decoder *in, struct character *at)
{
    at->code = '\n';
    in->holding = next_character(in, &in->held);
    if (in->holding && in->held.code == '\n') {
        at->end = in->held.end;
        in->holding = false;
    }
}

/* Decodes from in->at on; CRLF and CR become LF, what XML cannot carry becomes U+FFFD. */
static void transcode(struct decoder *in, struct arena *arena, struct article *ret)
{
    struct buffer out = { 0 };
    struct character at;
    for (;;) {
        if (!in->converter && !in->holding)
            copy_plain(in, arena, &out, ret);
        if (!next_character(in, &at))
            break;
        if (at.code == '\r')
            take_line_end(in, &at);
        if (!is_xml_legal(at.code)) {
            at.code = REPLACEMENT;
            ret->replaced++;
        }
        buffer_reserve(&out, 4);
        size_t width = utf8_put(at.code, out.bytes + out.len);
        note_offset(ret, arena, (uint32_t)out.len, at, width);
        out.len += width;
    }
    ret->text = arena_str(arena, buffer_str(&out));
    buffer_free(&out);
}

/* No carriage returns, no characters that XML cannot carry. `text` is valid UTF-8. */
static bool is_plain(struct str text)
{
    unsigned char controls = 0, candidates = 0; /* U+FFFE and U+FFFF begin with EF */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.s[i];
        controls |= (unsigned char)((byte < 0x20) & (byte != '\n') & (byte != '\t'));
        candidates |= byte == 0xEF;
    }
    if (controls || !candidates)
        return !controls;
    for (size_t i = 0; i + 2 < text.len; i++)
        if (text.s[i] == '\xEF' && text.s[i + 1] == '\xBF' && (unsigned char)text.s[i + 2] >= 0xBE)
            return false;
    return true;
}

/* Takes the bytes from `start` on as the text, uncopied, if they can be it as they are. */
static bool borrow(struct str bytes, size_t start, struct arena *arena, struct article *ret)
{
    struct str text = str_slice(bytes, start, bytes.len);
    if (utf8_valid(text) < text.len || !is_plain(text))
        return false;
    ret->encoding = STR("UTF-8");
    ret->text = text;
    if (start && text.len)
        *array_push(&ret->offsets, arena) = (struct offset_step){ 0, (uint32_t)start, 1, 1 };
    return true;
}

static void decode_utf8(struct str bytes, size_t start, struct arena *arena, struct article *ret)
{
    if (borrow(bytes, start, arena, ret))
        return;
    struct decoder in = { .bytes = bytes, .at = start };
    ret->encoding = STR("UTF-8");
    transcode(&in, arena, ret);
}

/* An encoder by its name; NULL if ICU has none of that name. */
static UConverter *converter_named(struct str name)
{
    char label[LABEL_MAX];
    UErrorCode status = U_ZERO_ERROR;
    if (name.len == 0 || name.len >= sizeof label || memchr(name.s, '\0', name.len))
        return NULL;
    memcpy(label, name.s, name.len);
    label[name.len] = '\0';
    UConverter *converter = ucnv_open(label, &status);
    if (U_FAILURE(status))
        return NULL;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    return converter;
}

static bool has_c1_bytes(struct str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (((unsigned char)bytes.s[i] & 0xE0) == 0x80)
            return true;
    return false;
}

/* "latin1" and "ascii" are what pages say that are windows-1252, and browsers read them so. */
static struct str as_browsers_read(struct str name, struct str bytes)
{
    static const char *const stretched[] = { "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1",
                                             "l1", "us-ascii", "ascii" };
    for (size_t i = 0; i < sizeof stretched / sizeof *stretched; i++)
        if (ascii_equal(name, str_of(stretched[i])) && has_c1_bytes(bytes))
            return STR("windows-1252");
    if (ascii_equal(name, STR("iso-8859-9")) && has_c1_bytes(bytes))
        return STR("windows-1254");
    return name;
}

static bool names_utf8(struct str name)
{
    return ascii_equal(name, STR("utf-8")) || ascii_equal(name, STR("utf8"));
}

/* True when the encoding was known and the text decoded. */
static bool decode_as(struct str bytes, size_t start, struct str name, struct arena *arena,
                      struct article *ret)
{
    if (names_utf8(name)) {
        decode_utf8(bytes, start, arena, ret);
        return true;
    }
    name = as_browsers_read(name, bytes);
    struct decoder in = { .bytes = bytes, .at = start, .converter = converter_named(name) };
    if (!in.converter)
        return false;
    ret->encoding = arena_str(arena, name);
    transcode(&in, arena, ret);
    ucnv_close(in.converter);
    return true;
}

void decode(struct str bytes, struct str declared, struct arena *arena, struct article *ret)
{
    const struct byte_order_mark *mark = byte_order_mark(bytes);
    if (mark) {
        decode_as(bytes, mark->bytes.len, str_of(mark->encoding), arena, ret);
        return;
    }
    if (declared.len && decode_as(bytes, 0, declared, arena, ret))
        return;
    if (borrow(bytes, 0, arena, ret))
        return;
    decode_as(bytes, 0, str_of(guess_encoding(bytes)), arena, ret);
}
