#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/file.h"
#include "rules/parity.h"
#include "rules/store.h"

/* The rules of all languages. What is checked once for a state of the files is kept in a store:
 * compiled patterns and the hash; the tables and lines of a language are read when a text in it
 * comes, since most runs see one language and no run should wait for the others. */

struct rules {
    const struct languages *languages;
    const struct fold *fold;
    struct arena arena;
    struct str path;
    struct store store;
    char hash[65];
    pthread_mutex_t lock;                                /* over reading a language's rules */
    _Atomic(struct grammar *) grammars[MOST_LANGUAGES];  /* NULL until read */
};

struct rules *rules_new(const char *path, const struct languages *languages,
                        const struct fold *fold)
{
    struct rules *rules = xmalloc(sizeof *rules);
    *rules = (struct rules){ .languages = languages, .fold = fold };
    pthread_mutex_init(&rules->lock, NULL);
    rules->path = arena_str(&rules->arena, str_of(path));
    return rules;
}

void rules_free(struct rules *rules)
{
    if (!rules)
        return;
    store_close(&rules->store);
    pthread_mutex_destroy(&rules->lock);
    arena_free(&rules->arena);
    free(rules);
}

static struct grammar *read_grammar(struct rules *rules, language lang, struct diag *diag,
                                    struct buffer *everything)
{
    struct grammar *grammar = arena_new(&rules->arena, struct grammar);
    grammar->lang = lang;
    grammar_parse(grammar, rules->path.s, rules->languages->codes[lang], rules->fold,
                  &rules->arena, diag, everything);
    return grammar;
}

/* Files that have changed since they were checked may have mistakes now: what is good in them
 * is used, and the next process checks them. */
static struct grammar *read_later(struct rules *rules, language lang)
{
    struct diag diag = { 0 };
    struct buffer everything = { 0 };
    struct grammar *grammar = read_grammar(rules, lang, &diag, &everything);
    buffer_free(&everything);
    diag_free(&diag);
    return grammar;
}

const struct grammar *rules_grammar(const struct rules *shared, language lang)
{
    struct rules *rules = (struct rules *)shared; /* guarded by its lock */
    struct grammar *grammar = atomic_load(&rules->grammars[lang]);
    if (grammar)
        return grammar;
    pthread_mutex_lock(&rules->lock);
    grammar = atomic_load(&rules->grammars[lang]);
    if (!grammar) {
        grammar = read_later(rules, lang);
        store_link(&rules->store, grammar);
        atomic_store(&rules->grammars[lang], grammar);
    }
    pthread_mutex_unlock(&rules->lock);
    return grammar;
}

bool rules_check_all(struct rules *rules, struct diag *diag, struct buffer *store)
{
    struct buffer everything = { 0 };
    size_t errors = diag->errors;
    for (size_t i = 0; i < rules->languages->count; i++) {
        struct grammar *grammar = read_grammar(rules, (language)i, diag, &everything);
        for (size_t k = 0; k < grammar->rules.count; k++)
            if (grammar->rules.items[k].pattern.len)
                pattern_check(grammar, &grammar->rules.items[k], diag);
        atomic_store(&rules->grammars[i], grammar);
    }
    parity_check(rules, diag);
    sha256_hex(buffer_str(&everything), rules->hash);
    buffer_free(&everything);
    if (diag->errors != errors)
        return false;
    const struct grammar *grammars[MOST_LANGUAGES];
    for (size_t i = 0; i < rules->languages->count; i++)
        grammars[i] = rules->grammars[i];
    store_write(grammars, rules->languages->count, rules->hash, store);
    return true;
}

bool rules_use_store(struct rules *rules, const char *path)
{
    return store_open(&rules->store, path, rules->hash);
}

const struct languages *rules_languages(const struct rules *rules)
{
    return rules->languages;
}

const struct fold *rules_fold(const struct rules *rules)
{
    return rules->fold;
}

const char *rules_hash(const struct rules *rules)
{
    return rules->hash;
}
