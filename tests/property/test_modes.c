/* test_modes.c - the same article gives the same bytes however it comes to be read: with every
 * rule tried everywhere or only where it is triggered, twice, after others, and in many threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <fts.h>
#include <pthread.h>

#include "base/file.h"
#include "extract.h"
#include "texts.h"

enum { SEED = 20230926, GENERATED = 600, FRESH_EVERY = 7, MOST_SHOWN = 12 };

struct sample {
    struct str name, bytes;
};

static struct ngz_engine *engine;
static struct arena arena;
static ARRAY(struct sample) corpora, generated, shown;

/* ---- samples ------------------------------------------------------------------------------ */

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void read_corpora(void)
{
    char corpora_folder[] = NEWSGAZ_CORPORA, *const roots[] = { corpora_folder, NULL };
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    struct buffer contents = { 0 };
    for (FTSENT *file; walk && (file = fts_read(walk));) {
        contents.len = 0;
        if (file->fts_info != FTS_F || file_read(file->fts_path, 1 << 20, &contents))
            continue;
        *array_push(&corpora, &arena) = (struct sample){
            arena_str(&arena, str_of(file->fts_name)), arena_str(&arena, buffer_str(&contents)) };
    }
    fts_close(walk);
    buffer_free(&contents);
}

static void generate(void)
{
    struct chance chance = { SEED };
    struct buffer text = { 0 };
    for (size_t i = 0; i < GENERATED; i++) {
        text_make(&chance, 1 + chance_below(&chance, 24), chance_once_in(&chance, 2), &text);
        *array_push(&generated, &arena) =
            (struct sample){ STR("generated.md"), arena_str(&arena, buffer_str(&text)) };
    }
    buffer_free(&text);
}

static void take_examples(void)
{
    for (size_t i = 0; i < engine->languages.count; i++) {
        const struct grammar *grammar = rules_grammar(&engine->rules, (language)i);
        for (size_t k = 0; k < grammar->rules.count; k++) {
            const struct rule *rule = &grammar->rules.items[k];
            for (size_t e = 0; e < rule->examples.count; e++)
                *array_push(&shown, &arena) = (struct sample){ rule->name, rule->examples.items[e].text };
        }
    }
}

static int open_engine(void **state)
{
    char *why = NULL;
    engine = ngz_engine_open(NULL, &why);
    if (!engine)
        return fputs(why, stderr), free(why), 1;
    texts_add_examples(&engine->rules);
    read_corpora();
    generate();
    take_examples();
    printf("seed %d: %zu articles, %zu texts, %zu examples\n", SEED, corpora.count, generated.count,
           shown.count);
    return 0;
}

static int close_engine(void **state)
{
    ngz_engine_close(engine);
    arena_free(&arena);
    return 0;
}

/* ---- records ------------------------------------------------------------------------------ */

static struct str record_of(struct ngz_session *session, const struct sample *sample)
{
    struct ngz_input input = { .name = sample->name.s, .bytes = sample->bytes.s,
                               .len = sample->bytes.len, .published = "2023-09-26" };
    struct ngz_output output;
    if (ngz_extract(session, &input, NGZ_JSONL, &output) != NGZ_DONE)
        return str_of(output.why);
    return (struct str){ output.bytes, output.len };
}

static struct ngz_session *session_in(bool exhaustive)
{
    struct ngz_session *session = ngz_session_new(engine);
    ngz_session_set(session, (struct ngz_options){ .exhaustive = exhaustive });
    return session;
}

/* From a little before the first byte that differs. */
static struct str difference(struct str record, struct str other)
{
    size_t at = 0;
    while (at < record.len && at < other.len && record.s[at] == other.s[at])
        at++;
    at = at > 60 ? at - 60 : 0;
    return str_slice(record, at, at + 400 < record.len ? at + 400 : record.len);
}

static size_t report(const struct sample *sample, struct str one, struct str other)
{
    static size_t reported;
    if (str_equal(one, other))
        return 0;
    if (reported++ < MOST_SHOWN) {
        struct str a = difference(one, other), b = difference(other, one);
        bool brief = sample->bytes.len < 2000;
        fprintf(stderr, "%.*s: %.*s\n  one    …%.*s\n  other  …%.*s\n", STR_ARG(sample->name),
                brief ? (int)sample->bytes.len : 0, sample->bytes.s, STR_ARG(a), STR_ARG(b));
    }
    return 1;
}

static size_t differing(struct ngz_session *one, struct ngz_session *other,
                        const struct sample *samples, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += report(&samples[i], record_of(one, &samples[i]), record_of(other, &samples[i]));
    return found;
}

/* ---- all rules everywhere ----------------------------------------------------------------- */

static void assert_exhaustive_finds_the_same(const struct sample *samples, size_t count)
{
    struct ngz_session *quick = session_in(false), *slow = session_in(true);
    assert_true(count > 0);
    assert_int_equal(differing(quick, slow, samples, count), 0);
    ngz_session_free(quick);
    ngz_session_free(slow);
}

static void triggers_miss_nothing_in_articles(void **state)
{
    assert_exhaustive_finds_the_same(corpora.items, corpora.count);
}

static void triggers_miss_nothing_in_examples(void **state)
{
    assert_exhaustive_finds_the_same(shown.items, shown.count);
}

static void triggers_miss_nothing_in_generated_texts(void **state)
{
    assert_exhaustive_finds_the_same(generated.items, generated.count);
}

/* ---- again and after others --------------------------------------------------------------- */

static void again_in_one_session(void **state)
{
    struct ngz_session *session = session_in(false);
    struct buffer first = { 0 };
    for (size_t i = 0; i < corpora.count; i++) {
        first.len = 0;
        buffer_add(&first, record_of(session, &corpora.items[i]));
        struct str again = record_of(session, &corpora.items[i]);
        assert_int_equal(report(&corpora.items[i], buffer_str(&first), again), 0);
    }
    buffer_free(&first);
    ngz_session_free(session);
}

/* The first article of a session against one that comes after all others. */
static void after_others(void **state)
{
    struct ngz_session *worn = session_in(false);
    for (size_t i = 0; i < corpora.count; i++)
        record_of(worn, &corpora.items[corpora.count - 1 - i]);
    for (size_t i = 0; i < corpora.count; i += FRESH_EVERY) {
        struct ngz_session *fresh = session_in(false);
        assert_int_equal(differing(fresh, worn, &corpora.items[i], 1), 0);
        ngz_session_free(fresh);
    }
    ngz_session_free(worn);
}

/* ---- threads ------------------------------------------------------------------------------ */

/* Goes round the articles once, from a place of its own. */
struct reader {
    pthread_t thread;
    size_t first, differing;
    const struct str *expected;
};

static void *read_all(void *argument)
{
    struct reader *reader = argument;
    struct ngz_session *session = session_in(false);
    for (size_t i = 0; i < corpora.count; i++) {
        size_t number = (reader->first + i) % corpora.count;
        struct str record = record_of(session, &corpora.items[number]);
        reader->differing += !str_equal(record, reader->expected[number]);
    }
    ngz_session_free(session);
    return NULL;
}

static void threads_share_an_engine(void **state)
{
    struct ngz_session *session = session_in(false);
    struct str *expected = arena_array(&arena, struct str, corpora.count);
    struct reader readers[] = { { .first = 0 }, { .first = corpora.count / 2 } };
    for (size_t i = 0; i < corpora.count; i++)
        expected[i] = arena_str(&arena, record_of(session, &corpora.items[i]));
    for (size_t i = 0; i < 2; i++) {
        readers[i].expected = expected;
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_all, &readers[i]), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        pthread_join(readers[i].thread, NULL);
        assert_int_equal(readers[i].differing, 0);
    }
    ngz_session_free(session);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triggers_miss_nothing_in_articles),
        cmocka_unit_test(triggers_miss_nothing_in_examples),
        cmocka_unit_test(triggers_miss_nothing_in_generated_texts),
        cmocka_unit_test(again_in_one_session),
        cmocka_unit_test(after_others),
        cmocka_unit_test(threads_share_an_engine),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
