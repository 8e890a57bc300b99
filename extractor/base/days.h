/* days.h - EDTF values as the days from which and to which they last. */
#ifndef NEWSGAZ_BASE_DAYS_H
#define NEWSGAZ_BASE_DAYS_H

#include "base/str.h"

#define NO_DAY INT32_MIN

/* Both count days since 1970-01-01; NO_DAY where an end is open or not known. */
struct days {
    int32_t first, last;
};

/* "2023-09", "199X", "2023-21" (spring), "2023-09-19/2023-09-20", "2018/..", "2023-09~". A value
 * that names no year has no days. */
struct days days_of(struct str edtf);

static inline bool days_known(struct days days)
{
    return days.first != NO_DAY && days.last != NO_DAY;
}

/* "2023-09-19" and a NUL; empty for NO_DAY. */
struct day_text {
    char text[16];
};

struct day_text day_text(int32_t day);

#endif
