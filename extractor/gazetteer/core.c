#include "gazetteer/core.h"

#include "text/words.h"

enum {
    HEADS = CLASS_AREA_HEAD | CLASS_WATER_HEAD,
    SMALL = CLASS_PARTICLE | CLASS_CONNECTING | CLASS_ARTICLE | CLASS_DETERMINER,
    LONGEST_SMALL = 4, LONGEST_CORE = 120,
};

uint32_t classes_in_any(const struct index *index, uint64_t word)
{
    uint32_t classes = 0;
    const uint32_t *list = list_at(&index->word_lists, word);
    for (uint32_t i = list[0]; i < list[1]; i++)
        if (index->words[i].hash == word)
            classes |= index->words[i].classes;
    return classes;
}

void core_of(const struct index *index, struct str name, struct core *ret)
{
    char rest[LONGEST_CORE];
    struct arena arena = { 0 };
    struct text text = { .bytes = name };
    size_t len = 0;
    *ret = (struct core){ .count = 0 };
    words_scan(index->fold, &text, &arena);
    for (size_t i = 0; i < text.words.count; i++) {
        const struct word *word = &text.words.items[i];
        uint32_t classes = classes_in_any(index, word->hash), letters = word->end - word->start;
        bool small = classes & SMALL && !(classes & CLASS_GIVEN) && letters <= LONGEST_SMALL;
        ret->heads |= classes & HEADS;
        ret->cut |= small || classes & HEADS;
        if (small || classes & HEADS || len + letters >= LONGEST_CORE)
            continue;
        memcpy(rest + len, name.s + word->start, letters);
        len += letters;
        rest[len++] = ' ';
    }
    if (len)
        ret->count = press_keys(&index->press, index->fold, (struct str){ rest, len - 1 },
                                ALL_READINGS, ret->keys);
    for (size_t i = 0; i < ret->count; i++)
        ret->keys[i] = press_joined(&ret->keys[i]);
    arena_free(&arena);
}
