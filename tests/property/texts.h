/* texts.h - texts made at random, always the same ones, out of what makes news hard to read. */
#ifndef NEWSGAZ_TESTS_TEXTS_H
#define NEWSGAZ_TESTS_TEXTS_H

#include "base/buffer.h"
#include "rules/rules.h"

/* splitmix64: the same numbers on every machine. */
struct chance {
    uint64_t state;
};

uint64_t chance_next(struct chance *chance);
size_t chance_below(struct chance *chance, size_t limit);

/* True once in `times`. */
bool chance_once_in(struct chance *chance, size_t times);

/* Adds the examples of all rules to what texts are made of. `rules` must outlive all use. */
void texts_add_examples(const struct rules *rules);

/* Replaces the contents of `into` by a text of valid UTF-8, about `pieces` phrases long. With
 * `noise`, characters that are seldom seen stand between and inside the phrases. */
void text_make(struct chance *chance, size_t pieces, bool noise, struct buffer *into);

/* Replaces the contents of `into` by `text` in a normal form of Unicode. */
void text_compose(struct str text, struct buffer *into);
void text_decompose(struct str text, struct buffer *into);

/* Replaces the contents of `into` by `text` in that encoding. False when it cannot carry it. */
bool text_encode(struct str text, const char *encoding, struct buffer *into);

/* Replaces the contents of `into` by UTF-8 of bytes in that encoding. */
void text_decode(struct str bytes, const char *encoding, struct buffer *into);

#endif
