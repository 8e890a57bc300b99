/* test_image.c - what an arena holds comes back from a file, and from no damaged one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/image.h"
#include "engine.h"

static const struct str kind = { "a list of words", 15 };
static char folder[] = "/tmp/newsgaz-image-XXXXXX", path[64];

static int make_folder(void **state)
{
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/image", folder);
    return 0;
}

static int remove_folder(void **state)
{
    char note[80];
    snprintf(note, sizeof note, "%s.sound", path);
    unlink(note);
    unlink(path);
    return rmdir(folder);
}

/* ---- a list, each item of which points to others and back -------------------------------------- */

struct item {
    bool even; /* there is a gap behind it */
    struct str word;
    const struct item *next, *self;
};

struct list {
    ARRAY(struct item) items;
    const struct item *first;
};

enum { ITEMS = 100 };

static void *fill_list(void *context, struct arena *arena)
{
    struct list *list = arena_new(arena, struct list);
    for (size_t i = 0; i < ITEMS; i++) {
        struct item item;
        memset(&item, (int)(uintptr_t)arena, sizeof item); /* in the gap too, and never the same */
        item.even = i % 2 == 0;
        item.word = arena_printf(arena, "word %zu", i);
        *array_push(&list->items, arena) = item;
    }
    for (size_t i = 0; i < ITEMS; i++) {
        list->items.items[i].self = &list->items.items[i];
        list->items.items[i].next = i + 1 < ITEMS ? &list->items.items[i + 1] : NULL;
    }
    list->first = list->items.items;
    return list;
}

static void assert_is_list(const struct list *list)
{
    size_t count = 0;
    for (const struct item *item = list->first; item; item = item->next, count++) {
        char word[16];
        snprintf(word, sizeof word, "word %zu", count);
        assert_true(str_is(item->word, word));
        assert_true(item->even == (count % 2 == 0));
        assert_ptr_equal(item->self, item);
    }
    assert_int_equal(count, ITEMS);
}

static void write_list(struct buffer *file)
{
    assert_true(image_make(fill_list, NULL, kind, file));
    assert_int_equal(file_replace(path, buffer_str(file)), 0);
}

static void comes_back_wherever_it_is_mapped(void **state)
{
    struct buffer file = { 0 };
    struct image images[3];
    write_list(&file);
    for (size_t i = 0; i < 3; i++) {
        assert_true(image_open(path, kind, &images[i]));
        assert_is_list(images[i].root);
    }
    assert_ptr_not_equal(images[0].root, images[1].root);
    assert_ptr_not_equal(images[1].root, images[2].root);
    assert_is_list(images[0].root);
    for (size_t i = 0; i < 3; i++)
        image_close(&images[i]);
    buffer_free(&file);
}

static void is_the_same_whenever_it_is_made(void **state)
{
    struct buffer one = { 0 }, other = { 0 };
    assert_true(image_make(fill_list, NULL, kind, &one));
    void *elsewhere = malloc(100000);
    assert_true(image_make(fill_list, NULL, kind, &other));
    assert_true(str_equal(buffer_str(&one), buffer_str(&other)));
    free(elsewhere);
    buffer_free(&one);
    buffer_free(&other);
}

/* ---- what cannot be an image -------------------------------------------------------------------- */

static void *fill_nothing(void *context, struct arena *arena)
{
    return NULL;
}

static void *fill_differently(void *context, struct arena *arena)
{
    size_t *times = context;
    return arena_alloc(arena, 100 * ++*times);
}

static void *fill_too_much(void *context, struct arena *arena)
{
    void *root = arena_alloc(arena, 1);
    arena_alloc(arena, (size_t)1 << 30);
    return root;
}

static void not_all_can_be_kept(void **state)
{
    struct buffer file = { 0 };
    size_t times = 0;
    assert_false(image_make(fill_nothing, NULL, kind, &file));
    assert_false(image_make(fill_differently, &times, kind, &file));
    assert_false(image_make(fill_too_much, NULL, kind, &file));
    assert_int_equal(file.len, 0);
}

/* ---- damage --------------------------------------------------------------------------------------- */

static void assert_refused(struct str contents, struct str wanted)
{
    struct image image;
    assert_int_equal(file_replace(path, contents), 0);
    assert_false(image_open(path, wanted, &image));
    image_close(&image);
}

static void no_damaged_file_is_taken(void **state)
{
    struct buffer file = { 0 };
    struct image image;
    write_list(&file);
    for (size_t len = 0; len < file.len; len += 1 + len / 64)
        assert_refused(str_slice(buffer_str(&file), 0, len), kind);
    for (size_t i = 0; i < file.len; i += i < 256 ? 1 : 13) {
        file.bytes[i] ^= (char)(1 << i % 8);
        assert_refused(buffer_str(&file), kind);
        file.bytes[i] ^= (char)(1 << i % 8);
    }
    assert_refused(buffer_str(&file), STR("a list of words too"));
    assert_refused(buffer_str(&file), STR("a list"));
    buffer_byte(&file, '\0');
    assert_refused(buffer_str(&file), kind);
    assert_false(image_open(folder, kind, &image));
    assert_int_equal(unlink(path), 0);
    assert_false(image_open(path, kind, &image));
    buffer_free(&file);
}

/* ---- the rules ---- */

/* As they are mapped they are what they were made of, at any address. */
static void the_rules_come_back(void **state)
{
    char *why = NULL;
    struct ngz_engine *one = ngz_engine_open(NULL, &why), *other = ngz_engine_open(NULL, &why);
    assert_non_null(one);
    assert_non_null(other);
    assert_string_equal(ngz_engine_rules_hash(one), ngz_engine_rules_hash(other));
    for (size_t i = 0; i < one->languages.count; i++) {
        const struct grammar *a = rules_grammar(&one->rules, (language)i);
        const struct grammar *b = rules_grammar(&other->rules, (language)i);
        assert_int_equal(a->rules.count, b->rules.count);
        for (size_t k = 0; k < a->rules.count; k++) {
            assert_true(str_equal(a->rules.items[k].pattern, b->rules.items[k].pattern));
            assert_true(!a->rules.items[k].tree == !b->rules.items[k].tree);
            assert_true(str_equal(a->rules.items[k].code, b->rules.items[k].code));
        }
    }
    ngz_engine_close(one);
    ngz_engine_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back_wherever_it_is_mapped),
        cmocka_unit_test(is_the_same_whenever_it_is_made),
        cmocka_unit_test(not_all_can_be_kept),
        cmocka_unit_test(no_damaged_file_is_taken),
        cmocka_unit_test(the_rules_come_back),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
