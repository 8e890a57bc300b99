/* keys.h - a table from 64-bit hashes to numbers, for building; equal hashes are the same key. */
#ifndef NEWSGAZ_GAZETTEER_KEYS_H
#define NEWSGAZ_GAZETTEER_KEYS_H

#include "base/str.h"

struct key_slot {
    uint64_t key; /* 0: empty */
    uint32_t value;
};

struct keys {
    struct key_slot *slots;
    size_t count, capacity; /* a power of two */
};

/* The value of `key`, which is `fresh` if it was not there; *ret_old tells which. */
uint32_t keys_put(struct keys *keys, uint64_t key, uint32_t fresh, bool *ret_old);

/* UINT32_MAX when `key` is not there. */
uint32_t keys_get(const struct keys *keys, uint64_t key);

/* Gives `key` a value, be it there or not. */
void keys_set(struct keys *keys, uint64_t key, uint32_t value);
void keys_free(struct keys *keys);

uint64_t key_of(struct str text);
uint64_t key_pair(uint64_t a, uint64_t b);

#endif
