#include <stdlib.h>

#include "base/arena.h"
#include "gazetteer/keys.h"

uint64_t key_pair(uint64_t a, uint64_t b)
{
    uint64_t key = (a ^ (b + 0x9E3779B97F4A7C15u + (a << 6))) * 0xD6E8FEB86659FD93u;
    key ^= key >> 32;
    key *= 0xD6E8FEB86659FD93u;
    return (key ^ key >> 32) | 1;
}

uint64_t key_of(struct str text)
{
    uint64_t key = text.len;
    for (size_t i = 0; i < text.len; i++)
        key = (key ^ (unsigned char)text.s[i]) * 0x100000001B3u + (key >> 47);
    return key_pair(key, text.len);
}

static struct key_slot *find(const struct keys *keys, uint64_t key)
{
    size_t at = key & (keys->capacity - 1);
    while (keys->slots[at].key && keys->slots[at].key != key)
        at = (at + 1) & (keys->capacity - 1);
    return &keys->slots[at];
}

static void grow(struct keys *keys)
{
    struct keys larger = { .capacity = keys->capacity ? keys->capacity * 2 : 1024 };
    larger.slots = xmalloc(larger.capacity * sizeof *larger.slots);
    memset(larger.slots, 0, larger.capacity * sizeof *larger.slots);
    for (size_t i = 0; i < keys->capacity; i++)
        if (keys->slots[i].key)
            *find(&larger, keys->slots[i].key) = keys->slots[i];
    larger.count = keys->count;
    free(keys->slots);
    *keys = larger;
}

uint32_t keys_put(struct keys *keys, uint64_t key, uint32_t fresh, bool *ret_old)
{
    if (keys->count * 4 >= keys->capacity * 3)
        grow(keys);
    struct key_slot *slot = find(keys, key);
    *ret_old = slot->key != 0;
    if (!*ret_old) {
        *slot = (struct key_slot){ key, fresh };
        keys->count++;
    }
    return slot->value;
}

void keys_set(struct keys *keys, uint64_t key, uint32_t value)
{
    bool old;
    keys_put(keys, key, value, &old);
    find(keys, key)->value = value;
}

uint32_t keys_get(const struct keys *keys, uint64_t key)
{
    if (!keys->capacity)
        return UINT32_MAX;
    struct key_slot *slot = find(keys, key);
    return slot->key ? slot->value : UINT32_MAX;
}

void keys_free(struct keys *keys)
{
    free(keys->slots);
    *keys = (struct keys){ 0 };
}
