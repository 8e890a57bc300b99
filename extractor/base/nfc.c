#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "base/nfc.h"
#include "base/utf8.h"

enum { LONGEST = 512 }; /* code units looked at together */

/* Below U+0300 there are neither marks nor letters that NFC changes. */
static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.s[i] >= 0xCC)
            return false;
    return true;
}

size_t nfc_prefix(struct str text)
{
    if (is_plain(text))
        return text.len;
    UErrorCode status = U_ZERO_ERROR;
    UChar units[LONGEST + 2];
    size_t offsets[LONGEST + 3];
    size_t at = 0;
    int32_t count = 0;
    while (at < text.len && count < LONGEST) {
        offsets[count] = offsets[count + 1] = at;
        uint32_t c = utf8_next(text, &at);
        U16_APPEND_UNSAFE(units, count, c);
    }
    offsets[count] = at;
    int32_t good = unorm2_spanQuickCheckYes(unorm2_getNFCInstance(&status), units, count, &status);
    bool all = unorm2_isNormalized(unorm2_getNFCInstance(&status), units, count, &status);
    return all && U_SUCCESS(status) ? text.len : offsets[good];
}

/* Of a name or the like: what is longer is cut off. */
static void append_normalized(const UNormalizer2 *form, struct str text, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar source[LONGEST], normal[LONGEST * 4];
    int32_t count = 0;
    for (size_t at = 0; at < text.len && count < LONGEST - 1;) {
        uint32_t c = utf8_next(text, &at);
        U16_APPEND_UNSAFE(source, count, c);
    }
    count = unorm2_normalize(form, source, count, normal, LONGEST * 4, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < count;) {
        char bytes[4];
        uint32_t c;
        U16_NEXT(normal, i, count, c);
        buffer_add(into, (struct str){ bytes, utf8_put(c, bytes) });
    }
}

void nfc_append(struct str text, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    if (nfc_prefix(text) == text.len)
        buffer_add(into, text);
    else
        append_normalized(unorm2_getNFCInstance(&status), text, into);
}

void nfc_append_id(struct str text, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    struct buffer apart = { 0 };
    size_t begun = into->len;
    append_normalized(unorm2_getNFKDInstance(&status), text, &apart);
    for (size_t i = 0; i < apart.len; i++) {
        char c = apart.bytes[i];
        bool capital = c >= 'A' && c <= 'Z';
        if (capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buffer_byte(into, capital ? (char)(c - 'A' + 'a') : c);
        else if ((unsigned char)c < 128 && into->len > begun && into->bytes[into->len - 1] != '-')
            buffer_byte(into, '-');
    }
    while (into->len > begun && into->bytes[into->len - 1] == '-')
        into->len--;
    buffer_free(&apart);
}

void nfc_append_titled(struct str word, struct buffer *into)
{
    bool begins = true;
    for (size_t at = 0; at < word.len;) {
        char bytes[4];
        uint32_t c = utf8_next(word, &at);
        uint32_t shown = begins ? c : (uint32_t)u_tolower((UChar32)c);
        buffer_add(into, (struct str){ bytes, utf8_put(shown, bytes) });
        begins = !u_isalpha((UChar32)c);
    }
}

bool nfc_is_shouted(struct str word)
{
    size_t capitals = 0;
    for (size_t at = 0; at < word.len;) {
        uint32_t c = utf8_next(word, &at);
        if (u_islower((UChar32)c))
            return false;
        capitals += u_isupper((UChar32)c) != 0;
    }
    return capitals >= 3;
}

enum nfc_letter nfc_first_letter(struct str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        uint32_t type = U_GET_GC_MASK((UChar32)c);
        if (type & (U_GC_LU_MASK | U_GC_LT_MASK))
            return NFC_CAPITAL;
        if (type & U_GC_LL_MASK)
            return NFC_SMALL;
        if (type & U_GC_L_MASK)
            return NFC_CASELESS;
    }
    return NFC_NO_LETTER;
}

uint32_t nfc_compose(uint32_t letter, uint32_t mark)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    UChar32 composed = U_SUCCESS(status) ? unorm2_composePair(nfc, (UChar32)letter, (UChar32)mark) : -1;
    return composed < 0 ? 0 : (uint32_t)composed;
}

bool nfc_is_mark(uint32_t c)
{
    return U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK;
}

uint32_t nfc_lower(uint32_t c)
{
    return (uint32_t)u_tolower((UChar32)c);
}

int nfc_digit(uint32_t c)
{
    return u_charDigitValue((UChar32)c);
}
