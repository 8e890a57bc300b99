#include <unicode/uchar.h>

#include "base/letter.h"

unsigned letter_kinds(uint32_t c)
{
    static const struct {
        uint32_t categories;
        unsigned kind;
    } kinds[] = {
        { U_GC_L_MASK, KIND_LETTER }, { U_GC_LU_MASK, KIND_UPPER }, { U_GC_LL_MASK, KIND_LOWER },
        { U_GC_N_MASK, KIND_NUMBER }, { U_GC_CO_MASK, KIND_PRIVATE },
    };
    uint32_t category = U_GET_GC_MASK((UChar32)c);
    unsigned all = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        all |= category & kinds[i].categories ? kinds[i].kind : 0;
    return all;
}

uint32_t letter_fold(uint32_t c)
{
    return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

uint32_t letter_other_case(uint32_t c)
{
    uint32_t folded = letter_fold(c);
    return folded != c ? folded : (uint32_t)u_toupper((UChar32)c);
}
