/* quote.h - a mention with the words around it, as a report quotes it. */
#ifndef NEWSGAZ_COVERAGE_QUOTE_H
#define NEWSGAZ_COVERAGE_QUOTE_H

#include "base/buffer.h"
#include "text/text.h"
#include "write/positions.h"

struct citation {
    struct str file;
    uint32_t at;                /* code points into the text of the record */
    struct str before, after;   /* a few words of its sentence, on one line */
};

struct quoting {
    const struct text *text;
    struct str file;
    struct arena *arena;        /* of what is quoted */
    struct positions positions;
    struct buffer scratch;
};

/* `file` is copied. End with quoting_end. */
struct quoting quoting_of(const struct text *text, struct str file, struct arena *arena);
void quoting_end(struct quoting *q);

/* The span, which must hold letters or digits. */
struct citation quote(struct quoting *q, struct span at);

/* What stands there without markup and characters that are not seen, white space as one space. */
struct str quote_words(struct quoting *q, struct span at);

/* The number of the first word that ends behind the byte; the number of words if there is none. */
size_t text_word_from(const struct text *text, uint32_t byte);

/* The sentence that a word stands in. */
const struct sentence *text_sentence_of(const struct text *text, size_t word);

#endif
