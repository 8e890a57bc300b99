/* encoding_guess.c - which encoding bytes are in that do not say it, or say it wrongly. */
#include <unicode/ucsdet.h>

#include "base/utf8.h"
#include "read/ascii.h"
#include "read/encoding.h"

#define SAMPLE_BYTES 8192
#define DECLARATION_BYTES 4096 /* where in a page its declaration must stand */
#define UTF8_CONFIDENCE 50     /* below it the detector has seen single letters only */

/* Letters of Turkish and Azerbaijani where windows-1252 has letters of Icelandic: Ğ İ Ş ğ ı ş. */
static const char turkish[] = "\xD0\xDD\xDE\xF0\xFD\xFE";
/* The euro sign and oe where ISO-8859-1 has the currency sign and fractions. */
static const char latin9[] = "\xA4\xBC\xBD";

/* Letters and signs of windows-1252 and ISO-8859-15 that Italian, French and English news uses. */
static const char western[] =
    "\x80\x85\x8C\x91\x92\x93\x94\x95\x96\x97\x9C\xA0\xA3\xA4\xA7\xA9\xAA\xAB\xB0\xB4\xB7"
    "\xBA\xBB\xBC\xBD\xC0\xC1\xC2\xC4\xC7\xC8\xC9\xCA\xCB\xCC\xCD\xCE\xCF\xD1\xD2\xD3\xD4\xD6\xD9"
    "\xDA\xDB\xDC\xE0\xE1\xE2\xE4\xE7\xE8\xE9\xEA\xEB\xEC\xED\xEE\xEF\xF1\xF2\xF3"
    "\xF4\xF6\xF9\xFA\xFB\xFC";

static bool is_one_of(char byte, const char *bytes)
{
    return byte && strchr(bytes, byte);
}

static bool is_letter(char byte)
{
    return (unsigned char)byte >= 0xC0 || (ascii_is_alnum(byte) && !ascii_is_digit(byte));
}

struct latin_evidence {
    bool c1, latin9, turkish;
};

static struct latin_evidence latin_evidence(struct str sample)
{
    struct latin_evidence found = { 0 };
    for (size_t i = 0; i < sample.len; i++) {
        char byte = sample.s[i];
        char next = i + 1 < sample.len ? sample.s[i + 1] : ' ';
        char before = i ? sample.s[i - 1] : ' ';
        if (!((unsigned char)byte & 0x80))
            continue;
        found.c1 |= ((unsigned char)byte & 0xE0) == 0x80;
        found.turkish |= is_one_of(byte, turkish) && (is_letter(next) || is_letter(before));
        found.latin9 |= is_one_of(byte, latin9) && (byte == latin9[0] || is_letter(next));
    }
    return found;
}

/* The member of the Latin-1 family. windows-1254 is windows-1252 but for the six Turkish letters,
 * which news in the languages that we read has in names from Turkey and the Caucasus. */
static const char *latin_encoding(struct str sample)
{
    struct latin_evidence found = latin_evidence(sample);
    if (found.turkish)
        return "windows-1254";
    if (found.latin9 && !found.c1)
        return "ISO-8859-15";
    return found.c1 ? "windows-1252" : "ISO-8859-1";
}

/* The detector's best opinion that is no UTF-16 or -32 (those it guesses from too little),
 * copied to the static names of the encodings it knows; NULL for the Latin-1 family. */
static const char *detected(UCharsetDetector *detector, struct str sample)
{
    static const char *const others[] = {
        "windows-1250", "windows-1251", "windows-1253", "windows-1255", "windows-1256",
        "ISO-8859-2", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7", "ISO-8859-8", "KOI8-R",
        "Shift_JIS", "EUC-JP", "EUC-KR", "GB18030", "Big5", "ISO-2022-JP",
    };
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = 0;
    ucsdet_setText(detector, sample.s, (int32_t)sample.len, &status);
    const UCharsetMatch **matches = ucsdet_detectAll(detector, &count, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < count; i++) {
        struct str name = str_of(ucsdet_getName(matches[i], &status));
        if (str_is(name, "UTF-8") && ucsdet_getConfidence(matches[i], &status) >= UTF8_CONFIDENCE)
            return "UTF-8";
        if (str_is(name, "ISO-8859-9") || str_is(name, "windows-1254"))
            return "windows-1254";
        if (str_is(name, "ISO-8859-1") || str_is(name, "windows-1252"))
            return NULL;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            if (str_is(name, others[k]))
                return others[k];
    }
    return NULL;
}

/* Each byte above ASCII is one that we expect, and most are ASCII: the detector, which takes a
 * hundred times as long as all the rest, has nothing to add. */
static bool is_western(struct str sample)
{
    size_t high = 0;
    for (size_t i = 0; i < sample.len; i++) {
        if (!((unsigned char)sample.s[i] & 0x80))
            continue;
        if (!is_one_of(sample.s[i], western))
            return false;
        high++;
    }
    return high * 4 < sample.len;
}

/* Letters of more than one byte, and more of them than bytes that are no UTF-8: in other encodings
 * they are chance. */
static bool is_faulty_utf8(struct str sample)
{
    size_t letters = 0, faults = 0;
    for (size_t at = 0; at < sample.len; at++) {
        for (size_t end = at + utf8_valid(str_slice(sample, at, sample.len)); at < end; at++)
            letters += ((unsigned char)sample.s[at] & 0xC0) == 0xC0;
        faults += at < sample.len;
    }
    return letters > faults;
}

static const char *guess_single_byte(struct str sample)
{
    if (is_faulty_utf8(sample))
        return "UTF-8";
    if (is_western(sample))
        return latin_encoding(sample);
    UErrorCode status = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&status);
    const char *guess = detector && U_SUCCESS(status) ? detected(detector, sample) : NULL;
    if (detector)
        ucsdet_close(detector);
    return guess ? guess : latin_encoding(sample);
}

/* Latin text in UTF-16 without a mark: the upper bytes are NUL, the lower ones are not. */
static const char *guess_utf16(struct str sample)
{
    size_t nul[2] = { 0, 0 }, pairs = sample.len / 2;
    for (size_t i = 0; i < pairs * 2; i++)
        nul[i % 2] += sample.s[i] == '\0';
    if (nul[1] * 2 > pairs && nul[0] * 16 < pairs)
        return "UTF-16LE";
    return nul[0] * 2 > pairs && nul[1] * 16 < pairs ? "UTF-16BE" : NULL;
}

const char *guess_encoding(struct str bytes)
{
    size_t sample = bytes.len < SAMPLE_BYTES ? bytes.len : SAMPLE_BYTES;
    const char *utf16 = guess_utf16(str_slice(bytes, 0, sample));
    size_t valid = utf8_valid(bytes);
    if (utf16 || valid == bytes.len)
        return utf16 ? utf16 : "UTF-8";
    size_t start = valid > SAMPLE_BYTES / 2 ? valid - SAMPLE_BYTES / 2 : 0;
    size_t end = bytes.len - start < SAMPLE_BYTES ? bytes.len : start + SAMPLE_BYTES;
    return guess_single_byte(str_slice(bytes, start, end));
}

/* The value behind `key` and an equals sign, with or without quotes. */
static struct str value_of(struct str text, struct str key)
{
    size_t at = ascii_find(text, key) + key.len;
    while (at < text.len && ascii_is_space(text.s[at]))
        at++;
    if (at >= text.len || text.s[at] != '=')
        return STR("");
    for (at++; at < text.len && (ascii_is_space(text.s[at]) || is_one_of(text.s[at], "\"'")); at++)
        ;
    size_t end = at;
    while (end < text.len && (ascii_is_alnum(text.s[end]) || is_one_of(text.s[end], "-_.:+")))
        end++;
    return str_slice(text, at, end);
}

/* What was read as ASCII is not UTF-16; and what is valid UTF-8 beyond ASCII is nothing else. */
static struct str unless_disproved(struct str name, struct str bytes)
{
    bool wide = ascii_starts(name, STR("utf")) || ascii_starts(name, STR("ucs"));
    if (wide || utf8_valid(bytes) == bytes.len)
        return STR("");
    return name;
}

struct str html_declared_encoding(struct str bytes)
{
    struct str rest = str_slice(bytes, 0,
                                bytes.len < DECLARATION_BYTES ? bytes.len : DECLARATION_BYTES);
    for (size_t at; (at = ascii_find(rest, STR("<meta"))) < rest.len;) {
        rest = str_slice(rest, at + 1, rest.len);
        const char *close = memchr(rest.s, '>', rest.len);
        size_t end = close ? (size_t)(close - rest.s) : rest.len;
        struct str name = value_of(str_slice(rest, 0, end), STR("charset"));
        if (name.len)
            return unless_disproved(name, bytes);
    }
    return STR("");
}

struct str xml_declared_encoding(struct str bytes)
{
    const char *close = memmem(bytes.s, bytes.len < 256 ? bytes.len : 256, "?>", 2);
    if (!str_starts(bytes, STR("<?xml")) || !close)
        return STR("");
    struct str declaration = str_slice(bytes, 0, (size_t)(close - bytes.s));
    return unless_disproved(value_of(declaration, STR("encoding")), bytes);
}
