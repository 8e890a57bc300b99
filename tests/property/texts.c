#include "texts.h"

#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/utf8.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* ---- chance ------------------------------------------------------------------------------- */

uint64_t chance_next(struct chance *chance)
{
    uint64_t x = chance->state += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

size_t chance_below(struct chance *chance, size_t limit)
{
    return (size_t)(chance_next(chance) % limit);
}

bool chance_once_in(struct chance *chance, size_t times)
{
    return chance_below(chance, times) == 0;
}

/* ---- phrases ------------------------------------------------------------------------------ */

static const char *const phrases[] = {
    /* names, in the spellings of all three languages */
    "Stepanakert", "Xankəndi", "Khankendi", "Haut-Karabakh", "Nagorno-Karabakh", "Nagorno Karabakh",
    "l'Armenia", "dell’Azerbaigian", "d’Arménie", "en Azerbaïdjan", "Erevan", "Yerevan", "Şuşa",
    "Shushi", "Chouchi", "Goris", "GORIS", "Tbilissi", "Baku", "Bakou", "Côte d’Ivoire", "New York",
    "Parigi", "la Géorgie", "United Kingdom", "Mr Aliyev", "Ilham Əliyev", "Nikol Pachinian",
    "Nikol Pashinyan", "Recep Tayyip Erdoğan", "the Armenians", "gli armeni", "les Azéris",
    "**Goris**", "[Stepanakert](https://example.org/a)", "_Lachin_", "corridoio di Laçın",
    "**Steppa**nakert", "the U.S. and the E.U.", "Washington, D.C.", "São Tomé", "İstanbul",
    /* dates */
    "on 26 September 2023", "September 26, 2023", "on Monday evening", "il 26 settembre 2023",
    "nella notte del 1° maggio", "lunedì sera", "le 1er mars", "mardi 19 septembre 2023", "2020-09-27",
    "27.09.2020", "27/09/20", "in the 1990s", "negli anni Novanta", "between 1991 and 1994",
    "since last week", "two days earlier", "tre giorni fa", "il y a deux semaines", "hier soir",
    "in autunno", "early March", "à la mi-août", "the 44-day war", "Sept. 3", "alle 18.30", "à 7h45",
    "19–20 September", "dal 19 al 20 settembre",
    /* numbers that harm nobody */
    "2.9 million inhabitants", "28,120", "3 500 euros", "3\u202F500\u00A0€", "3.500 euro", "40 %",
    "12,5 per cento", "Resolution 2391", "85 officials", "page 12", "the Twenty-Seven", "a dozen",
    "une vingtaine", "un centinaio", "ventottomila", "quatre-vingt-dix-sept", "trentadue", "1º",
    "aged 34", "5,000 km²", "½", "１２", "XIX secolo", "M23", "n. 7", "n° 4", "G7", "covid-19",
    /* harm */
    "68 people died", "at least 12 people were killed", "killing two soldiers and wounding 14",
    "no casualties", "dozens of wounded", "30 fatalities, including seven civilians",
    "almeno 12 persone sono morte", "senza vittime", "i feriti sono una trentina", "tre dispersi",
    "il bilancio è salito a 125 morti", "hanno perso la vita ventotto minatori",
    "au moins 12 personnes ont été tuées", "aucun blessé", "une dizaine de blessés, dont trois enfants",
    "le bilan s’élève à 68 morts", "100,000 refugees", "più di 100.000 profughi",
    "plus de 100\u00A0000 réfugiés", "between 10 and 12 dead", "da 10 a 12 morti",
    "the minister said", "ha detto il ministro", "selon le ministère", "secondo la Croce Rossa",
    /* what stands between */
    "the", "of", "di", "de la", "il governo", "le gouvernement", "the government", "and", "e", "et",
    "“so they say”", "« dit-il »", "«dice»", "‘here’", "(see below)", "[1]", "[12] A note.", "—", "…",
    "https://example.org/x_y?a=1&b=2", "a@example.org", "# Heading", "* item", "- item", "> quoted",
    "By Anna Rossi", "Di Marco Bianchi", "Photo: Reuters", "Foto di Lucia Verdi", "Read more", "&amp;",
    "<b>", "]]>", "\"quoted\"", "\\", "{number}", "'", "’", "l’", "dell’", "qu’", "\xF0\x9F\x98\xA2",
    "👨‍👩‍👧", "🇦🇲", "Ստեփանակերտ", "Степанакерт", "ხანკენდი", "مصر", "東京", "ﬁn", "Ǆ", "ſeptember", "K",
};

static const char *const joints[] = {
    " ", " ", " ", " ", " ", " ", " ", ", ", ", ", ". ", ". ", ".\n", "\n", "\n\n", ".\n\n", "; ", ": ",
    " - ", " – ", "-", "'", "’", "", "\u00A0", "\u202F", "  ", "\t", "? ", "! ", ".", ".”\n", " « ",
};

static const char *const noises[] = {
    "\u00AD", "\u200B", "\u200D", "\u200C", "\u200E", "\u200F", "\u202B", "\u202C", "\u2060", "\uFEFF",
    "\u2028", "\u2029", "\xC2\x85", "\u0301", "\u0327", "\u20DD", "\uFE0F", "\uE000", "\uE205", "\uF8FF",
    "\U000F0000", "\uFFFD", "\uFFFE", "\U0010FFFF", "\x01", "\x0B", "\x0C", "\x1B", "\x7F", "\xC2\x80",
    "\r\n", "\r", "\n", "*", "**", "_", "](", "[", "](#)", "\u02BC", "\u02BB", "\u2019", "\u2011", "٣",
    "\u3000", "\u0345", "\u1160",
};

static const struct rules *examples;

void texts_add_examples(const struct rules *rules)
{
    examples = rules;
}

/* The text of an example of any rule, or nothing. */
static struct str some_example(struct chance *chance)
{
    size_t lang = chance_below(chance, examples->languages->count);
    const struct grammar *grammar = rules_grammar(examples, (language)lang);
    if (!grammar->rules.count)
        return STR("");
    const struct rule *rule = &grammar->rules.items[chance_below(chance, grammar->rules.count)];
    return rule->examples.count ? rule->examples.items[chance_below(chance, rule->examples.count)].text
                                : STR("");
}

static struct str some_phrase(struct chance *chance)
{
    if (examples && chance_once_in(chance, 3))
        return some_example(chance);
    return str_of(phrases[chance_below(chance, LENGTH(phrases))]);
}

static struct str some_noise(struct chance *chance)
{
    return str_of(noises[chance_below(chance, LENGTH(noises))]);
}

/* A phrase, once in a while broken by noise between any two of its characters. */
static void add_phrase(struct chance *chance, struct str phrase, bool noise, struct buffer *into)
{
    size_t cut = noise && phrase.len && chance_once_in(chance, 4) ? chance_below(chance, phrase.len)
                                                                  : 0;
    while (cut > 0 && utf8_is_tail(phrase.s[cut]))
        cut--;
    buffer_add(into, str_slice(phrase, 0, cut));
    if (cut)
        buffer_add(into, some_noise(chance));
    buffer_add(into, str_slice(phrase, cut, phrase.len));
}

static void add_form(struct chance *chance, struct str phrase, bool noise, struct buffer *into)
{
    struct buffer apart = { 0 };
    if (noise && chance_once_in(chance, 6)) {
        text_decompose(phrase, &apart);
        phrase = buffer_str(&apart);
    }
    add_phrase(chance, phrase, noise, into);
    buffer_free(&apart);
}

void text_make(struct chance *chance, size_t pieces, bool noise, struct buffer *into)
{
    into->len = 0;
    for (size_t i = 0; i < pieces; i++) {
        add_form(chance, some_phrase(chance), noise, into);
        if (noise && chance_once_in(chance, 8))
            buffer_add(into, some_noise(chance));
        buffer_add(into, str_of(joints[chance_below(chance, LENGTH(joints))]));
    }
}

/* ---- forms and encodings ------------------------------------------------------------------ */

static UChar *to_units(struct str text, int32_t *ret_count)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = (int32_t)text.len + 1;
    UChar *units = malloc(sizeof *units * (size_t)room);
    u_strFromUTF8(units, room, ret_count, text.s, (int32_t)text.len, &status);
    if (U_FAILURE(status))
        abort();
    return units;
}

static void from_units(const UChar *units, int32_t count, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = 0;
    into->len = 0;
    buffer_reserve(into, 3 * (size_t)count + 1);
    u_strToUTF8(into->bytes, (int32_t)into->capacity, &len, units, count, &status);
    into->len = (size_t)len;
    if (U_FAILURE(status))
        abort();
}

static void normalise(const UNormalizer2 *form, struct str text, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t count, room = 4 * (int32_t)text.len + 16;
    UChar *units = to_units(text, &count), *normal = malloc(sizeof *normal * (size_t)room);
    int32_t len = unorm2_normalize(form, units, count, normal, room, &status);
    if (U_FAILURE(status))
        abort();
    from_units(normal, len, into);
    free(normal);
    free(units);
}

void text_compose(struct str text, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    normalise(unorm2_getNFCInstance(&status), text, into);
}

void text_decompose(struct str text, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    normalise(unorm2_getNFDInstance(&status), text, into);
}

bool text_encode(struct str text, const char *encoding, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t count;
    UConverter *converter = ucnv_open(encoding, &status);
    UChar *units = to_units(text, &count);
    ucnv_setFallback(converter, false);
    ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    into->len = 0;
    buffer_reserve(into, 4 * (size_t)count + 16);
    into->len = (size_t)ucnv_fromUChars(converter, into->bytes, (int32_t)into->capacity, units, count,
                                        &status);
    ucnv_close(converter);
    free(units);
    return U_SUCCESS(status);
}

void text_decode(struct str bytes, const char *encoding, struct buffer *into)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = 2 * (int32_t)bytes.len + 16;
    UConverter *converter = ucnv_open(encoding, &status);
    UChar *units = malloc(sizeof *units * (size_t)room);
    int32_t count = ucnv_toUChars(converter, units, room, bytes.s, (int32_t)bytes.len, &status);
    if (U_FAILURE(status))
        abort();
    ucnv_close(converter);
    from_units(units, count, into);
    free(units);
}
