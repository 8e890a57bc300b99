/* check.h - what a cell of a table must look like. */
#ifndef NEWSGAZ_GAZETTEER_CHECK_H
#define NEWSGAZ_GAZETTEER_CHECK_H

#include "base/str.h"

/* The first byte that is not allowed in a table and why, or NULL when all is well. */
struct bad_text {
    size_t at, length;
    int code;
    const char *message, *hint;
};
bool check_text(struct str text, struct bad_text *ret);

/* A year of the date `text` in EDTF: its first (or last) one. Open and unknown ends give NO_YEAR.
 * False when it is no date. */
bool check_date(struct str text, bool last, int *ret_year);

/* Millionths of a degree within ±limit degrees. */
bool check_degrees(struct str text, int limit, int32_t *ret);

enum { LONGEST_ID = 120 };
bool check_id(struct str text);       /* lower-case letters, digits, hyphens; not too long */
bool check_language(struct str text); /* the shape of a BCP 47 tag */
bool check_country(struct str text);  /* "AZ", or "X-NK" for what ISO does not know */
bool check_number(struct str text, uint32_t *ret);

#endif
