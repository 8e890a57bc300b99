#include "base/letter.h"
#include "rules/heads.h"
#include "rules/rules.h"

/* The private characters: U+E000 to U+EFFF, and from U+F000 on, which not all are. */
enum { DIGIT, A, CONTROL = 60, FIRST_PRIVATE, SECOND_PRIVATE, OTHER };

#define EIGHT(number) number, number, number, number, number, number, number, number
#define OTHERS EIGHT(OTHER), EIGHT(OTHER)
#define LETTERS \
    A, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26

const uint8_t head_numbers[256] = {
    EIGHT(CONTROL), EIGHT(CONTROL), EIGHT(CONTROL), EIGHT(CONTROL),
    27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, /* space to / */
    EIGHT(DIGIT), DIGIT, DIGIT, 43, 44, 45, 46, 47, 48,             /* : to ? */
    49, LETTERS, 50, 51, 52, 53, 54,                                /* @ and [ to _ */
    55, LETTERS, 56, 57, 58, 59, CONTROL,                           /* ` and { to ~ */
    OTHERS, OTHERS, OTHERS, OTHERS, OTHERS, OTHERS,
    EIGHT(OTHER), OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, FIRST_PRIVATE, SECOND_PRIVATE,
    OTHERS,
};

#define HEAD(number) (UINT64_C(1) << (number))

uint64_t heads_of_others(void)
{
    return HEAD(OTHER) | HEAD(SECOND_PRIVATE);
}

uint64_t heads_of_symbols(uint32_t symbols)
{
    uint64_t heads = 0;
    for (uint32_t i = 0; i < SYMBOL_COUNT; i++)
        if (symbols >> i & 1)
            heads |= heads_of_character(SYMBOL_BASE + i * SYMBOL_INDEXES);
    return heads;
}

uint64_t heads_of_character(uint32_t c)
{
    if (c >= 0xE000 && c <= 0xFFFF)
        return HEAD(c < 0xF000 ? FIRST_PRIVATE : SECOND_PRIVATE);
    return c < 128 ? head_of((unsigned char)c) : HEAD(OTHER);
}

uint64_t heads_of_ascii(const uint64_t ascii[2])
{
    uint64_t heads = 0;
    for (unsigned i = 0; i < 2; i++)
        for (uint64_t left = ascii[i]; left; left &= left - 1)
            heads |= head_of((unsigned char)(i * 64 + (unsigned)__builtin_ctzll(left)));
    return heads;
}

const uint64_t start_heads[START_KINDS] = {
    [START_WORD] = ((UINT64_C(1) << 26) - 1) << A | HEAD(OTHER),
    [START_NUMBER] = HEAD(DIGIT),
    [START_SYMBOL] = HEAD(FIRST_PRIVATE),
};

uint64_t heads_of_last(uint64_t heads)
{
    uint64_t others = heads_of_others() | HEAD(FIRST_PRIVATE);
    return heads & others ? heads | HEAD(OTHER) : heads;
}
