#include <unicode/uchar.h>

#include "base/letter.h"

const char *letter_unicode(void)
{
    return U_UNICODE_VERSION;
}

unsigned letter_kinds(uint32_t c)
{
    static const uint8_t kinds[U_CHAR_CATEGORY_COUNT] = {
        [U_UPPERCASE_LETTER] = KIND_LETTER | KIND_UPPER,
        [U_LOWERCASE_LETTER] = KIND_LETTER | KIND_LOWER,
        [U_TITLECASE_LETTER] = KIND_LETTER,
        [U_MODIFIER_LETTER] = KIND_LETTER,
        [U_OTHER_LETTER] = KIND_LETTER,
        [U_DECIMAL_DIGIT_NUMBER] = KIND_NUMBER,
        [U_LETTER_NUMBER] = KIND_NUMBER,
        [U_OTHER_NUMBER] = KIND_NUMBER,
        [U_PRIVATE_USE_CHAR] = KIND_PRIVATE,
    };
    return kinds[u_charType((UChar32)c)];
}

uint32_t letter_fold(uint32_t c)
{
    if (c < 128)
        return c >= 'A' && c <= 'Z' ? c | 32 : c;
    return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

uint32_t letter_other_case(uint32_t c)
{
    uint32_t folded = letter_fold(c);
    return folded != c ? folded : (uint32_t)u_toupper((UChar32)c);
}
