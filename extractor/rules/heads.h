/* heads.h - sets of what a text can begin with, in 64 bits: the letters of ASCII in either case,
 * digits, each sign, and the first bytes of all other characters. Such a set tells of most attempts
 * to match something that they are in vain. */
#ifndef NEWSGAZ_RULES_HEADS_H
#define NEWSGAZ_RULES_HEADS_H

#include <stdbool.h>
#include <stdint.h>

#define ALL_HEADS UINT64_MAX

extern const uint8_t head_numbers[256];

/* The set of what begins with the byte; 0 stands for the end of a text. */
static inline uint64_t head_of(unsigned char byte)
{
    return UINT64_C(1) << head_numbers[byte];
}

/* Of all characters outside ASCII but for symbols (rules.h). */
uint64_t heads_of_others(void);

/* Of the symbols whose bits, 1 << SYMBOL_…, are given. */
uint64_t heads_of_symbols(uint32_t symbols);

/* Of a character in either case. */
uint64_t heads_of_character(uint32_t code_point);

/* Of the characters of ASCII whose bits are given. */
uint64_t heads_of_ascii(const uint64_t ascii[2]);

/* What a match may begin with: a run of letters, one of digits, or a symbol. */
enum start_kind { START_WORD, START_NUMBER, START_SYMBOL, START_KINDS };

extern const uint64_t start_heads[START_KINDS];

/* Of the characters of such a run. */
static inline uint64_t heads_of_start(enum start_kind kind)
{
    return start_heads[kind];
}

/* For a set of first characters: that of the bytes that such a character can end with. */
uint64_t heads_of_last(uint64_t heads);

#endif
