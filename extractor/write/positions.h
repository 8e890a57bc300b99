/* positions.h - byte offsets of the text as code points, which is what a record states.
 * Mentions come nearly in text order, so the distance from the last answer is counted, in either
 * direction; text that is all ASCII needs no counting. No memory is taken. */
#ifndef NEWSGAZ_WRITE_POSITIONS_H
#define NEWSGAZ_WRITE_POSITIONS_H

#include "base/str.h"

struct positions {
    struct str text; /* valid UTF-8 */
    bool ascii;
    size_t byte, code_point; /* the last answer */
};

struct positions positions_of(struct str text);

/* Code points before `byte`, which stands at a code point boundary of the text or at its end. */
size_t positions_at(struct positions *positions, size_t byte);

#endif
