/* test_import.c - the parts of imports that no table shows: lines, JSON items, sorting, cleaning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "import/clean.h"
#include "import/json_items.h"
#include "import/rows.h"
#include "import/source.h"

static char path[] = "/tmp/newsgaz-import-XXXXXX";

static void open_text(struct str text, struct source *source)
{
    assert_int_equal(file_write(path, text), 0);
    assert_int_equal(source_open(path, source), 0);
}

/* ---- lines ---- */

static void lines_end_in_any_way(void **state)
{
    static const char *const wanted[] = { "a", "b", "", "c", "d", "e" };
    struct source source;
    struct str line;
    (void)state;
    open_text(STR("\xEF\xBB\xBF" "a\nb\r\n\rc\rd\r\ne"), &source);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < 6; i++) {
            assert_true(source_line(&source, &line));
            assert_true(str_is(line, wanted[i]));
            assert_int_equal(source.line, i + 1);
        }
        assert_false(source_line(&source, &line));
        assert_true(source_rewind(&source));
    }
    source_close(&source);
}

/* Line ends fall on the edges of what is read at a time. */
static void lines_cross_chunks(void **state)
{
    struct buffer text = { 0 };
    struct source source;
    struct str line;
    size_t count = 0;
    (void)state;
    for (int i = 0; i < 200000; i++)
        buffer_printf(&text, "%d\r\n", i);
    open_text(buffer_str(&text), &source);
    for (long number; source_line(&source, &line); count++) {
        assert_true(str_to_long(line, &number));
        assert_int_equal(number, count);
    }
    assert_int_equal(count, 200000);
    source_close(&source);
    buffer_free(&text);
}

static void records_hold_quoted_lines(void **state)
{
    struct source source;
    struct str record;
    (void)state;
    open_text(STR("a,\"b\nc\"\"\nd\",e\r\nf\n\"never closed"), &source);
    assert_true(source_record(&source, &record));
    assert_true(str_is(record, "a,\"b\nc\"\"\nd\",e"));
    assert_true(source_record(&source, &record));
    assert_true(str_is(record, "f"));
    assert_true(source_record(&source, &record));
    assert_false(source_record(&source, &record));
    source_close(&source);
}

static void folders_and_missing_files_are_refused(void **state)
{
    struct source source;
    (void)state;
    assert_int_not_equal(source_open("/tmp", &source), 0);
    assert_int_not_equal(source_open("/tmp/no-such-file-of-newsgaz", &source), 0);
}

/* ---- JSON ---- */

static size_t count_items(const char *text, const char *list)
{
    static const char *const lists[] = { "persons", "bindings", NULL };
    struct source source;
    size_t count = 0;
    open_text(str_of(text), &source);
    struct json_items items = { .source = &source, .lists = lists };
    for (json_t *item; (item = json_items_next(&items)); json_decref(item))
        count += json_is_object(item) && json_items_in(&items, list);
    json_items_free(&items);
    source_close(&source);
    return count;
}

static void items_are_found_in_every_wrapping(void **state)
{
    (void)state;
    assert_int_equal(count_items("[{\"a\":1},{\"b\":[{\"c\":\"}\\\"]\"}]}]", ""), 2);
    assert_int_equal(count_items("{\"a\":1}\n{\"b\":{\"c\":{}}}\n", ""), 2);
    assert_int_equal(count_items("{\"x\":[{}],\"persons\":[{\"persons\":[{}]},{}],\"y\":{}}",
                                 "persons"), 2);
    assert_int_equal(count_items("{\"results\":{\"bindings\":[{},{},{}]}}", "bindings"), 3);
    assert_int_equal(count_items("{\"persons\":{\"p1\":{},\"p2\":{}}}", "persons"), 2);
    assert_int_equal(count_items("{\"persons\":[]}", "persons"), 0);
    assert_int_equal(count_items("", ""), 0);
    assert_int_equal(count_items("]]}}{[", ""), 0);
}

/* ---- rows ---- */

struct checked {
    struct buffer last;
    size_t count;
    bool sorted;
};

static void check_row(void *of, struct str row)
{
    struct checked *checked = of;
    checked->sorted &= str_compare(buffer_str(&checked->last), row) <= 0;
    checked->count++;
    checked->last.len = 0;
    buffer_add(&checked->last, row);
}

/* More than memory is given: the rest comes from temporary files. */
static void rows_come_back_sorted(void **state)
{
    enum { COUNT = 1200000 };
    struct rows rows = { 0 };
    struct checked checked = { .sorted = true };
    char row[64];
    uint32_t number = 1;
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        number = number * 1664525 + 1013904223;
        int len = snprintf(row, sizeof row, "%08x\trow of some length, and of its own: %d", number, i);
        rows_add(&rows, (struct str){ row, (size_t)len });
    }
    assert_true(rows.runs.count > 0);
    rows_each(&rows, check_row, &checked);
    assert_int_equal(rows.error, 0);
    assert_int_equal(checked.count, COUNT);
    assert_true(checked.sorted);
    buffer_free(&checked.last);
    rows_free(&rows);
}

/* ---- cleaning ---- */

static void names_are_cleaned(void **state)
{
    static const struct {
        const char *raw, *clean; /* NULL: there is no name in it */
        enum name_type type;
    } cases[] = {
        { "  Stepana\xC2\xADkert\xC2\xA0 ", "Stepanakert", NAME_PLACE },
        { "Xank\xC7\x9Dndi", "Xank\xC9\x99ndi", NAME_PLACE },
        { "E\xCC\x81vian", "\xC3\x89vian", NAME_PLACE },
        { "Abingdon (UK)", "Abingdon", NAME_PLACE },
        { "(UK)", "(UK)", NAME_PLACE },
        { "Paris, Texas", "Paris, Texas", NAME_PLACE },
        { "Rossi, Mario", "Mario Rossi", NAME_PERSON },
        { "Budi Santoso, SH", "Budi Santoso", NAME_PERSON },
        { "Joko Widodo, S.Pd., M.Si.", "Joko Widodo", NAME_PERSON },
        { "Martin King, Jr.", "Martin King", NAME_PERSON },
        { "Giorgia Meloni[14]", "Giorgia Meloni", NAME_PERSON },
        { "MELONI Giorgia", "Giorgia Meloni", NAME_PERSON },
        { "Elisabetta II", "Elisabetta II", NAME_PERSON },
        { "GIOVANNI XXIII", "Giovanni XXIII", NAME_PERSON },
        { "1984", NULL, NAME_PLACE }, { "6th of October", "6th of October", NAME_PLACE },
        { "[3]", NULL, NAME_PERSON },
        { "-", NULL, NAME_PLACE },
        { "A", NULL, NAME_PLACE },
        { "\xFF\xFE", NULL, NAME_PLACE },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer clean = { 0 };
        const char *why = clean_name(str_of(cases[i].raw), cases[i].type, &clean);
        assert_int_equal(why == NULL, cases[i].clean != NULL);
        if (cases[i].clean && !str_is(buffer_str(&clean), cases[i].clean))
            fail_msg("%s gives %.*s", cases[i].raw, (int)clean.len, clean.bytes);
        buffer_free(&clean);
    }
}

static void dates_are_cleaned(void **state)
{
    static const char *const cases[][2] = {
        { "1961", "1961" }, { "19150903", "1915-09-03" }, { "1952-03-11", "1952-03-11" },
        { "19 February 2008", "2008" }, { "c. 1200", "1200" }, { "1991/1994", "1994" },
        { "", NULL }, { "long ago", NULL }, { "12", NULL }, { "123456", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer date = { 0 };
        bool good = clean_date(str_of(cases[i][0]), &date);
        assert_int_equal(good, cases[i][1] != NULL);
        if (good && !str_is(buffer_str(&date), cases[i][1]))
            fail_msg("%s gives %.*s", cases[i][0], (int)date.len, date.bytes);
        buffer_free(&date);
    }
}

static int set_up(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_in_any_way),
        cmocka_unit_test(lines_cross_chunks),
        cmocka_unit_test(records_hold_quoted_lines),
        cmocka_unit_test(folders_and_missing_files_are_refused),
        cmocka_unit_test(items_are_found_in_every_wrapping),
        cmocka_unit_test(rows_come_back_sorted),
        cmocka_unit_test(names_are_cleaned),
        cmocka_unit_test(dates_are_cleaned),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
