/* test_text.c - folding, words, sentences, zones and languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fts.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include "base/file.h"
#include "base/utf8.h"
#include "read/reader.h"
#include "text/stage.h"
#include "text/words.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct arena for_all, arena;
static struct fold *fold;
static struct languages languages;

static int open_fold(void **state)
{
    struct buffer table = { 0 };
    struct diag diag = { 0 };
    fold_build(&table);
    fold = fold_open(arena_str(&for_all, buffer_str(&table)));
    buffer_free(&table);
    languages_load(&languages, NEWSGAZ_RULES, fold, &for_all, &diag);
    diag_print(&diag, stderr);
    diag_free(&diag);
    return !fold || languages.count < 3;
}

static int close_fold(void **state)
{
    fold_close(fold);
    arena_free(&for_all);
    arena_free(&arena);
    return 0;
}

static int forget(void **state)
{
    arena_reset(&arena);
    return 0;
}

static struct str in_arena(struct buffer *buffer)
{
    struct str copy = arena_str(&arena, buffer_str(buffer));
    buffer_free(buffer);
    return copy;
}

/* ---- folding ------------------------------------------------------------------------------ */

static struct str folded(struct str text)
{
    struct buffer letters = { 0 };
    fold_append(fold, text, &letters);
    return in_arena(&letters);
}

static struct str from_units(const UChar *units, int32_t count)
{
    UErrorCode status = U_ZERO_ERROR;
    char utf8[512];
    int32_t len;
    u_strToUTF8(utf8, sizeof utf8, &len, units, count, &status);
    assert_true(U_SUCCESS(status));
    return arena_str(&arena, (struct str){ utf8, (size_t)len });
}

static int32_t units_of(UChar32 c, UChar units[2])
{
    int32_t count = 0;
    U16_APPEND_UNSAFE(units, count, c);
    return count;
}

static bool is_mark(UChar32 c)
{
    return U_GET_GC_MASK(c) & U_GC_M_MASK;
}

/* Letters that this project folds in its own way, alone or with accents. */
static bool is_own(UChar32 c)
{
    static const UChar own[] = u"əƏǝƎıİłŁđĐøØæÆœŒßẞðÐþÞħĦĸ";
    UErrorCode status = U_ZERO_ERROR;
    UChar units[2], apart[64];
    int32_t count = unorm2_normalize(unorm2_getNFKDInstance(&status), units, units_of(c, units), apart,
                                     64, &status);
    return u_memchr(own, count ? apart[0] : 0, LENGTH(own) - 1) || u_memchr(own, (UChar)c, LENGTH(own));
}

/* NFKC_Casefold, decomposed, letters and digits only. */
static struct str folded_by_icu(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[2], cased[64], apart[64], letters[64];
    int32_t count = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&status), units,
                                     units_of(c, units), cased, 64, &status);
    count = unorm2_normalize(unorm2_getNFDInstance(&status), cased, count, apart, 64, &status);
    assert_true(U_SUCCESS(status));
    int32_t kept = 0;
    for (int32_t at = 0; at < count;) {
        UChar32 part;
        U16_NEXT(apart, at, count, part);
        if (u_isalnum(part))
            U16_APPEND_UNSAFE(letters, kept, part);
    }
    return from_units(letters, kept);
}

static struct str character(UChar32 c)
{
    char utf8[4];
    return arena_str(&arena, (struct str){ utf8, utf8_put((uint32_t)c, utf8) });
}

static bool divides_words(UChar32 c)
{
    bool apostrophe = c >= 0x2B9 && c <= 0x2BC;
    return apostrophe || !(u_isalnum(c) || is_mark(c));
}

static void every_code_point_folds_as_icu_has_it(void **state)
{
    for (UChar32 c = 0; c < 0x110000; c++) {
        if (U_IS_SURROGATE(c))
            continue;
        assert_int_equal(fold_is_word(fold, (uint32_t)c), !divides_words(c));
        if (divides_words(c) || is_own(c))
            continue;
        struct str expected = is_mark(c) ? STR("") : folded_by_icu(c);
        if (!str_equal(folded(character(c)), expected))
            fail_msg("U+%04X folds to '%s', not '%s'", (unsigned)c, folded(character(c)).s, expected.s);
        arena_reset(&arena);
    }
}

/* However a character is written, it folds to the same letters. */
static void decomposed_folds_the_same(void **state)
{
    for (UChar32 c = 0; c < 0x110000; c++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar units[2], apart[64];
        if (U_IS_SURROGATE(c) || divides_words(c))
            continue;
        int32_t count = unorm2_normalize(unorm2_getNFDInstance(&status), units, units_of(c, units),
                                         apart, 64, &status);
        if (divides_words(apart[0]) || u_memchr(apart, 0x345, count)) /* only in Greek */
            continue;
        struct str whole = folded(character(c)), parts = folded(from_units(apart, count));
        if (!str_equal(whole, parts))
            fail_msg("U+%04X folds to '%s', decomposed to '%s'", (unsigned)c, whole.s, parts.s);
        arena_reset(&arena);
    }
}

static void letters_fold(void **state)
{
    static const struct {
        const char *text, *folded;
    } letters[] = {
        { "Stepanakert", "stepanakert" }, { "Xankəndi", "xankandi" },   { "XANKƏNDİ", "xankandi" },
        { "Şuşa", "susa" },               { "Iğdır", "igdir" },         { "Łódź", "lodz" },
        { "Đorđe", "dorde" },             { "Tromsø", "tromso" },       { "Ærø", "aero" },
        { "cœur", "coeur" },              { "Weiß", "weiss" },          { "CÔTE D’IVOIRE", "cotedivoire" },
        { "Haut-Karabakh", "hautkarabakh" }, { "ﬁn", "fin" },           { "XIXᵉ", "xixe" },
        { "Ｇ７", "g7" },                 { "1ª", "1a" },               { "ſeptember", "september" },
        { "Ǽ ǿ", "aeo" },                 { "Ереван", "ереван" },       { "", "" },
        { " .,;’\"", "" },                { "so\u00ADft", "soft" },     { "Sʻhushi", "shushi" },
    };
    for (size_t i = 0; i < LENGTH(letters); i++) {
        assert_string_equal(folded(str_of(letters[i].text)).s, letters[i].folded);
        assert_true(fold_hash(fold, str_of(letters[i].text)) ==
                    fold_hash(fold, str_of(letters[i].folded)));
    }
    for (size_t i = 1; i < LENGTH(letters); i++)
        assert_true(fold_hash(fold, str_of(letters[i].text)) !=
                    fold_hash(fold, str_of(letters[0].text)) || i == 0);
}

static void damaged_tables_are_refused(void **state)
{
    struct buffer table = { 0 };
    fold_build(&table);
    struct str whole = in_arena(&table);
    assert_null(fold_open(STR("")));
    assert_null(fold_open(STR("no table at all")));
    assert_null(fold_open(str_slice(whole, 0, 8)));
    assert_null(fold_open(str_slice(whole, 0, whole.len / 2)));
    ((char *)whole.s)[0] ^= 1;
    assert_null(fold_open(whole));
}

/* ---- words -------------------------------------------------------------------------------- */

static struct text text_of(const char *name, const char *contents)
{
    struct article *article = arena_new(&arena, struct article);
    struct text text;
    struct source source = { .name = str_of(name), .bytes = str_of(contents) };
    assert_null(article_read(source, &arena, article));
    text_analyse(article, fold, &languages, LANGUAGE_UNKNOWN, &arena, &text);
    return text;
}

/* Words with a space between them, or '+' where they are glued. */
static struct str show_words(const struct text *text)
{
    struct buffer shown = { 0 };
    for (size_t i = 0; i < text->words.count; i++) {
        const struct word *word = &text->words.items[i];
        if (i)
            buffer_byte(&shown, word->flags & WORD_GLUED ? '+' : ' ');
        buffer_add(&shown, str_slice(text->bytes, word->start, word->end));
        assert_true(word->hash == fold_hash(fold, str_slice(text->bytes, word->start, word->end)));
    }
    return in_arena(&shown);
}

static void words_divide(void **state)
{
    static const struct {
        const char *text, *words;
    } samples[] = {
        { "l'Armenia e dell’Azerbaigian", "l+Armenia e dell+Azerbaigian" },
        { "Nagorno-Karabakh; Haut–Karabakh", "Nagorno+Karabakh Haut+Karabakh" },
        { "the U.S. and the E.U.", "the U+S and the E+U" },
        { "28,120 or 2.9 or 27.03.15, 12.", "28,120 or 2.9 or 27.03.15 12" },
        { "3 500 et 3\u202F500\u00A0€", "3 500 et 3 500" },
        { "18h30, 1er, 44-day, M23", "18h30 1er 44+day M23" },
        { "1,a 1.b .5 5. 5,", "1+a 1+b 5 5 5" },
        { "Ste\u0301phane Şuşa", "Ste\u0301phane Şuşa" },
        { "Stepa\u00ADnakert Ye\u200Brevan", "Stepa\u00ADnakert Ye\u200Brevan" },
        { "\u200EGoris\u200F \uFEFFBaku\u00AD.", "Goris Baku" },
        { "a\u0301 \u0301 \u0301b", "a\u0301 b" },
        { "Belgrade.A local", "Belgrade+A local" },
        { "was [reportedly](#) killed", "was reportedly killed" },
        { "**Goris**, _Baku_ e <https://example.org/a>", "Goris Baku e" },
        { "## Heading\n\n**x**", "Heading x" },
        { "Ստեփանակերտ Степанакерт 東京", "Ստեփանակերտ Степанакерт 東京" },
        { "👨‍👩‍👧 \U0001F1E6\U0001F1F2 x", "x" },
        { "…—«»“”", "" },
        { "", "" },
    };
    for (size_t i = 0; i < LENGTH(samples); i++) {
        struct text text = text_of("a.md", samples[i].text);
        assert_string_equal(show_words(&text).s, samples[i].words);
    }
}

static void words_know_their_case(void **state)
{
    static const struct {
        const char *word;
        uint8_t flags;
    } samples[] = {
        { "goris", 0 },        { "Goris", WORD_CAPITAL }, { "GORIS", WORD_CAPITAL | WORD_CAPITALS },
        { "A", WORD_CAPITAL }, { "NATOs", WORD_CAPITAL }, { "Élysée", WORD_CAPITAL },
        { "ŞUŞA", WORD_CAPITAL | WORD_CAPITALS },         { "ə", 0 },  { "İzmir", WORD_CAPITAL },
        { "2023", WORD_DIGITS }, { "1er", WORD_DIGITS },  { "M23", WORD_CAPITAL },
        { "G7", WORD_CAPITAL },  { "東京", 0 },
    };
    for (size_t i = 0; i < LENGTH(samples); i++) {
        struct text text = { .bytes = str_of(samples[i].word) };
        words_scan(fold, &text, &arena);
        assert_int_equal(text.words.count, 1);
        assert_int_equal(text.words.items[0].flags, samples[i].flags);
    }
}

/* ---- sentences ---------------------------------------------------------------------------- */

/* The text with a bar before each sentence but the first. */
static struct str show_sentences(const struct text *text)
{
    struct buffer shown = { 0 };
    uint32_t at = 0;
    for (size_t i = 0; i < text->sentences.count; i++) {
        const struct sentence *sentence = &text->sentences.items[i];
        assert_true(text->words.items[sentence->first_word].flags & WORD_FIRST);
        buffer_add(&shown, str_slice(text->bytes, at, sentence->at.start));
        if (i)
            buffer_byte(&shown, '|');
        at = sentence->at.start;
    }
    buffer_add(&shown, str_slice(text->bytes, at, text->bytes.len));
    return in_arena(&shown);
}

/* Texts with bars where sentences are to begin. */
static const char *const divided[] = {
    "He fled. |She stayed.",
    "Who fled? |Nobody! |So they say.",
    "Dr. Smith met Gen. Jones on Sept. 3 in St. Louis. |They left.",
    "Il dott. Rossi e il sig. Bianchi sono a Goris. |Poi partono.",
    "M. Martin et Mme Blanc sont à Erevan. |Ils restent.",
    "G. Gavin and J. R. Smith wrote it. |Others read it.",
    "S. Noiret et E\u0301. Blanc partent. |Ils reviennent.",
    "Prices rose by 3.5 per cent. |In 2023 they fell.",
    "It cost 3.500 euro. |12 people paid.",
    "“We fled,” he said. |“They burned it.” |Nobody came.",
    "« Nous partons. » |Elle pleure.",
    "«Andiamo.» |Nessuno risponde.",
    "They left… |Then silence.",
    "They left … and came back. |Later they slept.",
    "He lives in Belgrade.|A local paper wrote this.|Nobody read it.",
    "the N.A.T.O. and Sept.Co and node.js stay whole",
    "See example.org for more. |It is free.",
    "Version 2.0 of the U.S. report is out. |Read it.",
    "It ended at 5 p.m. on Monday. |We slept.",
    "(See below.) |He fled.",
    "He fled (to Goris). |She stayed.",
    "the end. of it all",
    "They said no. |Then they left for No. 7.",
    "He moved on. |Photo and text are from years ago. |Nobody cared.",
    "He said: \"Go.\" |\"Where?\" |She left.",
    "He left. |(She did not.) |[So they say.]",
    "One line\n|Another line.",
    "A first paragraph ends here.\n\n|A second one begins. |And ends.",
};

static void sentences_end(void **state)
{
    for (size_t i = 0; i < LENGTH(divided); i++) {
        struct buffer plain = { 0 };
        struct str rest = str_of(divided[i]);
        while (rest.len)
            buffer_add(&plain, str_split(&rest, '|'));
        struct text text = text_of("a.txt", in_arena(&plain).s);
        assert_string_equal(show_sentences(&text).s, divided[i]);
    }
}

static void wrapped_lines_are_one_sentence(void **state)
{
    struct text text = text_of("a.txt",
        "Several families walked all night along the road to the border,\n"
        "where the guards let them through without looking at any paper\n"
        "or asking where they came from. Some of them had not eaten for\n"
        "two days, and the children slept on the shoulders of strangers\n"
        "who had left their own towns the week before. Nobody spoke.\n");
    assert_int_equal(text.sentences.count, 3);
}

/* A line that begins in lower case goes on with the last one, whatever its first letter. */
static void broken_lines_are_one_sentence(void **state)
{
    struct text text = text_of("a.txt",
        "Il sindaco della città più vicina al confine con la provincia\n"
        "è arrivato in serata.\n"
        "Le maire de la ville la plus proche de la frontière du pays\n"
        "e\u0301tait la\u0300 lui aussi.\n");
    assert_int_equal(text.sentences.count, 2);
}

static void headings_are_sentences(void **state)
{
    struct text text = text_of("a.md", "# The road to Goris\n\nPeople walk along the road. They are "
                                       "tired.\n\n## What comes next\n\nNobody knows.\n");
    assert_string_equal(show_sentences(&text).s,
                        "# The road to Goris\n\n|People walk along the road. |They are "
                        "tired.\n\n|## What comes next\n\n|Nobody knows.\n");
}

/* ---- sentences as ICU has them ------------------------------------------------------------ */

struct tally {
    size_t gaps, same;
};

/* True when ICU begins a sentence between the two places of the text. */
static bool icu_divides(UBreakIterator *icu, uint32_t from, uint32_t to)
{
    int32_t at = ubrk_following(icu, (int32_t)from);
    return at != UBRK_DONE && at <= (int32_t)to;
}

static bool has_end(struct str gap)
{
    return memchr(gap.s, '.', gap.len) || memchr(gap.s, '!', gap.len) || memchr(gap.s, '?', gap.len) ||
           memmem(gap.s, gap.len, "…", strlen("…"));
}

/* ICU takes initials for ends of sentences. */
static bool is_initial(const struct text *text, const struct word *word)
{
    return utf8_count(str_slice(text->bytes, word->start, word->end)) == 1 &&
           !(word->flags & WORD_DIGITS);
}

/* Gaps between two words of one paragraph in which a sentence could end. */
static void compare_gaps(const struct text *text, const struct sentence *from,
                         const struct sentence *to, UBreakIterator *icu, struct tally *tally)
{
    for (uint32_t i = from->first_word; i + 1 < to->first_word + to->words; i++) {
        const struct word *before = &text->words.items[i], *after = before + 1;
        struct str gap = str_slice(text->bytes, before->end, after->start);
        if (!has_end(gap) || is_initial(text, before))
            continue;
        bool ours = after->flags & WORD_FIRST, theirs = icu_divides(icu, before->end, after->start);
        tally->gaps++;
        tally->same += ours == theirs;
        if (ours != theirs)
            printf("  %s here only: %.*s[%.*s]%.*s\n", ours ? "ours" : "ICU",
                   (int)(before->end - before->start), text->bytes.s + before->start, STR_ARG(gap),
                   (int)(after->end - after->start), text->bytes.s + after->start);
    }
}

static void compare_with_icu(const struct text *text, const char *locale, struct tally *tally)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *utf8 = utext_openUTF8(NULL, text->bytes.s, (int64_t)text->bytes.len, &status);
    UBreakIterator *icu = ubrk_open(UBRK_SENTENCE, locale, NULL, 0, &status);
    ubrk_setUText(icu, utf8, &status);
    assert_true(U_SUCCESS(status));
    const struct sentence *sentences = text->sentences.items;
    for (size_t i = 0, first = 0; i < text->sentences.count; i++)
        if (i + 1 == text->sentences.count || sentences[i + 1].paragraph != sentences[i].paragraph) {
            compare_gaps(text, &sentences[first], &sentences[i], icu, tally);
            first = i + 1;
        }
    ubrk_close(icu);
    utext_close(utf8);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void compare_file(const char *path, const char *lang, struct tally *tally)
{
    struct buffer contents = { 0 };
    assert_int_equal(file_read(path, 1 << 20, &contents), 0);
    struct text text = text_of(path, in_arena(&contents).s);
    compare_with_icu(&text, arena_printf(&arena, "%s@ss=standard", lang).s, tally);
    arena_reset(&arena);
}

static void corpora_divide_as_icu_has_it(void **state)
{
    static const char *const langs[] = { "en", "fr", "it" };
    for (size_t i = 0; i < LENGTH(langs); i++) {
        struct tally tally = { 0 };
        char folder[512];
        snprintf(folder, sizeof folder, "%s/%s", NEWSGAZ_CORPORA, langs[i]);
        char *const roots[] = { folder, NULL };
        FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
        for (FTSENT *file; walk && (file = fts_read(walk));)
            if (file->fts_info == FTS_F)
                compare_file(file->fts_path, langs[i], &tally);
        fts_close(walk);
        printf("%s: %zu of %zu as ICU\n", langs[i], tally.same, tally.gaps);
        assert_true(tally.gaps > 200 && tally.same * 100 >= tally.gaps * 97);
    }
}

/* ---- zones and languages ------------------------------------------------------------------ */

/* A line for each segment: zone, language, and how it begins. */
static struct str show_segments(const char *contents)
{
    struct text text = text_of("a.txt", contents);
    struct buffer shown = { 0 };
    for (size_t i = 0; i < text.segments.count; i++) {
        const struct segment *segment = &text.segments.items[i];
        struct str surface = span_text(text.bytes, segment->at);
        buffer_printf(&shown, "%s %.*s: %.*s\n", zone_name(segment->zone),
                      STR_ARG(language_code(&languages, segment->lang)),
                      (int)(surface.len < 10 ? surface.len : 10), surface.s);
    }
    return in_arena(&shown);
}

static const struct {
    const char *article, *segments;
} zoned[] = {
    { "Families reach the border after a long night\n\nBy Anna Rossi\n\n(October 2, 2023)\n\n"
      "They had walked for two days when the guards let them through, and nobody asked.\n\n"
      "Photo by Carl Blue: a tent near the road.\n\n"
      "[1] The figure is that of the town hall.\n\n"
      "Sign up for our newsletter\n",
      "headline en: Families r\nbyline en: By Anna Ro\ndateline en: (October 2\nbody en: They had w\n"
      "caption en: Photo by C\nfootnote en: [1] The fi\nboilerplate en: Sign up fo\n" },
    { "Le famiglie arrivano al confine dopo una notte di cammino\n\nArticolo di Marco Bianchi\n\n"
      "Avevano camminato per due giorni quando le guardie li hanno fatti passare, senza chiedere.\n\n"
      "Foto di Lucia Verdi: una tenda vicino alla strada.\n",
      "headline it: Le famigli\nbyline it: Articolo d\nbody it: Avevano ca\ncaption it: Foto di Lu\n" },
    { "Les familles arrivent à la frontière après une nuit de marche\n\nPar Jeanne Martin\n\n"
      "Elles avaient marché deux jours quand les gardes les ont laissées passer sans rien demander.\n\n"
      "Photo : une tente près de la route.\n",
      "headline fr: Les famill\nbyline fr: Par Jeanne\nbody fr: Elles avai\ncaption fr: Photo : un\n" },
    /* a byline in small letters goes on no long headline */
    { "La lunga notte di Derna, dove il fiume ha cancellato interi quartieri\n"
      "di Anna Conti, Bengasi, 3 maggio 2024\n\n"
      "Avevano camminato per due giorni quando le guardie li hanno fatti passare, senza chiedere.\n",
      "headline it: La lunga n\ndateline it: di Anna Co\nbody it: Avevano ca\n" },
    { "La lunga notte di Derna, dove il fiume ha cancellato interi quartieri\n"
      "e nessuno sa quanti siano i morti\n\n"
      "Avevano camminato per due giorni quando le guardie li hanno fatti passare, senza chiedere.\n",
      "headline it: La lunga n\nbody it: Avevano ca\n" },
    /* "ET" is no "et" */
    { "Gunmen attack the hospital\nPublished Nov. 3, 2021, 5:00 a.m. ET\n\n"
      "At least two of the guards were killed when the gunmen came in, officials said.\n",
      "headline en: Gunmen att\nbody en: At least t\n" },
    /* a footnote of two lines */
    { "The road is open again and the first lorries have reached the town with bread.\n\n"
      "[1] M. Verdi, The long road\nA view from the pass, in the review of the alpine club.\n"
      "[2] The same.\n\nThe shops of the town had been closed for weeks, and nobody knew why.\n",
      "body en: The road i\nfootnote en: [1] M. Ver\nbody en: The shops \n" },
    /* page furniture in another language */
    { "The road is open again and the first lorries have reached the town with bread.\n\n"
      "Nobody knows how long it will stay open, because the guards have said nothing.\n\n"
      "Iscriviti alla nostra newsletter per non perdere le notizie della settimana.\n",
      "body en: The road i\nboilerplate it: Iscriviti \n" },
    /* three languages on a page */
    { "The road is open again and the first lorries have reached the town with bread.\n\n"
      "La route est ouverte de nouveau et les premiers camions sont arrivés avec du pain.\n\n"
      "La strada è di nuovo aperta e i primi camion sono arrivati in città con il pane.\n",
      "body en: The road i\nbody fr: La route e\nbody it: La strada \n" },
    /* languages that are none of ours */
    { "The road is open again and the first lorries have reached the town with bread.\n\n"
      "Die Straße ist wieder offen, und die ersten Lastwagen haben die Stadt mit Brot erreicht. "
      "Niemand weiß, wie lange sie offen bleibt, denn die Wachen haben nichts gesagt.\n\n"
      "Ճանապարհը կրկին բաց է, և առաջին բեռնատարները հացով հասել են քաղաք։ Ոչ ոք չգիտի, թե "
      "որքան ժամանակ այն բաց կմնա։\n\n"
      "Nobody knows how long it will stay open, because the guards have said nothing.\n",
      "body en: The road i\nbody und: Die Straß\nbody en: Nobody kno\n" },
    /* a comment is no headline */
    { "Three towns count their dead\n\n<!-- three? ask again -->\n\n"
      "The shops of the town had been closed for weeks, and nobody knew why.\n",
      "headline en: Three town\nboilerplate en: <!-- three\nbody en: The shops \n" },
    /* a lone sentence is no headline */
    { "Goris, 26 September 2023", "body en: Goris, 26 \n" },
    { "", "" },
    { "\n\n  \n", "" },
};

static void segments(void **state)
{
    for (size_t i = 0; i < LENGTH(zoned); i++)
        assert_string_equal(show_segments(zoned[i].article).s, zoned[i].segments);
}

/* A headline or note has hardly a function word: words of news and endings tell. */
static void short_texts_have_a_language(void **state)
{
    static const struct {
        const char *text, *lang;
    } samples[] = {
        { "Bus plunge kills 19 pilgrims", "en" },
        { "Six detained after riots in Goris", "en" },
        { "La tregua fu firmata il 9 novembre.", "it" },
        { "La corte decide dopodomani.", "it" },
        { "Morts : 12. Blessés : 30.", "fr" },
        { "La frontière a rouvert il y a peu.", "fr" },
        { "Der Präsident sprach von zehn Soldaten.", "und" },
        /* … and a list of names is as sparse in ours */
        { "Honoured in Goris were Anna Reed, Tom Marsh, Levon Saroyan, Mher Avakian, Aram Petrossian, "
          "Hugh Bell, Nora Quill, Ruben Galstyan and, in Kapan, Vahe Danielyan and Lilit Grigoryan.", "en" },
        /* kindred languages have words of ours, but far fewer of them */
        { "El alcalde dijo ayer que al menos doce personas murieron en el incendio de la refinería, según "
          "los primeros datos de los bomberos, y que otras veinte han sido hospitalizadas.", "und" },
        { "O prefeito disse ontem que pelo menos doze pessoas morreram no incêndio da refinaria, segundo "
          "os primeiros dados dos bombeiros, e que outras vinte foram hospitalizadas.", "und" },
    };
    for (size_t i = 0; i < LENGTH(samples); i++) {
        struct text text = text_of("a.txt", samples[i].text);
        struct str code = language_code(&languages, text.segments.items[0].lang);
        assert_true(str_is(code, samples[i].lang));
    }
}

static void codes_of_languages(void **state)
{
    language en = language_of_code(&languages, STR("en"));
    assert_true(en < languages.count);
    assert_int_equal(language_of_code(&languages, STR("en-GB")), en);
    assert_int_equal(language_of_code(&languages, STR("EN_us")), en);
    assert_int_equal(language_of_code(&languages, STR("eng")), LANGUAGE_UNKNOWN);
    assert_int_equal(language_of_code(&languages, STR("e")), LANGUAGE_UNKNOWN);
    assert_int_equal(language_of_code(&languages, STR("")), LANGUAGE_UNKNOWN);
    assert_int_equal(language_of_code(&languages, STR("tr")), LANGUAGE_UNKNOWN);
    assert_string_equal(language_code(&languages, LANGUAGE_UNKNOWN).s, "und");
}

static void declared_language_wins(void **state)
{
    struct article article = { 0 };
    struct text text;
    language fr = language_of_code(&languages, STR("fr"));
    article_from_text(STR("a"), STR("Goris: 12 morts, 3 blessés"), &arena, &article);
    assert_int_equal(text_analyse(&article, fold, &languages, fr, &arena, &text), fr);
    assert_int_equal(text.segments.items[0].lang, fr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_code_point_folds_as_icu_has_it, forget),
        cmocka_unit_test_teardown(decomposed_folds_the_same, forget),
        cmocka_unit_test_teardown(letters_fold, forget),
        cmocka_unit_test_teardown(damaged_tables_are_refused, forget),
        cmocka_unit_test_teardown(words_divide, forget),
        cmocka_unit_test_teardown(words_know_their_case, forget),
        cmocka_unit_test_teardown(sentences_end, forget),
        cmocka_unit_test_teardown(wrapped_lines_are_one_sentence, forget),
        cmocka_unit_test_teardown(broken_lines_are_one_sentence, forget),
        cmocka_unit_test_teardown(headings_are_sentences, forget),
        cmocka_unit_test_teardown(corpora_divide_as_icu_has_it, forget),
        cmocka_unit_test_teardown(segments, forget),
        cmocka_unit_test_teardown(short_texts_have_a_language, forget),
        cmocka_unit_test_teardown(codes_of_languages, forget),
        cmocka_unit_test_teardown(declared_language_wins, forget),
    };
    return cmocka_run_group_tests(tests, open_fold, close_fold);
}
