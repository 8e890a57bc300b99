/* test_rules.c - rules from small files of our own: views, tables, triggers, captures, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "read/reader.h"
#include "rules/match.h"
#include "rules/view.h"
#include "text/stage.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct arena for_all, arena;
static struct fold *fold;
static struct languages languages;
static char folder[] = "/tmp/newsgaz-rules-XXXXXX";

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
    return !mkdtemp(folder) || !fold || languages.count < 3;
}

static int close_fold(void **state)
{
    fold_close(fold);
    arena_free(&for_all);
    arena_free(&arena);
    return rmdir(folder);
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

/* A text in the first language, as a Markdown file would hold it. */
static struct text *text_of(const char *contents)
{
    struct article *article = arena_new(&arena, struct article);
    struct text *text = arena_new(&arena, struct text);
    assert_null(article_read((struct source){ .name = STR("a.md"), .bytes = str_of(contents) }, &arena,
                             article));
    text_analyse(article, fold, &languages, 0, &arena, text);
    return text;
}

/* ---- views -------------------------------------------------------------------------------- */

static const struct {
    const char *text, *view;
} viewed[] = {
    { "plain text, 12 dead.", "plain text, 12 dead." },
    { "Ste\u0301phane a\u0300 S\u0327us\u0327a", "Stéphane à Şuşa" },
    { "h\u0301e 12\u20DD \u0301x a\uFE0F", "he 12 x a" },
    { "“so” ‘they’ «say» „here‟ ‹x›", "\"so\" 'they' \"say\" \"here\" 'x'" },
    { "l’Armenia l\u02BCora 5\u2032", "l'Armenia l'ora 5'" },
    { "1991‐94 1991‑94 1991–94 −5 a—b", "1991-94 1991-94 1991-94 -5 a—b" },
    { "3\u00A0500\u202F€\u2009x\u3000y\tz", "3 500 € x y z" },
    { "so\u00ADft ze\u200Bro \u200Eleft\u200F \uFEFFx", "soft zero left x" },
    { "\uE000 \uE205 \uF8FF", "\uFFFD \uFFFD \uFFFD" },
    { "١٢ １２ \u212Aelvin ſo", "12 12 Kelvin so" },
    { "was [reportedly](https://example.org/a) killed", "was reportedly killed" },
    { "**Goris** and _Baku_ and re**ported**ly", "Goris and Baku and reportedly" },
    { "## The heading", "The heading" },
    { "a [1] b", "a [1] b" },
    { "one line\nand another", "one line and another" },
};

static void views_are_normalised(void **state)
{
    struct view view = { 0 };
    for (size_t i = 0; i < LENGTH(viewed); i++) {
        struct text *text = text_of(viewed[i].text);
        struct sentence whole = { .at = { 0, (uint32_t)text->bytes.len } };
        view_build(&view, text, &whole, NULL, 0, &arena);
        assert_string_equal(arena_str(&arena, view_str(&view)).s, viewed[i].view);
        assert_int_equal(utf8_valid(view_str(&view)), view.len);
    }
}

/* What the part of the view that reads `wanted` stands for in the text. */
static const char *origin_of(const struct view *view, const struct text *text, const char *wanted)
{
    struct str shown = arena_str(&arena, view_str(view));
    const char *at = strstr(shown.s, wanted);
    assert_non_null(at);
    size_t start = (size_t)(at - shown.s);
    struct span origin = view_origin(view, start, start + strlen(wanted));
    return arena_str(&arena, span_text(text->bytes, origin)).s;
}

static void views_know_their_origins(void **state)
{
    static const struct {
        const char *text, *part, *origin;
    } parts[] = {
        { "à Ste\u0301phane, 3\u00A0500", "Stéphane", "Ste\u0301phane" },
        { "à Ste\u0301phane, 3\u00A0500", "é", "e\u0301" },
        { "à Ste\u0301phane, 3\u00A0500", "3 5", "3\u00A05" },
        { "12\u20DD dead", "12", "12\u20DD" },
        { "a so\u00ADft thing", "soft", "so\u00ADft" },
        { "a \u200Esoft\u200F thing", "soft", "soft" },
        { "was [reportedly](#) killed", "reportedly", "reportedly" },
        { "was [reportedly](#) killed", "reportedly k", "reportedly](#) k" },
        { "re**ported**ly", "reportedly", "re**ported**ly" },
        { "٣٤ dead", "34", "٣٤" },
    };
    struct view view = { 0 };
    for (size_t i = 0; i < LENGTH(parts); i++) {
        struct text *text = text_of(parts[i].text);
        struct sentence whole = { .at = { 0, (uint32_t)text->bytes.len } };
        view_build(&view, text, &whole, NULL, 0, &arena);
        assert_string_equal(origin_of(&view, text, parts[i].part), parts[i].origin);
    }
    assert_int_equal(view_origin(&view, 3, 3).end, 0);
    assert_int_equal(view_origin(&view, 0, view.len + 1).end, 0);
}

static void views_show_symbols(void **state)
{
    struct text *text = text_of("In **Stepa\u00ADnakert** 12 died");
    struct shown shown[] = { { { 5, 18 }, 0xE000, 0 }, { { 21, 23 }, 0xE801, 1 } };
    struct sentence whole = { .at = { 0, (uint32_t)text->bytes.len } };
    struct view view = { 0 };
    view_build(&view, text, &whole, shown, LENGTH(shown), &arena);
    assert_string_equal(arena_str(&arena, view_str(&view)).s, "In \uE000 \uE801 died");
    assert_string_equal(origin_of(&view, text, "\uE000"), "Stepa\u00ADnakert");
    assert_string_equal(origin_of(&view, text, "\uE801 d"), "12 d");
}

/* ---- tables ------------------------------------------------------------------------------- */

static struct str surfaces_of(const struct table *table)
{
    struct buffer shown = { 0 };
    for (size_t i = 0; i < table->entries.count; i++)
        buffer_printf(&shown, "%s%.*s", i ? "|" : "", STR_ARG(table->entries.items[i].surface));
    return in_arena(&shown);
}

static void braces_are_written_out(void **state)
{
    static const struct {
        const char *line, *surfaces;
    } lines[] = {
        { "bless{é,ée,és}", "blessé|blessée|blessés" },
        { "minute{,s} | h", "minute|minutes|h" },
        { "{a,b}{c,d} x", "ac x|ad x|bc x|bd x" },
        { "open{ brace", "open{ brace" },
        { " a || b | ", "a|b" },
        { "set{}", "set" },
    };
    for (size_t i = 0; i < LENGTH(lines); i++) {
        struct table table = { 0 };
        table_add(&table, STR("k"), str_of(lines[i].line), &arena);
        assert_string_equal(surfaces_of(&table).s, lines[i].surfaces);
    }
}

static void tables_tell_keys(void **state)
{
    struct table table = { 0 };
    table_add(&table, STR("12"), STR("décembre | déc. | dec"), &arena);
    table_add(&table, STR("pc"), STR("% | pour cent"), &arena);
    table_add(&table, STR("x"), STR("décembre"), &arena); /* the longest, then the first, counts */
    table_finish(&table, fold, &arena);
    assert_string_equal(table_key(&table, fold, STR("DÉCEMBRE")).s, "12");
    assert_string_equal(table_key(&table, fold, STR("decembre")).s, "12");
    assert_string_equal(table_key(&table, fold, STR("déc.")).s, "12");
    assert_string_equal(table_key(&table, fold, STR("%")).s, "pc");
    assert_string_equal(table_key(&table, fold, STR("Pour  cent")).s, "pc");
    assert_int_equal(table_key(&table, fold, STR("mars")).len, 0);
    assert_int_equal(table_key(&table, fold, STR("$")).len, 0);
    assert_int_equal(table_key(&table, fold, STR("")).len, 0);
}

static bool divides(const struct table *table, struct str word)
{
    struct buffer letters = { 0 };
    fold_append(fold, word, &letters);
    bool ret = table_divides(table, buffer_str(&letters));
    buffer_free(&letters);
    return ret;
}

static void words_made_of_entries(void **state)
{
    struct table table = { .compound = true };
    char longest[400];
    table_add(&table, STR("n"), STR("vent{i,o} | otto | tre | mila | cento | tré"), &arena);
    table_finish(&table, fold, &arena);
    static const char *const made[] = { "ventimila", "ventoottomila", "VENTITRÉ", "otto", "trecento" };
    static const char *const not_made[] = { "", "vent", "ventimilax", "xventimila", "centesimo" };
    for (size_t i = 0; i < LENGTH(made); i++)
        assert_true(divides(&table, str_of(made[i])));
    for (size_t i = 0; i < LENGTH(not_made); i++)
        assert_false(divides(&table, str_of(not_made[i])));
    for (size_t i = 0; i + 4 <= sizeof longest; i += 4)
        memcpy(longest + i, "otto", 4);
    divides(&table, (struct str){ longest, sizeof longest });
}

/* ---- rule files --------------------------------------------------------------------------- */

static const struct rules *rules_of(const char *contents)
{
    struct diag diag = { 0 };
    const char *path = arena_printf(&arena, "%s/a.rules", folder).s;
    assert_int_equal(file_write(path, str_of(contents)), 0);
    struct rules *rules = arena_new(&arena, struct rules);
    *rules = (struct rules){ &languages, fold,
                             rules_compile(path, &languages, fold, &arena, &diag) };
    compiled_check(rules->compiled, &languages, &diag);
    diag_print(&diag, stderr);
    assert_int_equal(diag.errors, 0);
    diag_free(&diag);
    unlink(path);
    return rules;
}

/* ---- triggers ----------------------------------------------------------------------------- */

#define TABLES                                                  \
    "table a\n  1 = alpha | alfa\n"                             \
    "table b\n  1 = beta | beta minor\n"                        \
    "table c\n  1 = gamma\n"                                    \
    "table w\n  1 = € | percent\n"                              \
    "let both {a} \\s+ {b}\n"                                   \
    "let either (?: {a} | {=both} )\n"                          \
    "let free [a-z]+\n"

/* What a match cannot do without: needs joined by '&', their alternatives by '|'. */
static const char *const needed[][2] = {
    { "{a}", "a" },
    { "{a} \\s+ {b}", "a & b" },
    { "{a} | {b}", "a|b" },
    { "(?: {a} | {b} ) \\s+ {c}", "a|b & c" },
    { "{a} \\s (?: {b} | {b} \\s {c} )", "a & b" },
    { "{a} (?: \\s+ {b} )?", "a" },
    { "{a} (?: \\s+ {b} )*", "a" },
    { "{a} (?: \\s+ {b} )+", "a & b" },
    { "{a} (?: \\s {b} ){0,3}", "a" },
    { "{a} (?: \\s {b} ){1,3}", "a & b" },
    { "{a} ?  \\s {b}", "b" },
    { "{a} (?! \\s+ {b} )", "a" },
    { "{a} (?= \\s+ {b} )", "a & b" },
    { "(?<= x \\s ) {a}", "a" },
    { "(?<! x \\s ) {a}", "a" },
    { "(?<name> {a} | x ) \\s {b}", "b" },
    { "(?-i: {a} ) \\s {b}", "a & b" },
    { "(?> {a} ) \\s {b}", "a & b" },
    { "{both}", "a & b" },
    { "{=both} \\s {c}", "a & b & c" },
    { "{either}", "a" },
    { "{free} \\s {a:first}", "a" },
    { "{w} \\s {a}", "a" },
    { "\\d+ \\s {a}", "digit & a" },
    { "[0-9]{2} \\s x", "digit" },
    { "\\d{1,4} | {a}", "digit|a" },
    { "[{(] \\d [)}]", "digit" },
    { "\\{ {a} \\}", "a" },
    { "\\( \\d \\)", "digit" },
    { "\\p{Lu}\\p{L}+ \\s {a}", "a" },
    { "{place} \\s {a}", "place & a" },
    { "{place} | {person}", "place|person" },
};

static void add_bit_name(const struct grammar *grammar, unsigned bit, struct buffer *into)
{
    static const char *const symbols[] = { "place", "person" };
    if (bit == BIT_DIGIT)
        buffer_add(into, STR("digit"));
    else if (bit < BIT_TABLES)
        buffer_add(into, str_of(symbols[bit - BIT_SYMBOLS]));
    else
        buffer_add(into, grammar->tables.items[bit - BIT_TABLES]->name);
}

static struct str needs_of(const struct grammar *grammar, const struct rule *rule)
{
    struct buffer shown = { 0 };
    for (size_t i = 0; i < rule->need_count; i++) {
        const char *sign = i ? " & " : "";
        for (size_t k = 0; k < rule->needs[i].count; k++) {
            buffer_add(&shown, str_of(sign));
            add_bit_name(grammar, rule->needs[i].bits[k], &shown);
            sign = "|";
        }
    }
    return in_arena(&shown);
}

static void triggers_are_read_off_patterns(void **state)
{
    for (size_t i = 0; i < LENGTH(needed); i++) {
        struct str file = arena_printf(&arena, "%srule r number\n  match %s\n  yes x\n", TABLES,
                                       needed[i][0]);
        const struct rules *rules = rules_of(file.s);
        const struct grammar *grammar = rules_grammar(rules, 0);
        struct str needs = needs_of(grammar, &grammar->rules.items[0]);
        if (!str_is(needs, needed[i][1]))
            fail_msg("%s needs '%s', not '%s'", needed[i][0], needed[i][1], needs.s);
        }
}

/* ---- matches ------------------------------------------------------------------------------ */

static void add_captures(const struct mark *mark, struct buffer *into)
{
    for (size_t i = 0; i < mark->capture_count; i++) {
        const struct capture *capture = &mark->captures[i];
        buffer_printf(into, " %.*s=", STR_ARG(capture->name));
        if (capture->mark == UINT32_MAX)
            buffer_printf(into, "%.*s/%.*s", STR_ARG(capture->text), STR_ARG(capture->key));
        else
            buffer_printf(into, "#%u", capture->mark);
    }
}

/* A line for each match: its rule, its text, its captures, its value. */
static struct str matches_in(const struct rules *rules, const char *contents, bool exhaustive)
{
    struct matcher *matcher = matcher_new(rules);
    struct text *text = text_of(contents);
    struct marks marks = { 0 };
    struct buffer shown = { 0 };
    matcher_set_exhaustive(matcher, exhaustive);
    matcher_run(matcher, text, NULL, 0, &arena, &marks);
    for (size_t i = 0; i < marks.items.count; i++) {
        const struct mark *mark = &marks.items.items[i];
        buffer_printf(&shown, "%.*s [%.*s]", STR_ARG(mark->rule->short_name),
                      STR_ARG(span_text(text->bytes, mark->at)));
        add_captures(mark, &shown);
        buffer_printf(&shown, " -> %.*s\n", STR_ARG(mark->value));
    }
    matcher_free(matcher);
    return in_arena(&shown);
}

static void assert_matches(const char *file, const char *text, const char *expected)
{
    const struct rules *rules = rules_of(file);
    assert_string_equal(matches_in(rules, text, false).s, expected);
    assert_string_equal(matches_in(rules, text, true).s, expected);
}

#define DATES                                                                      \
    "table month\n  03 = march | mar.\n  12 = décembre | déc.\n"                   \
    "let year [12]\\d\\d\\d\n"                                                     \
    "rule day-month date\n"                                                        \
    "  match (?<day> \\d{1,2} ) \\s+ {month} (?: \\s+ {year} )?\n"                 \
    "  value {year|XXXX}-{month}-{day}\n  yes 3 march\n"

static void captures_fill_templates(void **state)
{
    assert_matches(DATES, "on 3 March 1994",
                   "day-month [3 March 1994] day=3/ month=March/03 year=1994/ -> 1994-03-3\n");
    assert_matches(DATES, "le 12 de\u0301cembre, puis",
                   "day-month [12 de\u0301cembre] day=12/ month=décembre/12 -> XXXX-12-12\n");
    assert_matches(DATES, "3 mar. 2001 or 4 **mar**ch",
                   "day-month [3 mar. 2001] day=3/ month=mar./03 year=2001/ -> 2001-03-3\n"
                   "day-month [4 **mar**ch] day=4/ month=march/03 -> XXXX-03-4\n");
}

static void words_have_edges(void **state)
{
    assert_matches(DATES, "3 marches, 113 March", "");
    assert_matches(DATES, "x3 march 3 march4", "");
    assert_matches("table unit\n  km = km\n"
                   "rule length number\n  match \\d+ {unit}\n  edges open\n  value {unit}\n  yes 3km\n",
                   "a30km race, 5km2", "length [5km] unit=km/km -> km\n");
}

/* Only letters that must stand there tell where a rule may begin. */
static void rules_begin_at_letters(void **state)
{
    assert_matches("rule cut number\n"
                   "  match (?: abc? d | ef ?g | h{0,1}ij | Kl+ m | n o p | qér ) \\d\n"
                   "  yes abd1\n",
                   "ABD1 abcd2 EG3 efg4 ij5 hij6 KLLM7 klm8 nop9 QÉR1 x2 abx3 efx4",
                   "cut [ABD1] -> \ncut [abcd2] -> \ncut [EG3] -> \ncut [efg4] -> \n"
                   "cut [ij5] -> \ncut [hij6] -> \ncut [KLLM7] -> \ncut [klm8] -> \n"
                   "cut [nop9] -> \ncut [QÉR1] -> \n");
    assert_matches("table many compound\n  2 = due\n  40 = quaranta\n"
                   "rule words number\n  match (?: {=many} )+\n  yes due\n",
                   "Quarantadue, due", "words [Quarantadue] -> \nwords [due] -> \n");
}

/* PCRE2 takes no pattern beyond 64 kB. */
static void a_table_may_be_large(void **state)
{
    struct buffer file = { 0 };
    buffer_add(&file, STR("table word\n  w = seven"));
    for (unsigned i = 0, mixed = 1; i < 8000; i++, mixed = mixed * 69069 + 1) {
        buffer_add(&file, STR(" | "));
        for (unsigned left = mixed, k = 0; k < 6; k++, left /= 26)
            buffer_printf(&file, "%c", 'a' + left % 26);
    }
    buffer_add(&file, STR("\nrule pair number\n  match {word} \\s+ \\d+\n  value {word}\n  yes seven 7\n"));
    buffer_add(&file, (struct str){ "", 1 });
    assert_matches(in_arena(&file).s, "six 6, Seven 7", "pair [Seven 7] word=Seven/w -> w\n");
}

static void digits_may_be_written_onto_a_word(void **state)
{
    static const char file[] = "table unit\n  km = km | m2\n  h = h\n"
                               "rule measure number\n  match \\d+ {unit} (?: \\d\\d )?\n"
                               "  value {unit}\n  yes 3km\n";
    assert_matches(file, "30km, 18h30, 1,5KM et 40m2",
                   "measure [30km] unit=km/km -> km\nmeasure [18h30] unit=h/h -> h\n"
                   "measure [5KM] unit=KM/km -> km\nmeasure [40m2] unit=m2/km -> km\n");
}

static void names_of_captures(void **state)
{
    assert_matches("table unit\n  k = km\n"
                   "rule range number\n"
                   "  match (?<first> \\d+ ) - {unit:of} \\s {=unit} \\s {unit:other-one}\n"
                   "  value {of} {other-one} {none|0}\n  yes 3-km km km\n",
                   "3-km km KM",
                   "range [3-km km KM] first=3/ of=km/k other-one=KM/k -> k k 0\n");
}

static void the_leftmost_longest_first_wins(void **state)
{
    static const char file[] = "rule one number\n  match \\d+\n  yes 3\n"
                               "rule two number\n  match \\d+ \\s \\d+\n  yes 3 4\n"
                               "rule three number\n  match \\d \\d*\n  yes 3\n";
    assert_matches(file, "12", "one [12] -> \n");
    assert_matches(file, "12 34", "two [12 34] -> \n");
    assert_matches(file, "12 34 5", "two [12 34] -> \none [5] -> \n");
    assert_matches(file, "12 a 34", "one [12] -> \none [34] -> \n");
}

static void later_stages_see_symbols(void **state)
{
    assert_matches("rule digits number\n  match \\d+\n  value {nothing|n}\n  yes 3\n"
                   "rule bound quantity\n  match at \\s least \\s {number}\n  value {number|none}\n"
                   "  yes at least 3\n",
                   "at least 12 of 40",
                   "digits [12] -> n\ndigits [40] -> n\nbound [at least 12] number=#0 -> \n");
}

static void words_that_trigger(void **state)
{
    static const char file[] = "table number-word compound\n  1 = vent{i,o} | otto | mila\n"
                               "table apart\n  1 = de l'or | ventimila\n"
                               "rule words number\n  match {number-word}+\n  yes ventimila\n"
                               "rule gold date\n  match {apart}\n  yes de l'or\n";
    assert_matches(file, "Erano ventiottomila.", "words [ventiottomila] number-word=mila/1 -> \n");
    assert_matches(file, "ventimila", "words [ventimila] number-word=mila/1 -> \n"
                                      "gold [ventimila] apart=ventimila/1 -> \n");
    assert_matches(file, "venti\u00ADotto e ot**to**", "words [venti\u00ADotto] number-word=otto/1 -> \n"
                                                       "words [ot**to] number-word=otto/1 -> \n");
    assert_matches(file, "de  l\u2019or", "gold [de  l\u2019or] apart=de  l'or/1 -> \n");
}

/* ---- limits ------------------------------------------------------------------------------- */

static void hostile_text_ends(void **state)
{
    const struct rules *rules = rules_of("table sign\n  1 = aaa\n"
                                   "rule evil number\n  match {sign} \\s (?: (?: a | aa )+ )+ [xy]\n"
                                   "  yes x\n"
                                   "rule good number\n  match \\d+\n  yes 3\n");
    struct matcher *matcher = matcher_new(rules);
    const struct rule **limited;
    char hostile[2000];
    memset(hostile, 'a', sizeof hostile);
    memcpy(hostile, "12 aaa ", 7);
    hostile[sizeof hostile - 1] = '\0';
    for (size_t round = 0; round < 6; round++) { /* interpreted first, compiled later */
        struct marks marks = { 0 };
        matcher_run(matcher, text_of(hostile), NULL, 0, &arena, &marks);
        assert_int_equal(matcher_limits_hit(matcher, &limited), 1);
        assert_true(str_is(limited[0]->short_name, "evil"));
        assert_int_equal(marks.items.count, 1); /* the other rule still works */
    }
    struct marks marks = { 0 };
    matcher_run(matcher, text_of("12 of them"), NULL, 0, &arena, &marks);
    assert_int_equal(matcher_limits_hit(matcher, &limited), 0);
    matcher_free(matcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(views_are_normalised, forget),
        cmocka_unit_test_teardown(views_know_their_origins, forget),
        cmocka_unit_test_teardown(views_show_symbols, forget),
        cmocka_unit_test_teardown(braces_are_written_out, forget),
        cmocka_unit_test_teardown(tables_tell_keys, forget),
        cmocka_unit_test_teardown(words_made_of_entries, forget),
        cmocka_unit_test_teardown(triggers_are_read_off_patterns, forget),
        cmocka_unit_test_teardown(captures_fill_templates, forget),
        cmocka_unit_test_teardown(words_have_edges, forget),
        cmocka_unit_test_teardown(rules_begin_at_letters, forget),
        cmocka_unit_test_teardown(digits_may_be_written_onto_a_word, forget),
        cmocka_unit_test_teardown(names_of_captures, forget),
        cmocka_unit_test_teardown(the_leftmost_longest_first_wins, forget),
        cmocka_unit_test_teardown(later_stages_see_symbols, forget),
        cmocka_unit_test_teardown(a_table_may_be_large, forget),
        cmocka_unit_test_teardown(words_that_trigger, forget),
        cmocka_unit_test_teardown(hostile_text_ends, forget),
    };
    return cmocka_run_group_tests(tests, open_fold, close_fold);
}
