#include "text/parts.h"

enum { MOST_AT_ONCE = 255 }; /* what a byte can count */

static void add_counts(uint64_t counts, uint32_t to[MOST_LANGUAGES])
{
    for (int i = 0; i < MOST_LANGUAGES; i++)
        to[i] += counts >> 8 * i & 255;
}

/* All languages are counted at once, a byte each: no branch that a word could mislead. */
static void tally(const struct word *word, const struct languages *languages,
                  struct paragraph *paragraph)
{
    for (uint32_t left = paragraph->words; left;) {
        const struct word *end = word + (left < MOST_AT_ONCE ? left : MOST_AT_ONCE);
        uint64_t counts = 0;
        left -= (uint32_t)(end - word);
        for (; word < end; word++) {
            const struct phrase_slot *known = language_word(languages, word->hash);
            counts += known->languages;
            paragraph->classes |= known->classes;
        }
        add_counts(counts, paragraph->known);
    }
}

void paragraphs_tally(const struct text *text, const struct languages *languages,
                      struct paragraphs *paragraphs)
{
    for (size_t i = 0; i < paragraphs->count; i++)
        tally(text->words.items + paragraphs->items[i].first_word, languages, &paragraphs->items[i]);
}
