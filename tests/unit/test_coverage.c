/* test_coverage.c - sightings to counts to a report, and capitals that may be names. The gazetteer
 * is a small one of our own; languages are those of rules/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "coverage/writer.h"
#include "read/reader.h"
#include "text/stage.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define assert_text(actual, expected)                                                   \
    do {                                                                                \
        struct str actual_ = (actual), expected_ = str_of(expected);                    \
        if (!str_equal(actual_, expected_))                                             \
            fail_msg("'%.*s' is not '%s'", STR_ARG(actual_), expected_.s);              \
    } while (0)

static char folder[] = "/tmp/newsgaz-coverage-XXXXXX";
static struct index *gazetteer;
static struct languages languages;
static struct arena for_all, arena;

static const struct {
    const char *name, *contents;
} files[] = {
    { "x.places.tsv", "id\tname\tkind\tcountry\tlat\tlon\n"
                      "ardveli\tArdveli\ttown\tGE\t\t\n"
                      "upper-ardveli\tUpper Ardveli\tregion\tGE\t\t\n"
                      "mtisa\tMtisa\ttown\tGE\t\t\n" },
    { "x.names.tsv", "id\tname\tlang\tkind\tuse\n"
                     "ardveli\tArdveli\ten\tofficial\t\n"
                     "ardveli\tArdveli\tfr\texonym\t\n"
                     "ardveli\tArdvelian\ten\tadjective\t\n"
                     "ardveli\tOld Ardveli\ten\thistoric\t\n"
                     "ardveli\tOld Ardveli\tit\thistoric\t\n"
                     "ardveli\tThe Rock\ten\tnickname\tnever\n"
                     "upper-ardveli\tUpper Ardveli\ten\tofficial\t\n"
                     "upper-ardveli\tHaut-Ardveli\tfr\texonym\t\n"
                     "mtisa\tMtisa\ten\tofficial\tcontext\n" },
    { "words.tsv", "word\tlang\tclass\tnote\n"
                   "in\ten\tlocative\t\n"
                   "president\ten\ttitle\t\n"
                   "Vera\tund\tgiven\t\n"
                   "de\tund\tparticle\t\n"
                   "of\ten\tconnecting\t\n"
                   "bank\ten\torganisation-head\t\n"
                   "monday\ten\tmonth-weekday\t\n"
                   "lake\ten\tplace-head\t\n"
                   "said\ten\tsaying\t\n"
                   "the\ten\tcommon-capital\t\n" },
};

static struct str in_folder(const char *name)
{
    return arena_printf(&for_all, "%s/%s", folder, name);
}

static int open_gazetteer(void **state)
{
    struct diag diag = { 0 };
    struct buffer compiled = { 0 };
    const char *why = NULL;
    if (!mkdtemp(folder))
        return -1;
    for (size_t i = 0; i < LENGTH(files); i++)
        file_write(in_folder(files[i].name).s, str_of(files[i].contents));
    index_compile(folder, &diag, &compiled);
    diag_print(&diag, stderr);
    file_write(in_folder("index").s, buffer_str(&compiled));
    gazetteer = index_open(in_folder("index").s, &why);
    buffer_free(&compiled);
    if (gazetteer)
        languages_load(&languages, NEWSGAZ_RULES, index_fold(gazetteer), &for_all, &diag);
    diag_free(&diag);
    return gazetteer && languages.count >= 3 ? 0 : -1;
}

static int close_gazetteer(void **state)
{
    index_close(gazetteer);
    for (size_t i = 0; i < LENGTH(files); i++)
        unlink(in_folder(files[i].name).s);
    unlink(in_folder("index").s);
    unlink(in_folder("index.sound").s); /* says that it was verified */
    arena_free(&for_all);
    return rmdir(folder);
}

static int forget(void **state)
{
    arena_reset(&arena);
    return 0;
}

/* ---- sightings of our own -------------------------------------------------------------------- */

/* A name that a gazetteer has. */
static struct sighting listed(const char *lang, const char *surface, const char *id)
{
    return (struct sighting){
        .surface = str_of(surface), .subject = str_of(id), .called = str_of(id), .listed = true,
        .found = true, .type = UNLISTED_PLACE, .lang = str_of(lang),
    };
}

/* Capitals that may be a name. */
static struct sighting capitals(const char *surface, enum unlisted_type type, bool unproved)
{
    struct buffer slug = { 0 };
    slug_add(index_fold(gazetteer), str_of(surface), &slug);
    struct str key = arena_str(&arena, buffer_str(&slug));
    buffer_free(&slug);
    struct str first = str_of(surface);
    first = str_split(&first, ' ');
    return (struct sighting){
        .surface = str_of(surface), .subject = key, .type = type, .unproved = unproved,
        .lang = STR("en"), .first_word = fold_hash(index_fold(gazetteer), first),
        .one_word = first.len == strlen(surface),
    };
}

static struct sightings *article(const char *source, const char *month)
{
    struct sightings *made = arena_new(&arena, struct sightings);
    made->source = str_of(source);
    made->month = str_of(month);
    return made;
}

static void see(struct sightings *in, struct sighting seen)
{
    *array_push(&in->names, &arena) = seen;
}

static struct report report_on(struct tally_of_names *tally, struct report_options options)
{
    struct report report;
    report_make(tally, gazetteer, options, &report);
    return report;
}

static const struct reported *unlisted_named(const struct report *report, const char *name)
{
    for (size_t i = 0; i < report->unlisted.items.count; i++)
        if (str_is(report->unlisted.items.items[i].name, name))
            return &report->unlisted.items.items[i];
    return NULL;
}

static void release(struct report *report, struct tally_of_names *tally)
{
    report_free(report);
    tally_of_names_free(tally);
}

/* ---- tests ----------------------------------------------------------------------------------- */

static void test_slugs(void **state)
{
    static const char *const cases[][2] = {
        { "Nagorno-Karabakh", "nagorno-karabakh" }, { "Nagorno Karabakh", "nagorno-karabakh" },
        { "L’Aquila", "l-aquila" },                 { "Elçin MƏMMƏDOV", "elcin-mammadov" },
        { "  (Gavar)  ", "gavar" },                 { "So\u00ADft", "soft" },
        { "…", "" },                                { "", "" },
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct buffer slug = { 0 };
        slug_add(index_fold(gazetteer), str_of(cases[i][0]), &slug);
        assert_text(buffer_str(&slug), cases[i][1]);
        buffer_free(&slug);
    }
}

static void count_three_articles(struct tally_of_names *tally, const int order[3])
{
    struct sightings *made[3] = { article("corriere", "2023-09"), article("temoin", "2023-10"),
                                  article("corriere", "") };
    see(made[0], listed("it", "Ardveli", "ardveli"));
    see(made[0], listed("it", "Ardveli", "ardveli"));
    see(made[0], listed("en", "ARDVELI", "ardveli"));
    see(made[1], listed("fr", "Ardveli", "ardveli"));
    see(made[1], listed("fr", "Haut-Ardveli", "upper-ardveli"));
    see(made[2], listed("it", "Ardveli", "ardveli"));
    for (int i = 0; i < 3; i++)
        tally_sightings(tally, made[order[i]]);
}

static void test_names_and_files_are_counted(void **state)
{
    struct tally_of_names tally = { 0 };
    count_three_articles(&tally, (const int[]){ 0, 1, 2 });
    struct report report = report_on(&tally, (struct report_options){ .min_count = 1 });
    const struct reported *entry = &report.entries.items.items[0];
    assert_int_equal(report.entries.items.count, 2);
    assert_text(entry->subject->id, "ardveli");
    assert_int_equal(entry->subject->count.names, 5);
    assert_int_equal(entry->subject->count.files, 3);
    assert_text(entry->variants[0]->surface, "Ardveli");
    assert_int_equal(entry->variants[0]->count.names, 4);
    assert_int_equal(entry->variants[0]->count.files, 3);
    assert_text(entry->variants[1]->surface, "ARDVELI");
    assert_int_equal(entry->variants[1]->count.files, 1);
    release(&report, &tally);
}

static void test_breakdowns(void **state)
{
    static const struct {
        enum dimension by;
        const char *label;
        uint32_t total, first, second;
    } wanted[] = {
        { BY_LANGUAGE, "it", 3, 3, 0 },     { BY_LANGUAGE, "en", 1, 0, 1 },
        { BY_LANGUAGE, "fr", 1, 1, 0 },     { BY_SOURCE, "corriere", 4, 3, 1 },
        { BY_SOURCE, "temoin", 1, 1, 0 },   { BY_MONTH, "2023-09", 3, 2, 1 },
        { BY_MONTH, "2023-10", 1, 1, 0 },   { BY_MONTH, "", 1, 1, 0 },
        { BY_SOURCE_AND_MONTH, "corriere ", 1, 1, 0 },
        { BY_SOURCE_AND_MONTH, "corriere 2023-09", 3, 2, 1 },
        { BY_SOURCE_AND_MONTH, "temoin 2023-10", 1, 1, 0 },
    };
    struct tally_of_names tally = { 0 };
    count_three_articles(&tally, (const int[]){ 0, 1, 2 });
    struct report report = report_on(&tally, (struct report_options){ .min_count = 1 });
    for (size_t i = 0, row = 0; i < LENGTH(wanted); i++, row++) {
        if (i && wanted[i].by != wanted[i - 1].by)
            row = 0;
        struct breakdown by =
            breakdown_of(&report, &report.entries.items.items[0], wanted[i].by, &arena);
        assert_true(row < by.rows.count);
        assert_text(by.rows.items[row].label, wanted[i].label);
        assert_int_equal(by.rows.items[row].total, wanted[i].total);
        assert_int_equal(by.rows.items[row].counts[0], wanted[i].first);
        assert_int_equal(by.rows.items[row].counts[1], wanted[i].second);
    }
    release(&report, &tally);
}

/* All that a report says, but the citations, is the same in whatever order articles come. */
static void test_order_of_articles_does_not_matter(void **state)
{
    static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 2, 0 } };
    static const struct coverage_writer *const writers[] = { &coverage_text, &coverage_html };
    for (size_t w = 0; w < LENGTH(writers); w++) {
        struct buffer written[LENGTH(orders)] = { 0 };
        for (size_t i = 0; i < LENGTH(orders); i++) {
            struct tally_of_names tally = { 0 };
            count_three_articles(&tally, orders[i]);
            struct report report = report_on(&tally, (struct report_options){ .min_count = 1 });
            writers[w]->write(&report, &written[i]);
            release(&report, &tally);
            assert_true(str_equal(buffer_str(&written[i]), buffer_str(&written[0])));
        }
        for (size_t i = 0; i < LENGTH(orders); i++)
            buffer_free(&written[i]);
    }
}

static void test_spellings_not_seen(void **state)
{
    struct tally_of_names tally = { 0 };
    count_three_articles(&tally, (const int[]){ 0, 1, 2 });
    struct report report =
        report_on(&tally, (struct report_options){ .min_count = 1, .all_unseen = true });
    const struct reported *ardveli = &report.entries.items.items[0];
    assert_int_equal(ardveli->unseen.count, 1); /* no adjective, nothing of use "never" */
    assert_text(ardveli->unseen.items[0].spelling, "Old Ardveli");
    assert_text(ardveli->unseen.items[0].langs, "en it");
    assert_text(report.entries.items.items[1].unseen.items[0].spelling, "Upper Ardveli");
    assert_int_equal(report.never.count, 1);
    assert_text(report.never.items[0].id, "mtisa");
    assert_true(report.never.items[0].needs_context);
    release(&report, &tally);
}

/* Capitals at beginnings, and words that are written small as well, are no names. */
static void test_noise(void **state)
{
    struct tally_of_names tally = { 0 };
    struct sightings *made = article("", "");
    see(made, capitals("Yesterday", UNLISTED_UNKNOWN, true));
    see(made, capitals("Gavar", UNLISTED_UNKNOWN, true));
    see(made, capitals("Gavar", UNLISTED_UNKNOWN, false));
    see(made, capitals("Yesterday Kobalia", UNLISTED_UNKNOWN, true));
    see(made, capitals("Vahan Kobalia", UNLISTED_UNKNOWN, true));
    see(made, capitals("Government", UNLISTED_UNKNOWN, false));
    static const char *const small[] = { "yesterday", "government" };
    for (size_t i = 0; i < LENGTH(small); i++)
        *array_push(&made->small_words, &arena) =
            fold_hash(index_fold(gazetteer), str_of(small[i]));
    tally_sightings(&tally, made);
    struct report report = report_on(&tally, (struct report_options){ .min_count = 1 });
    assert_int_equal(report.unlisted.items.count, 2);
    assert_non_null(unlisted_named(&report, "Gavar"));
    assert_non_null(unlisted_named(&report, "Vahan Kobalia"));
    assert_int_equal(report_total(&report).unlisted, 3);
    release(&report, &tally);
}

static void test_types_and_totals(void **state)
{
    struct tally_of_names tally = { 0 };
    struct sightings *made = article("", "");
    for (int i = 0; i < 3; i++)
        see(made, capitals("Gavar", i ? UNLISTED_UNKNOWN : UNLISTED_PLACE, false));
    for (int i = 0; i < 5; i++)
        see(made, capitals("Rallo", i ? UNLISTED_UNKNOWN : UNLISTED_PERSON, false));
    see(made, listed("en", "Ardveli", "ardveli"));
    tally_sightings(&tally, made);
    struct report report = report_on(&tally, (struct report_options){ .min_count = 1 });
    assert_int_equal(unlisted_named(&report, "Gavar")->type, UNLISTED_PLACE);
    assert_int_equal(unlisted_named(&report, "Rallo")->type, UNLISTED_UNKNOWN);
    assert_int_equal(report.totals.count, 2);
    assert_text(report.totals.items[0].lang, "en");
    assert_int_equal(report.totals.items[0].types[UNLISTED_PLACE].unlisted, 3);
    assert_int_equal(total_share(report.totals.items[0].types[UNLISTED_PLACE]), 250);
    assert_int_equal(total_share(report_total(&report)), 111);
    report_free(&report);
    report = report_on(&tally, (struct report_options){ .min_count = 4, .type = STR("unknown") });
    assert_int_equal(report.unlisted.items.count, 1);
    assert_int_equal(report.entries.items.count, 0);
    assert_int_equal(total_share(report_total(&report)), 0);
    release(&report, &tally);
    assert_int_equal(total_share((struct coverage_total){ 0, 0 }), 1000);
}

static void test_rows_to_paste(void **state)
{
    struct tally_of_names tally = { 0 };
    struct sightings *made = article("", "");
    see(made, capitals("Ardbeli", UNLISTED_PLACE, false));
    see(made, capitals("Zarbaz", UNLISTED_PERSON, false));
    see(made, capitals("Mtisa", UNLISTED_UNKNOWN, false));
    tally_sightings(&tally, made);
    struct report report = report_on(&tally, (struct report_options){ .min_count = 1 });
    const struct reported *variant = unlisted_named(&report, "Ardbeli");
    assert_text(variant->near[0].id, "ardveli");
    assert_int_equal(variant->row_count, 3);
    assert_true(variant->rows[0].of_variant);
    assert_text(variant->rows[0].line, "ardveli\tArdbeli\ten\tmisspelling\t\t\t\thand");
    assert_text(variant->rows[1].table, "places.tsv");
    const struct reported *person = unlisted_named(&report, "Zarbaz");
    assert_int_equal(person->near_count, 0);
    assert_text(person->rows[0].table, "persons.tsv");
    assert_text(person->rows[0].line, "zarbaz\tZarbaz\t\t\t\t\t\t");
    assert_text(person->rows[1].line, "zarbaz\tZarbaz\ten\tofficial\t\t\t\thand");
    const struct reported *known = unlisted_named(&report, "Mtisa");
    assert_true(known->known);
    assert_int_equal(known->row_count, 0);
    release(&report, &tally);
}

static void test_readings(void **state)
{
    struct tally_of_names tally = { 0 };
    struct sightings *made = article("", "");
    struct sighting doubtful = listed("en", "Ardveli", "ardveli");
    doubtful.runner_up = STR("mtisa");
    see(made, doubtful);
    see(made, doubtful);
    doubtful.ambiguous = true;
    see(made, doubtful);
    tally_sightings(&tally, made);
    struct report report = report_on(&tally, (struct report_options){ .min_count = 1 });
    assert_int_equal(report.doubts.count, 2);
    assert_true(report.doubts.items[0]->undecided);
    assert_int_equal(report.doubts.items[1]->count.names, 2);
    report_free(&report);
    report = report_on(&tally, (struct report_options){ .entry = STR("upper-ardveli") });
    assert_int_equal(report.doubts.count, 0);
    release(&report, &tally);
}

/* ---- capitals in texts ----------------------------------------------------------------------- */

static const struct {
    const char *text, *found;
    enum unlisted_type type;
    bool unproved;
} texts[] = {
    { "Slowly they walked in Gavar for a while.", "Slowly", UNLISTED_UNKNOWN, true },
    { "they walked all the way in Gavar for a while.", "Gavar", UNLISTED_PLACE, false },
    { "and then the old president Rallo Kirst was there.", "Rallo Kirst", UNLISTED_PERSON, false },
    { "and then the old President Rallo was there.", "Rallo", UNLISTED_PERSON, false },
    { "and then she met Vera de Kirst again.", "Vera de Kirst", UNLISTED_PERSON, false },
    { "and then the Bank of Zarbaz was there.", "Bank of Zarbaz", UNLISTED_ORGANISATION, false },
    { "and then the ZKR was there.", "ZKR", UNLISTED_ORGANISATION, false },
    { "and then the shore of Lake Zarbaz was there.", "Lake Zarbaz", UNLISTED_PLACE, false },
    { "as they walked, Kirst said the same again.", "Kirst", UNLISTED_PERSON, false },
    { "and then \"Silence came\" was on the wall.", "Silence", UNLISTED_UNKNOWN, true },
    { "and then the Monday came with the XIV of them.", "", UNLISTED_UNKNOWN, false },
    { "and then de-Kirstification came along.", "", UNLISTED_UNKNOWN, false },
};

static struct unlisted find_unlisted(const char *contents, struct text *text)
{
    struct article *article = arena_new(&arena, struct article);
    struct unlisted found = { 0 };
    article_from_text(STR("x"), str_of(contents), &arena, article);
    text_analyse(article, index_fold(gazetteer), &languages,
                 language_of_code(&languages, STR("en")), &arena, text);
    const uint8_t *taken = arena_array(&arena, uint8_t, text->words.count + 1);
    unlisted_find(gazetteer, &languages, text, taken, &arena, &found);
    return found;
}

static void test_capitals_in_texts(void **state)
{
    for (size_t i = 0; i < LENGTH(texts); i++) {
        struct text text;
        struct unlisted found = find_unlisted(texts[i].text, &text);
        if (!*texts[i].found) {
            assert_int_equal(found.items.count, 0);
            continue;
        }
        assert_true(found.items.count > 0);
        const struct unlisted_name *name = &found.items.items[0];
        assert_text(span_text(text.bytes, name->at), texts[i].found);
        assert_int_equal(name->type, texts[i].type);
        assert_int_equal(name->unproved, texts[i].unproved);
    }
}

#define TEST(name) cmocka_unit_test_teardown(name, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_slugs),
        TEST(test_names_and_files_are_counted),
        TEST(test_breakdowns),
        TEST(test_order_of_articles_does_not_matter),
        TEST(test_spellings_not_seen),
        TEST(test_noise),
        TEST(test_types_and_totals),
        TEST(test_rows_to_paste),
        TEST(test_readings),
        TEST(test_capitals_in_texts),
    };
    return cmocka_run_group_tests(tests, open_gazetteer, close_gazetteer);
}
