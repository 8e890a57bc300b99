/* The calendar of dates: days as numbers, spans of time, and how they are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "resolve/dates_calendar.h"

static struct when day(int year, int month, int of_month)
{
    return (struct when){ UNIT_DAY, year, month, of_month, 0 };
}

static struct when span(enum unit unit, int year, int month)
{
    return (struct when){ .unit = unit, .year = year, .month = month };
}

static struct amount amount_of(enum unit unit, long number)
{
    struct amount amount = { .finest = UNIT_NONE };
    amount_add(&amount, unit, number);
    return amount;
}

static void assert_text(struct when when, const char *text)
{
    struct arena arena = { 0 };
    struct str got = when_text(&when, &arena);
    assert_string_equal(arena_str(&arena, got).s, text);
    arena_free(&arena);
}

/* Every day of eight centuries has the next number and comes back as itself. */
static void test_numbers_go_on(void **state)
{
    (void)state;
    long number = day_number(1599, 12, 31);
    for (int year = 1600; year < 2400; year++)
        for (int month = 1; month <= 12; month++)
            for (int of_month = 1; of_month <= days_in_month(year, month); of_month++) {
                assert_int_equal(day_number(year, month, of_month), ++number);
                struct when back = day_of_number(number);
                assert_int_equal(back.year, year);
                assert_int_equal(back.month, month);
                assert_int_equal(back.day, of_month);
            }
}

static void assert_feast(int code, int year, int away, const char *text)
{
    struct when feast = { UNIT_DAY, UNKNOWN, code, away, 0 };
    assert_text(when_in_year(&feast, year), text);
}

/* Days as almanacs have them, the earliest and the latest Easter among them. */
static void test_feasts(void **state)
{
    (void)state;
    assert_feast(FEAST_EASTER, 1818, 0, "1818-03-22");
    assert_feast(FEAST_EASTER, 1943, 0, "1943-04-25");
    assert_feast(FEAST_EASTER, 1954, 0, "1954-04-18");
    assert_feast(FEAST_EASTER, 1981, 0, "1981-04-19");
    assert_feast(FEAST_EASTER, 2000, 0, "2000-04-23");
    assert_feast(FEAST_EASTER, 2008, 0, "2008-03-23");
    assert_feast(FEAST_EASTER, 2024, -2, "2024-03-29");
    assert_feast(FEAST_EASTER, 2016, 50, "2016-05-16");
    assert_feast(FEAST_PASCHA, 1991, 0, "1991-04-07");
    assert_feast(FEAST_PASCHA, 2021, 0, "2021-05-02");
    assert_feast(FEAST_PASCHA, 2024, 0, "2024-05-05");
    assert_feast(FEAST_PASCHA, 2025, 0, "2025-04-20");
}

static void test_weekdays(void **state)
{
    (void)state;
    assert_int_equal(weekday_of(day_number(2023, 9, 26)), 2);
    assert_int_equal(weekday_of(day_number(2000, 2, 29)), 2);
    assert_int_equal(weekday_of(day_number(1900, 3, 1)), 4);
    assert_int_equal(weekday_of(day_number(1789, 7, 14)), 2);
    assert_int_equal(weekday_of(day_number(2024, 12, 29)), 7);
}

static void test_leap_years(void **state)
{
    (void)state;
    assert_int_equal(days_in_month(2024, 2), 29);
    assert_int_equal(days_in_month(2023, 2), 28);
    assert_int_equal(days_in_month(2000, 2), 29);
    assert_int_equal(days_in_month(1900, 2), 28);
}

static void test_possible(void **state)
{
    (void)state;
    struct when leap = day(2024, 2, 29), none = day(2023, 2, 29), open = day(UNKNOWN, 2, 29),
                never = day(UNKNOWN, 2, 30), thirteenth = day(2023, 13, 1), zero = day(2023, 1, 0),
                june = day(2022, 6, 31);
    assert_true(when_is_possible(&leap));
    assert_false(when_is_possible(&none));
    assert_true(when_is_possible(&open));
    assert_false(when_is_possible(&never));
    assert_false(when_is_possible(&thirteenth));
    assert_false(when_is_possible(&zero));
    assert_false(when_is_possible(&june));
}

static void assert_ends(struct when when, struct when first, struct when last)
{
    assert_int_equal(when_first(&when), when_first(&first));
    assert_int_equal(when_last(&when), when_first(&last));
}

static void test_first_and_last(void **state)
{
    (void)state;
    assert_ends(span(UNIT_MONTH, 2024, 2), day(2024, 2, 1), day(2024, 2, 29));
    assert_ends(span(UNIT_SEASON, 2023, 24), day(2023, 12, 1), day(2024, 2, 29));
    assert_ends(span(UNIT_QUARTER, 2023, 36), day(2023, 10, 1), day(2023, 12, 31));
    assert_ends(span(UNIT_HALF, 2021, 40), day(2021, 1, 1), day(2021, 6, 30));
    assert_ends(span(UNIT_YEAR, 1999, 0), day(1999, 1, 1), day(1999, 12, 31));
    assert_ends(span(UNIT_DECADE, 1990, 0), day(1990, 1, 1), day(1999, 12, 31));
    assert_ends(span(UNIT_CENTURY, 1800, 0), day(1800, 1, 1), day(1899, 12, 31));
}

static void test_around(void **state)
{
    (void)state;
    long tuesday = day_number(2023, 9, 26);
    assert_text(when_around(tuesday, UNIT_WEEK, 0), "2023-09-25/2023-10-01");
    assert_text(when_around(tuesday, UNIT_WEEK, -1), "2023-09-18/2023-09-24");
    assert_text(when_around(tuesday, UNIT_WEEKEND, 0), "2023-09-30/2023-10-01");
    assert_text(when_around(tuesday, UNIT_MONTH, 4), "2024-01");
    assert_text(when_around(tuesday, UNIT_QUARTER, 2), "2024-33");
    assert_text(when_around(tuesday, UNIT_SEASON, 1), "2023-24");
    assert_text(when_around(day_number(2024, 1, 15), UNIT_SEASON, 0), "2023-24");
    assert_text(when_around(tuesday, UNIT_HALF, -1), "2023-01/2023-06");
    assert_text(when_around(tuesday, UNIT_YEAR, -1), "2022");
    assert_text(when_around(tuesday, UNIT_DECADE, -3), "199X");
    assert_text(when_around(tuesday, UNIT_CENTURY, -1), "19XX");
}

static void test_away(void **state)
{
    (void)state;
    struct when last_of_march = day(2024, 3, 31), year = span(UNIT_YEAR, 1992, 0);
    struct amount three_days = amount_of(UNIT_DAY, 3), month = amount_of(UNIT_MONTH, 1),
                  years = amount_of(UNIT_YEAR, 3), decade = amount_of(UNIT_DECADE, 1);
    assert_text(when_away(&last_of_march, &three_days, 1), "2024-04-03");
    assert_text(when_away(&last_of_march, &month, -1), "2024-02");
    assert_text(when_away(&year, &years, 1), "1995");
    assert_text(when_away(&year, &decade, -1), "1982");
    assert_int_equal(when_away(&year, &three_days, 1).unit, UNIT_NONE);
}

/* The finest unit says how exact the sum is; a month's end is kept within its month. */
static void test_amounts_add_up(void **state)
{
    (void)state;
    struct when last_of_march = day(2024, 3, 31);
    struct amount mixed = amount_of(UNIT_MONTH, 1), half = amount_of(UNIT_YEAR, 2);
    amount_add(&mixed, UNIT_DAY, 1);
    amount_add_half(&half);
    assert_text(when_away(&last_of_march, &mixed, -1), "2024-02-28");
    assert_text(when_away(&last_of_march, &mixed, 1), "2024-05-01");
    assert_text(when_away(&last_of_march, &half, -1), "2021-09");
}

static void test_what_is_open_is_written_so(void **state)
{
    (void)state;
    assert_text(day(UNKNOWN, 9, 26), "XXXX-09-26");
    assert_text(span(UNIT_MONTH, UNKNOWN, 9), "XXXX-09");
    assert_text(span(UNIT_YEAR, 476, 0), "0476");
    assert_text((struct when){ .unit = UNIT_NONE }, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_go_on),
        cmocka_unit_test(test_feasts),
        cmocka_unit_test(test_weekdays),
        cmocka_unit_test(test_leap_years),
        cmocka_unit_test(test_possible),
        cmocka_unit_test(test_first_and_last),
        cmocka_unit_test(test_around),
        cmocka_unit_test(test_away),
        cmocka_unit_test(test_amounts_add_up),
        cmocka_unit_test(test_what_is_open_is_written_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
