/* test_base.c - memory, strings, UTF-8, files, and how mistakes are shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <errno.h>
#include <sys/stat.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/nfc.h"
#include "base/span.h"
#include "base/utf8.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* ---- memory ------------------------------------------------------------------------------- */

static void arena_memory_is_zeroed_and_aligned(void **state)
{
    struct arena arena = { 0 };
    for (size_t round = 0; round < 3; round++) {
        for (size_t size = 1; size < 300; size += 7) {
            char *memory = arena_alloc(&arena, size);
            assert_int_equal((uintptr_t)memory % 16, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(memory[i], 0);
            memset(memory, 0xAA, size);
        }
        arena_reset(&arena);
    }
    arena_free(&arena);
}

static void arena_takes_any_size(void **state)
{
    struct arena arena = { 0 };
    arena_reset(&arena);
    char *large = arena_alloc(&arena, 5 << 20);
    large[(5 << 20) - 1] = 'x';
    char *none = arena_alloc(&arena, 0);
    assert_non_null(none);
    assert_int_equal(large[(5 << 20) - 1], 'x');
    arena_free(&arena);
    assert_null(arena.blocks);
}

static void arena_keeps_its_largest_block(void **state)
{
    struct arena arena = { 0 };
    for (size_t i = 0; i < 1000; i++)
        arena_alloc(&arena, 1000);
    const struct arena_block *largest = arena.blocks;
    arena_reset(&arena);
    assert_ptr_equal(arena.blocks, largest);
    arena_alloc(&arena, 400000);
    assert_ptr_equal(arena.blocks, largest);
    arena_free(&arena);
}

static void arena_strings_end_in_nul(void **state)
{
    struct arena arena = { 0 };
    char changing[] = "Goris";
    struct str copy = arena_str(&arena, str_slice(str_of(changing), 0, 3));
    changing[0] = 'B';
    assert_string_equal(copy.s, "Gor");
    assert_string_equal(arena_str(&arena, STR("")).s, "");
    struct str printed = arena_printf(&arena, "%s/%d.%.*s", "rules", 7, STR_ARG(copy));
    assert_string_equal(printed.s, "rules/7.Gor");
    assert_int_equal(printed.len, strlen(printed.s));
    arena_free(&arena);
}

static void arrays_grow(void **state)
{
    struct arena arena = { 0 };
    ARRAY(uint32_t) squares = { 0 };
    for (uint32_t i = 0; i < 10000; i++)
        *array_push(&squares, &arena) = i * i;
    assert_int_equal(squares.count, 10000);
    assert_true(squares.capacity >= squares.count);
    for (uint32_t i = 0; i < 10000; i++)
        assert_int_equal(squares.items[i], i * i);
    arena_free(&arena);
}

static void buffers_grow(void **state)
{
    struct buffer buffer = { 0 };
    assert_int_equal(buffer_str(&buffer).len, 0);
    assert_string_equal(buffer_str(&buffer).s, "");
    buffer_add(&buffer, STR(""));
    for (size_t i = 0; i < 1000; i++) {
        buffer_byte(&buffer, 'a');
        buffer_add(&buffer, STR("bc"));
        buffer_printf(&buffer, "%03zu", i);
    }
    assert_int_equal(buffer.len, 6000);
    assert_memory_equal(buffer.bytes + 5994, "abc999", 6);
    buffer_free(&buffer);
    assert_null(buffer.bytes);
}

/* ---- strings ------------------------------------------------------------------------------ */

static void strings_compare_by_bytes(void **state)
{
    static const char *const sorted[] = { "", "A", "Z", "a", "aa", "ab", "z", "é", "ə" };
    for (size_t i = 0; i < LENGTH(sorted); i++)
        for (size_t k = 0; k < LENGTH(sorted); k++) {
            int order = str_compare(str_of(sorted[i]), str_of(sorted[k]));
            assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
            assert_int_equal(str_is(str_of(sorted[i]), sorted[k]), i == k);
        }
    assert_int_equal(str_of(NULL).len, 0);
}

static void strings_begin_and_end(void **state)
{
    assert_true(str_starts(STR("Haut-Karabakh"), STR("Haut")));
    assert_true(str_ends(STR("Haut-Karabakh"), STR("bakh")));
    assert_true(str_starts(STR(""), STR("")) && str_ends(STR("a"), STR("")));
    assert_false(str_starts(STR("Hau"), STR("Haut")) || str_ends(STR("akh"), STR("bakh")));
}

static void strings_split(void **state)
{
    static const char *const parts[] = { "a", "", "b c", "" };
    struct str rest = STR("a\t\tb c\t");
    for (size_t i = 0; i < 3; i++)
        assert_true(str_is(str_split(&rest, '\t'), parts[i]));
    assert_int_equal(rest.len, 0);
    assert_int_equal(str_split(&rest, '\t').len, 0);
    assert_true(str_is(str_trim(STR(" \t\r\n a b \v\f")), "a b"));
    assert_int_equal(str_trim(STR(" \n ")).len, 0);
    assert_true(str_lists(STR("city, town"), STR("town")));
    assert_false(str_lists(STR("city,town"), STR("tow")));
}

static void strings_to_numbers(void **state)
{
    static const struct {
        const char *text;
        bool good;
        long value;
    } numbers[] = {
        { "0", true, 0 },       { "-12", true, -12 }, { "000123", true, 123 },
        { "999999999999999999", true, 999999999999999999 },
        { "", false, 0 },       { "-", false, 0 },    { "+1", false, 0 },  { " 1", false, 0 },
        { "1 ", false, 0 },     { "1.0", false, 0 },  { "0x1", false, 0 },
        { "9999999999999999999", false, 0 },
    };
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        long value = 0;
        assert_int_equal(str_to_long(str_of(numbers[i].text), &value), numbers[i].good);
        assert_int_equal(value, numbers[i].value);
    }
}

static void spans(void **state)
{
    struct span a = { 2, 5 }, b = { 5, 9 }, c = { 3, 4 };
    assert_false(span_overlaps(a, b));
    assert_true(span_overlaps(a, c) && span_contains(a, c) && span_contains(a, a));
    assert_false(span_contains(c, a) || span_contains(a, b));
    assert_int_equal(span_length(span_hull(a, b)), 7);
    assert_true(str_is(span_text(STR("ab68 dead"), a), "68 "));
}

/* ---- UTF-8 -------------------------------------------------------------------------------- */

static void every_code_point_there_and_back(void **state)
{
    char utf8[4];
    for (uint32_t c = 0; c < 0x110000; c++) {
        if (U_IS_SURROGATE(c))
            continue;
        struct str text = { utf8, utf8_put(c, utf8) };
        size_t next = 0, previous = text.len;
        assert_int_equal(text.len, U8_LENGTH(c));
        assert_int_equal(utf8_valid(text), text.len);
        assert_int_equal(utf8_next(text, &next), c);
        assert_int_equal(next, text.len);
        assert_int_equal(utf8_previous(text, &previous), c);
        assert_int_equal(previous, 0);
        assert_int_equal(utf8_count(text), 1);
    }
}

/* Valid bytes at the start, as ICU has it. */
static size_t valid_by_icu(struct str text)
{
    int32_t at = 0, start = 0;
    while (at < (int32_t)text.len) {
        UChar32 c;
        start = at;
        U8_NEXT((const uint8_t *)text.s, at, (int32_t)text.len, c);
        if (c < 0)
            return (size_t)start;
    }
    return text.len;
}

/* All sequences of two bytes and many of three and four, alone and behind eight ASCII letters. */
static void validity_is_that_of_icu(void **state)
{
    static const unsigned char tails[] = { 0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                           0xC0, 0xFF };
    unsigned char bytes[13] = "abcdefgh";
    for (unsigned first = 0; first < 256; first++)
        for (unsigned second = 0; second < 256; second++)
            for (size_t t = 0; t < LENGTH(tails) * LENGTH(tails); t++) {
                bytes[8] = (unsigned char)first;
                bytes[9] = (unsigned char)second;
                bytes[10] = tails[t / LENGTH(tails)];
                bytes[11] = tails[t % LENGTH(tails)];
                struct str whole = { (const char *)bytes, 12 }, alone = { (const char *)bytes + 8, 4 };
                assert_int_equal(utf8_valid(whole), valid_by_icu(whole));
                assert_int_equal(utf8_valid(alone), valid_by_icu(alone));
            }
}

static void damaged_text(void **state)
{
    static const struct {
        const char *bytes;
        size_t valid;
    } damaged[] = {
        { "ab\xC0\xAF", 2 },              /* overlong '/' */
        { "ab\xE0\x80\xAF", 2 },          { "\xF0\x80\x80\xAF", 0 },
        { "a\xED\xA0\x80", 1 },           /* a surrogate */
        { "a\xED\xBF\xBF", 1 },           { "a\xF4\x90\x80\x80", 1 }, /* above U+10FFFF */
        { "a\xF8\x88\x80\x80\x80", 1 },   { "a\x80", 1 },  { "a\xFE", 1 },
        { "12345678\xE2\x82", 8 },        /* cut short */
        { "1234567\xF0\x9F\x98", 7 },     { "\xC3", 0 },   { "\xC3\xA9\xC3", 2 },
        { "abcdefgh\xC3\xA9i", 11 },      { "", 0 },
    };
    for (size_t i = 0; i < LENGTH(damaged); i++)
        assert_int_equal(utf8_valid(str_of(damaged[i].bytes)), damaged[i].valid);
}

static void counting(void **state)
{
    assert_int_equal(utf8_count(STR("")), 0);
    assert_int_equal(utf8_count(STR("Xankəndi, Şuşa \U0001F6A9 e Côte d’Ivoire…")), 33);
    assert_int_equal(utf8_count(STR("\U0001F6A9\U0001F6A9\U0001F6A9\U0001F6A9")), 4);
}

static void kinds_of_characters(void **state)
{
    static const uint32_t unseen[] = { 0xAD, 0x200B, 0x200D, 0x200F, 0x202B, 0x2060, 0xFEFF };
    static const uint32_t seen[] = { 'a', ' ', 0xA0, 0xE9, 0x2010, 0x2028, 0x301, 0xFFFD };
    for (size_t i = 0; i < LENGTH(unseen); i++)
        assert_true(utf8_is_invisible(unseen[i]));
    for (size_t i = 0; i < LENGTH(seen); i++)
        assert_false(utf8_is_invisible(seen[i]));
    assert_true(nfc_is_mark(0x301) && nfc_is_mark(0xFE0F) && nfc_is_mark(0x20DD));
    assert_false(nfc_is_mark('e') || nfc_is_mark(0xE9) || nfc_is_mark(0x60));
    assert_int_equal(nfc_digit('7'), 7);
    assert_int_equal(nfc_digit(0x663), 3);
    assert_int_equal(nfc_digit(0xFF19), 9);
    assert_int_equal(nfc_digit(0xBD), -1); /* one half */
}

static void normal_forms(void **state)
{
    static const char *const composed[] = { "", "Xankəndi", "Côte d’Ivoire", "한글", "ხანკენდი" };
    for (size_t i = 0; i < LENGTH(composed); i++)
        assert_int_equal(nfc_prefix(str_of(composed[i])), strlen(composed[i]));
    assert_true(nfc_prefix(STR("Cote\u0302 d'Ivoire")) <= 4);
    assert_true(nfc_prefix(STR("a\u0327\u030C")) <= 3);
    assert_int_equal(nfc_compose('e', 0x301), 0xE9);
    assert_int_equal(nfc_compose('s', 0x327), 0x15F);
    assert_int_equal(nfc_compose('q', 0x301), 0);
    assert_int_equal(nfc_compose(' ', 0x301), 0);
}

/* ---- mistakes ----------------------------------------------------------------------------- */

static void assert_printed(const struct diag *diag, const char *expected)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    diag_print(diag, out);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void excerpt_under_tabs_and_accents(void **state)
{
    struct diag diag = { 0 };
    struct place_in_file at = { STR("rules/fr/dates.rules"), STR("\tmatch  été {mios} fin"), 10,
                                STR("\tmatch  \xC3\xA9t\xC3\xA9 ").len, 6 };
    diag_add(&diag, SEVERITY_ERROR, 14, at, "did you mean 'mois'?", "no table is named '%s'", "mios");
    assert_printed(&diag, "rules/fr/dates.rules:10:15: error: no table is named 'mios' [NGZ-014]\n"
                          "   \tmatch  été {mios} fin\n"
                          "   \t           ^~~~~~ did you mean 'mois'?\n");
    diag_free(&diag);
}

static void excerpt_of_accents(void **state)
{
    struct diag diag = { 0 };
    struct place_in_file at = { STR("names.tsv"), STR("ab\tŞuşa\tc"), 2, 3, 6 };
    diag_add(&diag, SEVERITY_WARNING, 7, at, NULL, "twice");
    assert_printed(&diag, "names.tsv:2:4: warning: twice [NGZ-007]\n"
                          "   ab\tŞuşa\tc\n"
                          "     \t^~~~\n");
    assert_int_equal(diag.warnings, 1);
    assert_int_equal(diag.errors, 0);
    diag_free(&diag);
}

static void excerpts_at_the_edge(void **state)
{
    struct diag diag = { 0 };
    struct place_in_file file = { .file = STR("gone.tsv") };
    struct place_in_file end = { STR("a.rules"), STR("rule"), 1, 4, 1 };
    struct place_in_file beyond = { STR("a.rules"), STR("rule"), 1, 40, 40 };
    diag_add(&diag, SEVERITY_ERROR, 1, file, "make it", "no file");
    diag_add(&diag, SEVERITY_ERROR, 2, end, NULL, "too short");
    diag_add(&diag, SEVERITY_ERROR, 2, beyond, NULL, "far out");
    assert_printed(&diag, "gone.tsv: error: no file [NGZ-001]\n   make it\n"
                          "a.rules:1:5: error: too short [NGZ-002]\n   rule\n       ^\n"
                          "a.rules:1:41: error: far out [NGZ-002]\n   rule\n       ^\n");
    assert_int_equal(diag.errors, 3);
    diag_free(&diag);
    assert_int_equal(diag.errors, 0);
}

static void mistakes_keep_what_they_are_told(void **state)
{
    struct diag diag = { 0 };
    char line[] = "table  mese", file[] = "a.rules";
    diag_add(&diag, SEVERITY_ERROR, 3, (struct place_in_file){ str_of(file), str_of(line), 1, 0, 5 },
             NULL, "%s", line);
    memset(line, 'x', sizeof line - 1);
    memset(file, 'x', sizeof file - 1);
    assert_true(str_is(diag.entries.items[0].at.line, "table  mese"));
    assert_true(str_is(diag.entries.items[0].at.file, "a.rules"));
    diag_free(&diag);
}

static void nearest_names(void **state)
{
    static const struct str names[] = { { "month", 5 }, { "weekday", 7 }, { "people", 6 } };
    assert_true(str_is(diag_nearest(STR("mont"), names, 3), "month"));
    assert_true(str_is(diag_nearest(STR("wekday"), names, 3), "weekday"));
    assert_true(str_is(diag_nearest(STR("poeple"), names, 3), "people"));
    assert_int_equal(diag_nearest(STR("zzzzz"), names, 3).len, 0);
    assert_int_equal(diag_nearest(STR("month"), names, 0).len, 0);
    char longest[200];
    memset(longest, 'm', sizeof longest);
    assert_int_equal(diag_nearest((struct str){ longest, sizeof longest }, names, 3).len, 0);
}

/* ---- files -------------------------------------------------------------------------------- */

static char folder[] = "/tmp/newsgaz-base-XXXXXX";
static struct arena paths;

static const char *path_of(const char *name)
{
    return arena_printf(&paths, "%s/%s", folder, name).s;
}

static int make_folder(void **state)
{
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    unlink(path_of("a.txt"));
    unlink(path_of("pipe"));
    unlink(path_of("link"));
    rmdir(path_of("x/y"));
    rmdir(path_of("x"));
    arena_free(&paths);
    return rmdir(folder);
}

static void files_are_read_and_replaced(void **state)
{
    struct buffer contents = { 0 };
    assert_false(file_exists(path_of("a.txt")));
    assert_int_equal(file_replace(path_of("a.txt"), STR("one")), 0);
    assert_int_equal(file_replace(path_of("a.txt"), STR("three\0four")), 0);
    assert_true(file_exists(path_of("a.txt")));
    buffer_add(&contents, STR("two "));
    assert_int_equal(file_read(path_of("a.txt"), 100, &contents), 0);
    assert_int_equal(contents.len, 14);
    assert_memory_equal(contents.bytes, "two three\0four", 14);
    contents.len = 0;
    assert_int_equal(file_read(path_of("a.txt"), 10, &contents), 0);
    assert_int_equal(file_read(path_of("a.txt"), 9, &contents), EFBIG);
    assert_int_equal(file_write(path_of("a.txt"), STR("")), 0);
    contents.len = 0;
    assert_int_equal(file_read(path_of("a.txt"), 0, &contents), 0);
    assert_int_equal(contents.len, 0);
    buffer_free(&contents);
}

static void what_is_no_file(void **state)
{
    struct buffer contents = { 0 };
    assert_int_equal(mkfifo(path_of("pipe"), 0600), 0);
    assert_int_equal(symlink("nowhere", path_of("link")), 0);
    assert_int_equal(file_read(path_of("none"), 10, &contents), ENOENT);
    assert_int_equal(file_read(path_of("link"), 10, &contents), ENOENT);
    assert_int_equal(file_read(folder, 10, &contents), EISDIR);
    assert_int_equal(file_read(path_of("pipe"), 10, &contents), EINVAL);
    assert_int_equal(file_read("/dev/null", 10, &contents), EINVAL);
    assert_int_equal(contents.len, 0);
    buffer_free(&contents);
}

static void replacing_where_it_cannot_be(void **state)
{
    char longest[5000];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(file_replace(path_of("none/a.txt"), STR("x")), ENOENT);
    assert_int_equal(file_replace(longest, STR("x")), ENAMETOOLONG);
    assert_int_equal(folder_make(longest), ENAMETOOLONG);
    assert_int_equal(folder_make(path_of("x/y")), 0);
    assert_int_equal(folder_make(path_of("x/y/")), 0);
    assert_int_equal(file_replace(path_of("x"), STR("a file over a folder")), EISDIR);
    assert_int_equal(file_write(path_of("a.txt"), STR("x")), 0);
    assert_int_equal(folder_make(path_of("a.txt/b")), ENOTDIR);
}

static void digests(void **state)
{
    char hash[65];
    sha256_hex(STR(""), hash);
    assert_string_equal(hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_hex(STR("abc"), hash);
    assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_memory_is_zeroed_and_aligned),
        cmocka_unit_test(arena_takes_any_size),
        cmocka_unit_test(arena_keeps_its_largest_block),
        cmocka_unit_test(arena_strings_end_in_nul),
        cmocka_unit_test(arrays_grow),
        cmocka_unit_test(buffers_grow),
        cmocka_unit_test(strings_compare_by_bytes),
        cmocka_unit_test(strings_begin_and_end),
        cmocka_unit_test(strings_split),
        cmocka_unit_test(strings_to_numbers),
        cmocka_unit_test(spans),
        cmocka_unit_test(every_code_point_there_and_back),
        cmocka_unit_test(validity_is_that_of_icu),
        cmocka_unit_test(damaged_text),
        cmocka_unit_test(counting),
        cmocka_unit_test(kinds_of_characters),
        cmocka_unit_test(normal_forms),
        cmocka_unit_test(excerpt_under_tabs_and_accents),
        cmocka_unit_test(excerpt_of_accents),
        cmocka_unit_test(excerpts_at_the_edge),
        cmocka_unit_test(mistakes_keep_what_they_are_told),
        cmocka_unit_test(nearest_names),
        cmocka_unit_test(files_are_read_and_replaced),
        cmocka_unit_test(what_is_no_file),
        cmocka_unit_test(replacing_where_it_cannot_be),
        cmocka_unit_test(digests),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
