/* language.h - what the text stage must know of each language: rules/languages.tsv and, in each
 * language's folder, text.tsv (class TAB words):
 *     function       a word that tells the language ("della", "avec", "which")
 *     abbreviation   a word whose dot ends no sentence ("Sept", "dott", "M")
 *     byline         what begins a byline ("By", "di", "Propos recueillis par")
 *     caption        what begins or marks a caption ("Foto", "Photo by")
 *     boilerplate    words of page furniture ("follow us", "newsletter")
 *     ending         how words of the language, and few others, end ("ght", "zione"): asked where
 *                    function words leave a short text open */
#ifndef NEWSGAZ_TEXT_LANGUAGE_H
#define NEWSGAZ_TEXT_LANGUAGE_H

#include "base/diag.h"
#include "text/fold.h"
#include "text/text.h"

enum { MOST_LANGUAGES = 8 };

enum text_class {
    TEXT_FUNCTION,
    TEXT_ABBREVIATION,
    TEXT_BYLINE,
    TEXT_CAPTION,
    TEXT_BOILERPLATE,
    TEXT_CLASSES
};

struct text_phrase {
    uint64_t hashes[4];
    uint8_t count;
    uint8_t class;
    language lang;
};

struct ending {
    struct str letters;
    language lang;
};

struct phrase_slot {
    uint64_t hash;
    uint64_t languages;    /* a byte each: 1 where it is a phrase of one word */
    uint32_t first;        /* of the phrases that begin with this word */
    uint16_t count;        /* of these; 0: empty */
    uint8_t classes;       /* of these: bits by enum text_class */
};

struct languages {
    size_t count;
    struct str codes[MOST_LANGUAGES]; /* "en": BCP 47 */
    ARRAY(struct text_phrase) phrases; /* sorted by first hash, longest first */
    ARRAY(struct ending) endings;
    struct phrase_slot *slots;         /* hash table over first hashes */
    uint32_t mask;
};

/* Reads `folder`/languages.tsv and each language's text.tsv. False if there were errors. */
bool languages_load(struct languages *ret, const char *folder, const struct fold *fold,
                    struct arena *arena, struct diag *diag);

/* Whether libexttextcat has its models, which are opened on first need only. False, and each that
 * is missing told, if not. */
bool language_models_check(struct diag *diag);

/* The language of a code such as "en", "en-GB" or "IT"; LANGUAGE_UNKNOWN if it is none of ours. */
language language_of_code(const struct languages *languages, struct str code);
struct str language_code(const struct languages *languages, language lang);

/* What is known of a word: never NULL, all zero when nothing is. Asked of every word, so that the
 * loop has one branch, which hardly ever is taken. */
static inline const struct phrase_slot *language_word(const struct languages *languages,
                                                      uint64_t hash)
{
    uint32_t slot = (uint32_t)hash & languages->mask;
    while ((languages->slots[slot].hash != hash) & (languages->slots[slot].count != 0))
        slot = (slot + 1) & languages->mask;
    return &languages->slots[slot];
}

#endif
