/* test_read.c - the readers: encodings and offsets, HTML pages, XML formats, attacks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <unicode/ucnv.h>

#include "base/file.h"
#include "base/utf8.h"
#include "read/encoding.h"
#include "read/metadata.h"
#include "read/reader.h"

static struct arena arena, table_arena;
static struct page_words page_words;

static int load_page_words(void **state)
{
    struct diag diag = { 0 };
    assert_true(page_words_load(&page_words, NEWSGAZ_RULES "/pages.tsv", &table_arena, &diag));
    diag_free(&diag);
    return 0;
}

static int forget_page_words(void **state)
{
    arena_free(&table_arena);
    return 0;
}

static int forget(void **state)
{
    arena_free(&arena);
    return 0;
}

static void assert_text(struct str actual, const char *expected)
{
    const char *text = arena_str(&arena, actual).s;
    assert_string_equal(text, expected);
}

static const char *try_read(const char *name, struct str bytes, struct article *ret)
{
    struct source source = { .name = str_of(name), .bytes = bytes, .words = &page_words };
    return article_read(source, &arena, ret);
}

static struct article read_as(const char *name, struct str bytes)
{
    struct article article;
    assert_null(try_read(name, bytes, &article));
    assert_int_equal(utf8_valid(article.text), article.text.len);
    return article;
}

static bool has(const struct article *article, const char *wanted)
{
    return strstr(arena_str(&arena, article->text).s, wanted) != NULL;
}

/* The blocks of a zone, with bars between them. */
static struct str in_zone(const struct article *article, enum zone zone)
{
    struct str all = STR("");
    for (size_t i = 0; i < article->zones.count; i++) {
        if (article->zones.items[i].zone != zone)
            continue;
        struct str block = span_text(article->text, article->zones.items[i].at);
        all = arena_printf(&arena, "%.*s%s%.*s", STR_ARG(all), all.len ? "|" : "", STR_ARG(block));
    }
    return all;
}

static void assert_zone(const struct article *article, enum zone zone, const char *expected)
{
    assert_text(in_zone(article, zone), expected);
}

/* Marks lie in the text, in order, and do not overlap. */
static void assert_marks_in_order(const struct article *article)
{
    uint32_t end = 0;
    for (size_t i = 0; i < article->zones.count; i++) {
        struct span at = article->zones.items[i].at;
        assert_true(at.start >= end && at.end > at.start && at.end <= article->text.len);
        end = at.end;
    }
}

/* ---- encodings and offsets ----------------------------------------------------------------- */

/* Every character's bytes in the source decode to the character, and so does all before it. */
static void assert_offsets(const struct article *article, struct str source)
{
    assert_true(article->has_source_offsets);
    uint32_t previous = article_source_offset(article, 0);
    for (size_t at = 0, end; at < article->text.len; at = end) {
        end = at;
        utf8_next(article->text, &end);
        uint32_t next = article_source_offset(article, (uint32_t)end);
        assert_true(next > previous && next <= source.len);
        struct article slice = { 0 };
        decode(str_slice(source, previous, next), article->encoding, &arena, &slice);
        assert_true(str_equal(slice.text, str_slice(article->text, at, end)));
        previous = next;
    }
    assert_int_equal(previous, source.len);
}

static struct str encode(const char *utf8, const char *encoding)
{
    UErrorCode status = U_ZERO_ERROR;
    char *bytes = arena_alloc(&arena, strlen(utf8) * 2 + 8);
    int32_t len = ucnv_convert(encoding, "UTF-8", bytes, (int32_t)strlen(utf8) * 2 + 8, utf8, -1,
                               &status);
    assert_true(U_SUCCESS(status));
    return (struct str){ bytes, (size_t)len };
}

static const struct {
    const char *encoding, *text;
} encoded[] = {
    { "UTF-8", "Perché la città è al buio, chiede il sindaco di Şuşa 🌍." },
    { "UTF-8", "L’été dernier, le cœur de Noël — à 20 € l’entrée." },
    { "UTF-8", "The café in Xankəndi closed “for good” on Monday." },
    { "windows-1252", "“Perché no?”, dice il ministro: la città è sicura – per ora." },
    { "windows-1252", "L’enquête n’a rien donné, répète le procureur à l’été finissant…" },
    { "windows-1252", "The “café bomber” — as the papers called him — was never found." },
    { "ISO-8859-1", "La città è senz'acqua perché le tubature sono gelate; così dice il comune." },
    { "ISO-8859-1", "Les pompiers ont évacué l'hôpital où dormaient les blessés du séisme." },
    { "ISO-8859-1", "A café owner and his fiancée were slightly hurt in the blast." },
    { "ISO-8859-15", "Il biglietto costerà 12 € e sarà più caro nelle città d'arte." },
    { "ISO-8859-15", "Le cœur de la cité vit au ralenti: 40 € la nuit à l'hôtel." },
    { "ISO-8859-15", "The fine for the café was set at 300 € by the court." },
    { "windows-1254", "Il presidente Erdoğan è atteso a Şuşa, dove vedrà gli sfollati della città." },
    { "windows-1254", "Le président Erdoğan s'est rendu à Şuşa après la cérémonie d'été." },
    { "windows-1254", "Mr Erdoğan met Mr Kılıçdaroğlu in İzmir and flew on to Iğdır." },
    { "UTF-16LE", "Perché la città è al buio, chiede il sindaco 🌍." },
    { "UTF-16LE", "L’été dernier, à Noël, 20 € l’entrée." },
    { "UTF-16BE", "The café in Xankəndi closed “for good” on Monday." },
};

static void test_encodings_are_told_apart(void **state)
{
    for (size_t i = 0; i < sizeof encoded / sizeof *encoded; i++) {
        struct str source = encode(encoded[i].text, encoded[i].encoding);
        struct article article = read_as("a.txt", source);
        assert_text(article.encoding, encoded[i].encoding);
        assert_text(article.text, encoded[i].text);
        assert_int_equal(article.replaced, 0);
        assert_offsets(&article, source);
    }
}

static void test_declared_encodings(void **state)
{
    static const char *const encodings[] = { "windows-1252", "iso-8859-15", "windows-1254",
                                             "UTF-16LE", "UTF-8", "GB18030", "macintosh" };
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        struct str source = encode("Così è già caduta la neve.\nFin qui.", encodings[i]);
        struct article article = { .has_source_offsets = true };
        decode(source, str_of(encodings[i]), &arena, &article);
        assert_text(article.text, "Così è già caduta la neve.\nFin qui.");
        assert_offsets(&article, source);
    }
    struct article article = { 0 };
    decode(STR("d\x92un caf\xE9"), STR("ISO-8859-1"), &arena, &article);
    assert_text(article.text, "d’un café");
    assert_text(article.encoding, "windows-1252");
    decode(STR("plain"), STR("no-such-encoding"), &arena, &article);
    assert_text(article.text, "plain");
}

static void test_offsets_survive_what_is_changed(void **state)
{
    const struct {
        struct str source;
        const char *text;
        uint32_t replaced;
    } cases[] = {
        { STR(""), "", 0 },
        { STR("\xEF\xBB\xBF"), "", 0 },
        { STR("a\r\nb\r\r\nc\rd\n"), "a\nb\n\nc\nd\n", 0 },
        { STR("\xEF\xBB\xBF" "caffè\r\n"), "caffè\n", 0 },
        { STR("\xFF\xFE" "a\0\xE8\0\r\0\n\0\x3D\xD8\x00\xDE"), "aè\n😀", 0 },
        { STR("\xFE\xFF\0a\0\xE8"), "aè", 0 },
        { STR("e\xCC\x80 \xC3\xA8 \xF0\x9F\x87\xAE\xF0\x9F\x87\xB9\r\n"),
          "e\xCC\x80 \xC3\xA8 🇮🇹\n", 0 },
        { STR("a\0b\x01" "c\x7F"), "a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\x7F", 2 },
        { STR("x\xEF\xBF\xBEy"), "x\xEF\xBF\xBDy", 1 },
        { STR("ligne\x0C" "page"), "ligne\xEF\xBF\xBDpage", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article article = read_as("a.txt", cases[i].source);
        assert_text(article.text, cases[i].text);
        assert_int_equal(article.replaced, cases[i].replaced);
        if (article.text.len)
            assert_offsets(&article, cases[i].source);
    }
}

/* One replacement for each maximal subpart (Unicode, table 3-8 and its neighbours). */
static void test_invalid_utf8(void **state)
{
    const struct {
        struct str source;
        uint32_t replaced;
    } cases[] = {
        { STR("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), 8 },
        { STR("\xED\xA0\x80\xED\xBF\xBF\x41"), 6 },
        { STR("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), 7 },
        { STR("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), 4 },
        { STR("ok \xE2\x82"), 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article article = { .has_source_offsets = true };
        decode(cases[i].source, STR("utf-8"), &arena, &article);
        assert_int_equal(article.replaced, cases[i].replaced);
        assert_offsets(&article, cases[i].source);
    }
    struct article article = read_as("a.txt", STR("Già caduta la neve a Forlì e a Cefalù: così \xE2\x82"));
    assert_text(article.encoding, "UTF-8");
    assert_int_equal(article.replaced, 1);
}

/* One byte that went wrong does not make another encoding of the rest. */
static void test_utf8_with_faults(void **state)
{
    static const char *const faulty[] = {
        "Trois bless\xC3\xA9s, dit le minist\xC3\xA8re \xE0 Erevan apr\xC3\xA8s l'\xC3\xA9t\xC3\xA9.",
        "La citt\xC3\xA0 \xC3\xA8 al buio perch\xC3\xA9 la rete \xE8 gi\xC3\xB9, dice Forl\xC3\xAC.",
        "L\xE2\x80\x99\xC3\xA9t\xC3\xA9 dernier \xFF\xFE, le c\xC5\x93ur de No\xC3\xABl.",
    };
    static const uint32_t replaced[] = { 1, 1, 2 };
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
        struct article article = read_as("a.txt", str_of(faulty[i]));
        assert_text(article.encoding, "UTF-8");
        assert_int_equal(article.replaced, replaced[i]);
        assert_offsets(&article, str_of(faulty[i]));
    }
    struct article capitals = read_as("a.txt", STR("\xABLIBERT\xC9\xBB, \xE0 Erevan"));
    assert_text(capitals.encoding, "ISO-8859-1");
}

static void test_front_matter(void **state)
{
    struct article article = read_as("a.md", STR(
        "---\ntitle: \"Cinque morti: a Goris\"\ndate: 2023-09-26T18:30:00+02:00\r\nauthors: [Ada Neri, "
        "Ugo Viola]\nlang: it\ntags: [a, b]\n---\n\n# Titolo\n\nTesto.\n"));
    assert_text(article.title, "Cinque morti: a Goris");
    assert_text(article.published, "2023-09-26");
    assert_int_equal(article.basis, PUBLISHED_METADATA);
    assert_text(article.author, "Ada Neri, Ugo Viola");
    assert_text(article.lang, "it");
    assert_true(article.zones_in_part);
    assert_int_equal(article.zones.count, 1);
    assert_true(str_ends(span_text(article.text, article.zones.items[0].at), STR("b]\n---")));
    static const char *const others[] = { "---\ntitle: x\n", "title: x\n---\n", "--- \n---\n", "" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        article = read_as("a.md", str_of(others[i]));
        assert_int_equal(article.zones.count + article.title.len, 0);
    }
    assert_int_equal(read_as("a.txt", STR("---\ntitle: x\n---\nText.")).zones.count, 0);
}

static void test_plain_utf8_is_borrowed(void **state)
{
    struct str source = STR("Così è.\n\tFine.\n");
    struct article article = read_as("a.txt", source);
    assert_ptr_equal(article.text.s, source.s);
    assert_int_equal(article.offsets.count, 0);
    assert_int_equal(article_source_offset(&article, 5), 5);
}

/* ---- readers -------------------------------------------------------------------------------- */

static void test_reader_is_chosen_by_ending_then_by_content(void **state)
{
    static const struct {
        const char *name, *bytes, *format;
    } cases[] = {
        { "a.txt", "<html>", "text" },     { "a.MD", "x", "markdown" },
        { "d.x/a.Html", "x", "html" },     { "a.xml", "<a/>", "xml" },
        { "-", "<!DOCTYPE HTML>", "html" }, { "", "\xEF\xBB\xBF<?xml version='1.0'?><a/>", "xml" },
        { "d.html/notes", "x", "text" },   { ".html", "x", "text" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source source = { .name = str_of(cases[i].name), .bytes = str_of(cases[i].bytes) };
        assert_string_equal(reader_for(source)->name, cases[i].format);
    }
    assert_true(reader_knows(STR("x.htm")));
    assert_false(reader_knows(STR("x.pdf")));
    assert_false(reader_knows(STR("txt")));
}

static void test_what_all_articles_have(void **state)
{
    struct article article = read_as("dir/goris-2023.09.txt", STR("abc"));
    assert_text(article.id, "goris-2023.09");
    assert_text(article.href, "dir/goris-2023.09.txt");
    assert_int_equal(article.bytes, 3);
    assert_string_equal(article.sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_false(article.marked_up);
    assert_true(read_as("a.md", STR("abc")).marked_up);
    assert_true(read_as("a.txt", STR("were [said](#) hurt")).marked_up);
    article_from_text(STR("j1"), STR("a\x01" "b"), &arena, &article);
    assert_text(article.text, "a\xEF\xBF\xBD" "b");
    assert_text(article.format, "json");
    assert_string_equal(article.sha256, "");
}

static void test_days(void **state)
{
    static const struct {
        const char *value, *day;
    } cases[] = {
        { "2023-09-26T18:30:00+02:00", "2023-09-26" }, { " 20230926T1830Z", "2023-09-26" },
        { "2023/09/26", "2023-09-26" },                { "Tue, 26 Sep 2023 18:30:00 GMT", "2023-09-26" },
        { "6 Sep 2023", "2023-09-06" },                { "2024-02-29", "2024-02-29" },
        { "2023-02-29", "" },                          { "2023", "" },
        { "2023-13-01", "" },                          { "26/09/2023", "" },
        { "", "" },                                    { "1695740000", "" },
        { "yesterday", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(iso_day(str_of(cases[i].value), &arena), cases[i].day);
}

/* ---- HTML ------------------------------------------------------------------------------------ */

static struct article read_page(const char *name)
{
    struct buffer bytes = { 0 };
    struct str path = arena_printf(&arena, "%s/%s", TEST_DATA, name);
    assert_int_equal(file_read(path.s, 1 << 20, &bytes), 0);
    struct str copy = arena_str(&arena, buffer_str(&bytes));
    buffer_free(&bytes);
    return read_as(name, copy);
}

static void test_semantic_page(void **state)
{
    struct article article = read_page("page-semantic.html");
    assert_marks_in_order(&article);
    assert_text(article.published, "2021-11-18");
    assert_int_equal(article.basis, PUBLISHED_METADATA);
    assert_text(article.title, "Crolla il ponte sul torrente, due morti");
    assert_text(article.author, "Lidia Fontanesi, Dario Belluco");
    assert_text(article.lang, "it-IT");
    assert_zone(&article, ZONE_HEADLINE, "Crolla il ponte sul torrente,\ndue morti");
    assert_zone(&article, ZONE_BYLINE, "di Lidia Fontanesi e Dario Belluco");
    assert_zone(&article, ZONE_DATELINE, "18 novembre 2021");
    assert_zone(&article, ZONE_CAPTION, "Il ponte visto da valle (foto d’archivio).");
    assert_zone(&article, ZONE_FOOTNOTE, "1. Inaugurato nel 1958.");
    assert_true(has(&article, "all’alba nel crollo del ponte di\xC2\xA0Valserena[1], sulla strada "
                              "provinciale 12.\n\nIl sindaco ricorda la piena del 5 novembre 1994, "
                              "quando l'acqua superava"));
    assert_true(has(&article, "«Non ci sono parole & non ce ne saranno», dice il prefetto."));
    struct str furniture = in_zone(&article, ZONE_BOILERPLATE);
    static const char *const parts[] = { "Questo sito usa cookie", "Cronaca|Sport", "Condividi",
                                         "Leggi anche", "Ogni mattina alle 7", "14 febbraio 2023",
                                         "Una lunga coda", "Tutti i diritti riservati" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_non_null(strstr(furniture.s, parts[i]));
    assert_false(has(&article, "scritto"));
}

static void test_plain_page(void **state)
{
    struct article article = read_page("page-plain.html");
    assert_marks_in_order(&article);
    assert_text(article.published, "2004-03-09");
    assert_text(article.author, "Ruth Calloway");
    assert_zone(&article, ZONE_HEADLINE, "Train derailed near Aldermoor, officials say");
    assert_zone(&article, ZONE_DATELINE, "Tuesday, 9 March 2004");
    assert_true(has(&article, "ALDERMOOR — At least 14 people"));
    assert_true(has(&article, "café district"));
    struct str furniture = in_zone(&article, ZONE_BOILERPLATE);
    static const char *const parts[] = { "Home | World", "2 June 2011", "Signals failed",
                                         "Posted by a reader", "Piè di pagina" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_non_null(strstr(furniture.s, parts[i]));
    assert_null(strstr(furniture.s, "Trains between the coast"));
}

static void test_html_blocks(void **state)
{
    static const struct {
        const char *html, *text;
    } cases[] = {
        { "", "" },
        { "one   two\n three", "one two three" },
        { "<p>a<p>b<br>c", "a\n\nb\nc" },
        { "<div>a<div>b</div>c</div>", "a\n\nb\n\nc" },
        { "<p>&nbsp;</p><p>x</p>", "x" },
        { "<p>l<b>ef</b>t <i> r</i></p>", "left r" },
        { "a<br><br>b<br>c", "a\n\nb\nc" },
        { "<pre>a\n  b</pre>", "a\nb" },
        { "<p>12<sup>3</sup> km<sup>2</sup> 1<sup>er</sup> x<sup><a href=#>4</a></sup></p>",
          "12[3] km2 1er x[4]" },
        { "<title>T</title><p>x", "T\n\nx" },
        { "<p>d&#146;oro &#150; &#x20AC;</p>", "d’oro – €" },
        { "<p>a<!-- no --><script>no</script><style>no</style>b<svg><text>no</text></svg>", "ab" },
        { "<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd" },
        { "<p>unclosed <b>bold <i>both <p>next", "unclosed bold both\n\nnext" },
        { "<p>1 < 2 &amp; 3 &bogus; 4", "1 < 2 & 3 &bogus; 4" },
        { "<p><time>2 May</time><time>4 May</time><span class=byline>By A</span>, x",
          "2 May 4 May By A, x" },
        { "<p>On <time>2 May</time>, <b>b</b><i>c</i>", "On 2 May, bc" },
        { "<time><span>2 May 2024</span><span>4:02 PM</span></time><p>x", "2 May 2024 4:02 PM\n\nx" },
        { "<nav><a>World</a><a>Sports</a></nav><p><b>T</b><i>he</i> <a>l</a><a>m</a> end of it.",
          "World Sports\n\nThe l m end of it." },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(read_as("a.html", str_of(cases[i].html)).text, cases[i].text);
}

static void test_html_zones(void **state)
{
    static const struct {
        const char *html;
        enum zone zone;
        const char *blocks;
    } cases[] = {
        { "<h1 class=site-title>Site</h1><h2 class=entry-title>Real</h2><p>x", ZONE_HEADLINE, "Real" },
        { "<title>Only</title><div>x</div>", ZONE_HEADLINE, "Only" },
        { "<title>Blog: Real</title><div class=date-outer><h2>2 May</h2><h3 class='post-title entry-title'>"
          "Real</h3><div>Ten people were hurt in the town.</div></div>", ZONE_HEADLINE, "Real" },
        { "<title>Blog: Real</title><div class=date-outer><h2>2 May</h2><h3 class='post-title entry-title'>"
          "Real</h3><div>Ten people were hurt in the town.</div></div>", ZONE_DATELINE, "" },
        { "<h1>H</h1><p>Text of the article that is long enough.</p><div class=author-bio>Ann Lee was hurt "
          "in 2015.</div>", ZONE_BYLINE, "" },
        { "<header><h1>H</h1><p class=byline>By A</p></header><main><p>A long enough line of text "
          "for the article.</p></main><div class=byline>By B</div>", ZONE_BYLINE, "By A" },
        { "<p>By <a rel=author>Ann Lee</a>, <span class=date>2 May</span></p>", ZONE_BYLINE,
          "By Ann Lee, 2 May" },
        { "<p>See <a href=1>the other story</a></p><p>So <a href=1>five were hurt</a>.</p>",
          ZONE_BOILERPLATE, "See the other story" },
        { "<main><h1>Live</h1><article><p>The first of two updates, of the same length.</p></article>"
          "<article><p>The second of the updates, of the same length.</p></article></main>",
          ZONE_BOILERPLATE, "" },
        { "<form><div class=has-sidebar><p>All the page is in a form, as it once was usual.</p></div>"
          "</form>", ZONE_BOILERPLATE, "" },
        { "<div role=heading aria-level=1>Real</div><div role=heading aria-level=2>Not</div>",
          ZONE_HEADLINE, "Real" },
        { "<p>Text of the article that is long enough.</p><amp-ad>Buy</amp-ad><p>More.</p>"
          "<site-footer><p>Us</p></site-footer>", ZONE_BOILERPLATE, "Buy|Us" },
        { "<p>Text of the article that is long enough.</p><div class=thumbcaption>The port</div>",
          ZONE_CAPTION, "The port" },
        { "<h1>H</h1><div class=node__submitted>Sat 02/03/2024 - 10:15</div><p>Text of the article.",
          ZONE_DATELINE, "Sat 02/03/2024 - 10:15" },
        { "<p hidden>unseen</p><p>seen</p><nav>n</nav><select><option>o</select>", ZONE_BOILERPLATE,
          "unseen|n|o" },
        { "<body><p>Text of the article that is long enough.</p><div class='cookieBar'>We use cookies "
          "and more of them.</div>", ZONE_BOILERPLATE, "We use cookies and more of them." },
        { "<article><p>Un treno è deragliato nella notte.</p><div class='box leggi-anche'>Altri treni"
          "</div><p class=firma>di Lia Neri</p></article>", ZONE_BOILERPLATE, "Altri treni" },
        { "<article><p>Un train a déraillé dans la nuit.</p><section class=lireAussi><p>Le fret en "
          "crise</p></section><p class=art__legende>La gare</p></article>", ZONE_CAPTION, "La gare" },
        { "<article><p>Un train a déraillé dans la nuit.</p><section class=lireAussi><p>Le fret en "
          "crise</p></section></article>", ZONE_BOILERPLATE, "Le fret en crise" },
        { "<article><p>Lire, aussi, est un plaisir.</p><p class=lire>Au bord du lac</p></article>",
          ZONE_BOILERPLATE, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article article = read_as("a.html", str_of(cases[i].html));
        assert_marks_in_order(&article);
        assert_zone(&article, cases[i].zone, cases[i].blocks);
    }
}

static void test_page_words(void **state)
{
    static const struct {
        const char *value;
        enum zone zone;
    } cases[] = {
        { "", ZONE_BODY },                     { "story", ZONE_BODY },
        { "byline", ZONE_BYLINE },             { "post_author caption", ZONE_BYLINE },
        { "byline sidebar", ZONE_BOILERPLATE }, { "siteSidebar", ZONE_BOILERPLATE },
        { "leggi anche", ZONE_BOILERPLATE },   { "x-leggi-anche-y", ZONE_BOILERPLATE },
        { "anche-leggi", ZONE_BODY },          { "sidebars", ZONE_BODY },
        { "SIDEBAR", ZONE_BOILERPLATE },       { "--", ZONE_BODY },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(page_words_zone(&page_words, str_of(cases[i].value)), cases[i].zone);
    assert_int_equal(page_words_zone(NULL, STR("sidebar")), ZONE_BODY);
}

static void test_page_words_with_mistakes(void **state)
{
    struct page_words words;
    struct diag diag = { 0 };
    const char *path = TEST_DATA "/pages-with-mistakes.tsv";
    assert_false(page_words_load(&words, path, &arena, &diag));
    assert_int_equal(diag.errors, 3);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(diag.entries.items[i].at.number, i + 2);
    assert_int_equal(words.items.count, 1);
    assert_false(page_words_load(&words, TEST_DATA "/there-is-none.tsv", &arena, &diag));
    diag_free(&diag);
}

static void test_html_metadata(void **state)
{
    static const struct {
        const char *html, *published, *author;
    } cases[] = {
        { "<p>x", "", "" },
        { "<meta property='article:published_time' content='2020-05-06T01:00Z'><p>x", "2020-05-06", "" },
        { "<meta name=DC.date content=2020-05-07><meta name=DC.Creator content='A B'>", "2020-05-07",
          "A B" },
        { "<p>x</p><aside><time datetime=2030-01-01>1 Jan</time></aside>", "", "" },
        { "<nav><time datetime=2030-01-01>a</time></nav><h1>H</h1><time datetime=2020-01-02>b</time>",
          "2020-01-02", "" },
        { "<h1>H</h1><p>In a long line of running text the battle of <time datetime=1915-05-24>24 "
          "May</time> is remembered by all who were there and by those who were not.</p>", "", "" },
        { "<h1>H</h1><time class=updated datetime=2021-01-01>u</time><p>x", "", "" },
        { "<script type=application/ld+json>{\"@type\":\"Event\",\"datePublished\":\"2020-01-01\"}"
          "</script>", "", "" },
        { "<script type=application/ld+json>[{\"@type\":\"BlogPosting\",\"author\":\"C D\",\n"
          "\"datePublished\":\"2020-01-03\",\"headline\":\"a\nb\"}]</script>", "2020-01-03", "C D" },
        { "<script type=application/ld+json>{broken</script><p>x", "", "" },
        { "<article><h1>H</h1><span itemprop=author itemscope><b itemprop=name>E F</b></span>"
          "<meta itemprop=datePublished content=2019-08-09><p>x</article>", "2019-08-09", "E F" },
        { "<meta name=author content='https://x.example/me'><p>x", "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article article = read_as("a.html", str_of(cases[i].html));
        assert_text(article.published, cases[i].published);
        assert_text(article.author, cases[i].author);
        assert_int_equal(article.basis, *cases[i].published ? PUBLISHED_METADATA : PUBLISHED_NONE);
    }
}

static void test_html_publishers(void **state)
{
    static const struct {
        const char *html, *publisher, *url;
    } cases[] = {
        { "<p>x", "", "" },
        { "<meta property='og:site_name' content='The  Meridian'><meta property='og:url' "
          "content='https://m.example/a?b=1&amp;c'><p>x", "The Meridian", "https://m.example/a?b=1&c" },
        { "<link rel=canonical href='https://m.example/b'><meta property='og:url' "
          "content='https://m.example/a'><p>x", "", "https://m.example/b" },
        { "<link rel=canonical href='/b'><link rel=amphtml href='https://m.example/a'><p>x", "", "" },
        { "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"url\":\"http://q.example\","
          "\"publisher\":{\"@type\":\"Organization\",\"name\":\"Il Quotidiano\"}}</script>",
          "Il Quotidiano", "http://q.example" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct article article = read_as("a.html", str_of(cases[i].html));
        assert_text(article.publisher, cases[i].publisher);
        assert_text(article.url, cases[i].url);
    }
}

static void test_page_encodings(void **state)
{
    struct article article = read_as("a.html", STR("<meta charset=windows-1254><p>\xDEu\xFE" "a"));
    assert_text(article.text, "Şuşa");
    article = read_as("a.html", STR("<meta charset=iso-8859-1><p>già così"));
    assert_text(article.text, "già così");
    article = read_as("a.html", STR("<meta charset=utf-8><p>gi\xE0 cos\xEC, dice la citt\xE0"));
    assert_text(article.text, "già così, dice la città");
    article = read_as("a.xml", STR("<?xml version='1.0' encoding='ISO-8859-1'?><p>gi\xE0</p>"));
    assert_text(article.text, "già");
}

/* `count` times `part`. */
static struct str repeated(const char *part, size_t count)
{
    size_t len = strlen(part);
    char *all = arena_alloc(&arena, len * count + 1);
    for (size_t i = 0; i < count; i++)
        memcpy(all + i * len, part, len);
    return (struct str){ all, len * count };
}

static void test_hostile_html(void **state)
{
    struct str deep = repeated("<div>", 300000);
    struct article article = read_as("a.html", arena_printf(&arena, "%.*shello", STR_ARG(deep)));
    assert_text(article.text, "hello");
    article = read_as("a.html", repeated("<b><p>x", 20000));
    assert_true(article.text.len > 20000);
    article = read_as("a.html", STR("<p>a\0b</p>\0<p \0>c"));
    assert_true(has(&article, "a\xEF\xBF\xBD" "b"));
    article = read_as("a.html", STR("<p>x</p><!-- never closed <p>y"));
    assert_true(has(&article, "x"));
    article = read_as("a.html", STR("<p>x</p><script>never closed <p>y"));
    assert_text(article.text, "x");
    struct str ends = repeated("</x>", 300000);
    const char *why = try_read("a.html", arena_printf(&arena, "%.*s%.*s", STR_ARG(deep), STR_ARG(ends)),
                               &article);
    assert_string_equal(why, "too many tags");
    struct str attributes = repeated(" a", 300000);
    why = try_read("a.html", arena_printf(&arena, "<p %.*s>", STR_ARG(attributes)), &article);
    assert_string_equal(why, "too many attributes");
}

/* ---- XML ------------------------------------------------------------------------------------- */

static void test_nitf(void **state)
{
    struct article article = read_as("a.xml", STR(
        "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'>"
        "<nitf xml:lang='fr'><head><title>Port</title><docdata><date.issue norm='20190412T0830Z'/>"
        "</docdata></head><body><body.head><hedline><hl1>Explosion au port</hl1></hedline>"
        "<byline>Par <person>Anne Rivet</person></byline>"
        "<dateline><location><city>BLAYE</city></location><story.date>12 avril</story.date></dateline>"
        "</body.head><body.content><media><media-caption><p>Le quai.</p></media-caption></media>"
        "<p>Trois bless&eacute;s, dont un <em>grave</em>.</p><p>Fin.</p></body.content></body></nitf>"));
    assert_text(article.text, "Explosion au port\n\nPar Anne Rivet\n\nBLAYE 12 avril\n\nLe quai.\n\n"
                              "Trois blessés, dont un grave.\n\nFin.");
    assert_zone(&article, ZONE_HEADLINE, "Explosion au port");
    assert_zone(&article, ZONE_BYLINE, "Par Anne Rivet");
    assert_zone(&article, ZONE_DATELINE, "BLAYE 12 avril");
    assert_zone(&article, ZONE_CAPTION, "Le quai.");
    assert_text(article.published, "2019-04-12");
    assert_text(article.author, "Anne Rivet");
    assert_text(article.lang, "fr");
}

static void test_newsml(void **state)
{
    struct article article = read_as("a.xml", STR(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta><versionCreated>2020-02-03"
        "T10:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>2020-02-02T23:00:00Z"
        "</contentCreated><headline>Flood reaches the lower town</headline><by>Olive Marsh</by>"
        "<subject qcode='x:1'><name>Flood</name></subject></contentMeta><contentSet><inlineXML>"
        "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title></head><body>"
        "<p>Water rose by <b>two</b> metres.</p></body></html></inlineXML></contentSet></newsItem>"));
    assert_text(article.text, "Flood reaches the lower town\n\nOlive Marsh\n\n"
                              "Water rose by two metres.");
    assert_text(article.published, "2020-02-02");
    assert_text(article.title, "Flood reaches the lower town");
}

static void test_feeds(void **state)
{
    struct article article = read_as("a.xml", STR(
        "<rss><channel><title>Feed</title><pubDate>Wed, 01 Jan 2025 00:00:00 GMT</pubDate>"
        "<item><title>Frana &amp;amp; paura</title><pubDate>Mon, 3 Jun 2019 08:00:00 GMT</pubDate>"
        "<description>&lt;p&gt;Borgo &lt;b&gt;iso&lt;/b&gt;lato.&lt;/p&gt;Fine</description></item>"
        "<item><title>Due</title><pubDate>Tue, 4 Jun 2019 08:00:00 GMT</pubDate></item>"
        "</channel></rss>"));
    assert_text(article.text, "Frana & paura\n\nMon, 3 Jun 2019 08:00:00 GMT\n\nBorgo isolato.\n\n"
                              "Fine\n\nDue\n\nTue, 4 Jun 2019 08:00:00 GMT");
    assert_zone(&article, ZONE_HEADLINE, "Frana & paura|Due");
    assert_text(article.published, "");
    assert_text(article.title, "Feed");
    article = read_as("a.xml", STR(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><updated>2024-01-01T00:00:00Z"
        "</updated><entry><title>One</title><updated>2018-07-09T10:00:00Z</updated><author><name>Ann"
        " Lowe</name></author><content type='xhtml'><div><p>First.</p><p>Second.</p></div></content>"
        "</entry></feed>"));
    assert_text(article.text, "One\n\nAnn Lowe\n\nFirst.\n\nSecond.");
    assert_text(article.published, "2018-07-09");
    assert_text(article.title, "One");
}

static void test_tei(void **state)
{
    struct article article = read_as("a.xml", STR(
        "<TEI xml:lang='it'><teiHeader><fileDesc><titleStmt><title>La piena</title><author>Carlo Bini"
        "</author></titleStmt><publicationStmt><date when='1951-11-15'/></publicationStmt></fileDesc>"
        "</teiHeader><text><body><div><head>La piena</head><p>Il fiume<note>Il Po.</note> ha rotto"
        "<lb/>gli argini a <placeName><hi>O</hi>cchiobello</placeName>.</p></div></body></text></TEI>"));
    assert_text(article.text, "La piena\n\nIl fiume ha rotto\ngli argini a Occhiobello.\n\nIl Po.");
    assert_zone(&article, ZONE_HEADLINE, "La piena");
    assert_zone(&article, ZONE_FOOTNOTE, "Il Po.");
    assert_text(article.published, "1951-11-15");
    assert_text(article.author, "Carlo Bini");
    assert_text(article.lang, "it");
    article = read_as("a.xml", STR("<TEI><text><body><p>Ot<lb break='no'/>tan<pb n='2' break='no'/>ta"
                                   "\n  <lb break='no'/>mila<lb/>morti</p></body></text></TEI>"));
    assert_text(article.text, "Ottantamila\nmorti");
}

static void test_other_xml(void **state)
{
    struct article article = read_as("a.xml", STR(
        "<doc><para>One <x>two</x> three.</para><group><line>a</line>\n<line>b</line></group></doc>"));
    assert_text(article.text, "One two three.\n\na\n\nb");
    assert_text(read_as("a.xml", STR(" \n")).text, "");
    assert_string_equal(try_read("a.xml", STR("<a>\n<b></a>"), &article),
                        "not well-formed XML: line 2: Opening and ending tag mismatch: b line 2 and a");
}

#define RECORD_START "<record xmlns='urn:newsgaz:record:1' id='r1' xml:lang='it' "

static void test_records(void **state)
{
    struct article article = read_as("a.xml", STR(
        RECORD_START "published='2020-02-03' published-basis='dateline'><source href='x/b.txt' "
        "format='text' publisher='Il Foglio' url='https://f.example/1'/><text>Èssere\n\nUna &lt;riga"
        "&gt; </text><segments><segment start='0' end='6' zone='headline'/><segment start='8' end='19'"
        " zone='body'/></segments><mentions><name start='0' end='1'>È</name></mentions></record>"));
    assert_text(article.text, "Èssere\n\nUna <riga> ");
    assert_zone(&article, ZONE_HEADLINE, "Èssere");
    assert_zone(&article, ZONE_BODY, "Una <riga> ");
    assert_text(article.id, "r1");
    assert_text(article.lang, "it");
    assert_text(article.published, "2020-02-03");
    assert_int_equal(article.basis, PUBLISHED_DATELINE);
    assert_text(article.publisher, "Il Foglio");
    assert_text(article.url, "https://f.example/1");
    const char *why = try_read("a.xml", STR(RECORD_START "><source/></record>"), &article);
    assert_string_equal(why, "a record without its text");
    why = try_read("a.xml", STR("<records xmlns='urn:newsgaz:record:1'/>"), &article);
    assert_true(strncmp(why, "several records", 15) == 0);
    article = read_as("a.xml", STR("<record><text>of others</text></record>"));
    assert_text(article.text, "of others");
}

static void test_xml_attacks(void **state)
{
    static const char *const attacks[] = {
        "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><l>&c;</l>",
        "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><l>&x;</l>",
        "<!DOCTYPE l [<!ENTITY x SYSTEM 'http://localhost/x'>]><l a='&x;'/>",
        "<!DOCTYPE l [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><l>x</l>",
        "<!DOCTYPE l [<!ENTITY x SYSTEM 'x' NDATA y>]><l/>",
    };
    struct article article;
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
        assert_string_equal(try_read("a.xml", str_of(attacks[i]), &article),
                            "DOCTYPE that declares entities refused");
    assert_text(read_as("a.xml", STR("<l xmlns:xi='http://www.w3.org/2001/XInclude'>a<xi:include "
                                     "href='/etc/passwd' parse='text'/></l>")).text, "a");
    struct str attributes = repeated(" a=''", 100000);
    assert_string_equal(try_read("a.xml", arena_printf(&arena, "<p%.*s/>", STR_ARG(attributes)),
                                 &article), "too many attributes");
    struct str words = repeated("many words ", 50000);
    assert_true(read_as("a.xml", arena_printf(&arena, "<p><![CDATA[%.*s]]></p>", STR_ARG(words)))
                    .text.len > 500000);
    struct str deep = repeated("<a>", 100000);
    assert_non_null(try_read("a.xml", deep, &article));
}

#define TEST(function) cmocka_unit_test_teardown(function, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_encodings_are_told_apart),
        TEST(test_declared_encodings),
        TEST(test_offsets_survive_what_is_changed),
        TEST(test_invalid_utf8),
        TEST(test_utf8_with_faults),
        TEST(test_front_matter),
        TEST(test_plain_utf8_is_borrowed),
        TEST(test_reader_is_chosen_by_ending_then_by_content),
        TEST(test_what_all_articles_have),
        TEST(test_days),
        TEST(test_semantic_page),
        TEST(test_plain_page),
        TEST(test_html_blocks),
        TEST(test_html_zones),
        TEST(test_page_words),
        TEST(test_page_words_with_mistakes),
        TEST(test_html_metadata),
        TEST(test_html_publishers),
        TEST(test_page_encodings),
        TEST(test_hostile_html),
        TEST(test_nitf),
        TEST(test_newsml),
        TEST(test_feeds),
        TEST(test_tei),
        TEST(test_other_xml),
        TEST(test_records),
        TEST(test_xml_attacks),
    };
    return cmocka_run_group_tests(tests, load_page_words, forget_page_words);
}
