/* lists.h - files the rows of a compiled gazetteer by a hash (see layout.h). Rows here are structs
 * whose first member is that hash, uint64_t; `size` is the bytes of one. */
#ifndef NEWSGAZ_GAZETTEER_LISTS_H
#define NEWSGAZ_GAZETTEER_LISTS_H

#include "base/buffer.h"

/* How two rows of one list stand to each other: by hash first. Those that are alike stay in their
 * order. */
typedef int lists_order(const void *left, const void *right);

void lists_sort(void *rows, size_t size, size_t count, lists_order *order);

/* Of about six rows each. */
uint32_t lists_for(size_t rows);

/* Appends where each list of the sorted rows begins, and their end. */
void lists_starts(const void *rows, size_t size, size_t count, uint32_t lists,
                  struct buffer *starts);

/* Fills the section of their filter: of the hashes not in it, one of twelve passes. */
void lists_filter(const void *rows, size_t size, size_t count, struct buffer *filter);

#endif
