/* letter.h - what Unicode says of a single character: its kind, and which others differ from it in
 * case only. */
#ifndef NEWSGAZ_BASE_LETTER_H
#define NEWSGAZ_BASE_LETTER_H

#include <stdint.h>

enum {
    KIND_LETTER = 1,
    KIND_UPPER = 2,
    KIND_LOWER = 4,
    KIND_NUMBER = 8,
    KIND_PRIVATE = 16, /* for private use */
};

/* The version of Unicode that all this is taken from: "15.0". */
const char *letter_unicode(void);

/* The kinds that the character is of, as bits. */
unsigned letter_kinds(uint32_t code_point);

/* The same character for all that differ in case only. */
uint32_t letter_fold(uint32_t code_point);

/* Its capital, or what it is the capital of; itself if it has neither. */
uint32_t letter_other_case(uint32_t code_point);

#endif
