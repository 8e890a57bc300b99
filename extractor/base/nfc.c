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
