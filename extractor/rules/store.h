/* store.h - the compiled patterns of the rules that have no tree in one file, to be mapped by later
 * processes. */
#ifndef NEWSGAZ_RULES_STORE_H
#define NEWSGAZ_RULES_STORE_H

#include "rules/pattern.h"

struct store {
    struct str mapped;
};

void store_write(const struct grammar *const *grammars, size_t count, const char *hash,
                 struct buffer *into);

/* False when the file is no such store, or damaged. `ret_hash` is that given to store_write. */
bool store_open(struct store *store, const char *path, char ret_hash[65]);
void store_close(struct store *store);

/* Gives each rule of the grammar its pattern's bytes, if the store has them. */
void store_link(const struct store *store, struct grammar *grammar);

/* The rule's pattern from its bytes; NULL when there are none, or they are damaged. */
struct pattern *store_pattern(const struct grammar *grammar, const struct rule *rule);

#endif
