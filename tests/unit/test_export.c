/* test_export.c - days of EDTF values, policies, cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/days.h"
#include "export/policy.h"
#include "export/sheet.h"

static void test_days(void **state)
{
    static const struct {
        const char *edtf, *first, *last;
    } rows[] = {
        { "2023-09-19", "2023-09-19", "2023-09-19" },
        { "1970-01-01", "1970-01-01", "1970-01-01" },
        { "2024-02", "2024-02-01", "2024-02-29" },
        { "1900-02", "1900-02-01", "1900-02-28" },
        { "2023", "2023-01-01", "2023-12-31" },
        { "199X", "1990-01-01", "1999-12-31" },
        { "18XX", "1800-01-01", "1899-12-31" },
        { "2023-09~", "2023-09-01", "2023-09-30" },
        { "2023-21", "2023-03-01", "2023-05-31" },
        { "2023-24", "2023-12-01", "2024-02-29" },
        { "2023-36", "2023-10-01", "2023-12-31" },
        { "1991-10/1992-02", "1991-10-01", "1992-02-29" },
        { "2018/..", "2018-01-01", "" },
        { "../2030", "", "2030-12-31" },
        { "2023-10/2023-09", "", "" },
        { "XXXX-09-26", "", "" },
        { "2023-13", "", "" },
        { "", "", "" },
        { "/", "", "" },
        { "~", "", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct days days = days_of(str_of(rows[i].edtf));
        assert_string_equal(day_text(days.first).text, rows[i].first);
        assert_string_equal(day_text(days.last).text, rows[i].last);
    }
}

/* low, high, weak, open, as of */
static const struct figure figures[] = {
    { 12, -1, true, false, 5 },   { 68, -1, false, false, 5 },  { 125, 125, false, false, 6 },
    { 110, 130, false, false, 7 }, { 68, 68, false, false, 7 }, { 40, 40, false, false, 4 },
};

static void test_policies(void **state)
{
    static const struct {
        enum policy policy;
        int64_t best;
        size_t chosen;
    } rows[] = {
        { POLICY_MOST_RECENT, 68, 4 }, { POLICY_LOWEST, 40, 5 }, { POLICY_HIGHEST, 130, 3 },
        { POLICY_MAJORITY, 68, 1 },    { POLICY_ALL, -1, 6 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct estimate estimate = estimate_of(figures, 6, rows[i].policy);
        assert_int_equal(estimate.best, rows[i].best);
        assert_int_equal(estimate.chosen, rows[i].chosen);
        assert_int_equal(estimate.low, 40);
        assert_int_equal(estimate.high, 130);
    }
    struct estimate dozens = estimate_of(figures, 1, POLICY_MAJORITY);
    assert_int_equal(dozens.best, 12);
    assert_int_equal(dozens.high, 12);
}

static void test_cells(void **state)
{
    static const struct {
        const char *text;
        const char *plain, *safe;
    } rows[] = {
        { "", "", "" },
        { "Goris", "Goris", "Goris" },
        { "a, \"b\"\n", "\"a, \"\"b\"\"\n\"", "\"a, \"\"b\"\"\n\"" },
        { " a", "\" a\"", "\" a\"" },
        { "=1+1", "=1+1", "'=1+1" },
        { "@x", "@x", "'@x" },
        { "'x", "'x", "''x" },
        { "-5", "-5", "'-5" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int safe = 0; safe < 2; safe++) {
            struct buffer cell = { 0 };
            csv_cell(&cell, str_of(rows[i].text), safe);
            assert_true(str_is(buffer_str(&cell), safe ? rows[i].safe : rows[i].plain));
            buffer_free(&cell);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_policies),
        cmocka_unit_test(test_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
