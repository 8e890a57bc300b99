/* test_tree.c - trees of patterns match what PCRE2 matches: the same text, with the same captures. */
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
#include "rules/pattern.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct arena for_all, arena;
static const struct grammar *grammar;
static struct pattern_space *spaces[2];

static const char file[] =
    "table t\n  1 = la | lana | lano | Lago | lago maggiore | è | éa\n"
    "table m\n  1 = May | may be | MAYBE\n"
    "let two [ab]{2}\n"
    "let held (?<in> a | b ) b?\n"
    "rule r number\n  match {t} \\d\n  yes la1\n";

static void read_rules(struct languages *languages, const struct fold *fold)
{
    char path[] = "/tmp/newsgaz-tree-XXXXXX.rules";
    struct diag diag = { 0 };
    close(mkstemps(path, 6));
    assert_int_equal(file_write(path, str_of(file)), 0);
    const struct compiled *rules = rules_compile(path, languages, fold, &for_all, &diag);
    compiled_check(rules, languages, &diag);
    assert_int_equal(diag.errors, 0);
    grammar = rules->grammars[0];
    unlink(path);
    diag_free(&diag);
}

static struct fold *fold;

static int open_rules(void **state)
{
    static struct languages languages;
    struct buffer table = { 0 };
    struct diag diag = { 0 };
    fold_build(&table);
    fold = fold_open(arena_str(&for_all, buffer_str(&table)));
    buffer_free(&table);
    languages_load(&languages, NEWSGAZ_RULES, fold, &for_all, &diag);
    diag_free(&diag);
    read_rules(&languages, fold);
    spaces[0] = pattern_space_new();
    spaces[1] = pattern_space_new();
    return 0;
}

static int close_rules(void **state)
{
    pattern_space_free(spaces[0]);
    pattern_space_free(spaces[1]);
    fold_close(fold);
    arena_free(&for_all);
    arena_free(&arena);
    return 0;
}

/* ---- comparing ------------------------------------------------------------------------------- */

/* "2-5 name=3-4 …", or "none". */
static struct str result_at(struct pattern *pattern, struct pattern_space *space, struct str text,
                            size_t at)
{
    struct span match, part;
    struct str name;
    struct buffer shown = { 0 };
    if (pattern_next(pattern, space, text, at, &match) != PATTERN_MATCH)
        return STR("none");
    buffer_printf(&shown, "%u-%u", match.start, match.end);
    for (size_t group = 0; pattern_group(space, &group, &name, &part);)
        buffer_printf(&shown, " %.*s=%u-%u", STR_ARG(name), part.start, part.end);
    struct str result = arena_str(&arena, buffer_str(&shown));
    buffer_free(&shown);
    return result;
}

static void compare_on(struct pattern *tree, struct pattern *pcre, const char *written,
                       struct str text)
{
    for (size_t at = 0; at < text.len; utf8_next(text, &at)) {
        struct str found = result_at(tree, spaces[0], text, at);
        struct str wanted = result_at(pcre, spaces[1], text, at);
        if (!str_equal(found, wanted))
            fail_msg("/%s/ on \"%.*s\" from %zu: the tree has %.*s, PCRE2 %.*s", written,
                     STR_ARG(text), at, STR_ARG(found), STR_ARG(wanted));
    }
}

/* False when one of the two does not take the pattern. */
static bool compare(const char *written, const struct str *texts, size_t count)
{
    struct rule rule = { .name = STR("r"), .pattern = str_of(written) };
    struct arena read_in = { 0 };
    struct trees *trees = trees_new(grammar, &read_in);
    const struct tree *read = tree_read(trees, &rule);
    trees_free(trees);
    struct pattern *tree = read ? pattern_of_tree(grammar, &rule, read) : NULL;
    struct pattern *pcre = pattern_compile(grammar, &rule, true);
    bool both = tree && pcre;
    for (size_t i = 0; both && i < count; i++)
        compare_on(tree, pcre, written, texts[i]);
    pattern_free(tree);
    pattern_free(pcre);
    arena_free(&read_in);
    return both;
}

/* ---- patterns of all kinds --------------------------------------------------------------------- */

static const char *const patterns[] = {
    "a", "a b", "ab+ c?", "a | ab | abc", "(?: abc | ab | a ) b?", "a* a", "a*? b", "a*+ b",
    "(?: a | b )* c", "(?: a? )* b", "(?: a* )* b", "(?: a | ab ){2,3} c", "(?: ab? ){0,2}? c",
    "(?<x> a | b )+ c", "(?<x> a )? b", "(?: (?<x> a ) | (?<y> b ) )* c",
    "(?= a (?<x> b ) ) a b c", "(?! a b ) a", "(?> a | ab ) c", "(?> (?<x> a | ab ) ) c?",
    "a \\K b (?<x> c )?", "(?<s> [ab] ) c? (?P=s)", "(?<= a | bc ) [abc]", "(?<! a\\s ) b",
    "(?<= (?: a | b ) c ) a", "[^ab]+", "[a-c\\d-]+", "[^\\s\\p{L}]", "\\p{Lu} \\p{Ll}*",
    "(?-i: A ) b", "(?i: A ) b", "(?-i: {m} )", "{t} \\b", "{t} {t:other}?", "{=t}+", "{m} [.]?",
    "{two} c", "{=two}{2}", "{held} c", "{=held}+", "\\b é", "É+", "[éa]+", "[^é]+", "^ a", "a $",
    "a . b", "a \\s* b", "\\S+", "\\w+", "(?: a | b | c | ab | bc ) c", "(?: la | le | li | lo | lu )",
    "(?: (?! [ab] ) [^.] )+", "{place} \\s {place:second}", "(?! {place} | , ) [^;] a",
    "[\\x{E000}-\\x{E1FF}a] b", "a (?: | b ) c", "(?: (?: a | b ) (?: c | ) )+ a", "a{2}", "a{2,}",
    "(?<x> (?<y> a ) b? )+", "(?= (?: a | ab ) c ) \\w{2,3}", "a\\ b", "\\. a", "(?<x> a+? ) a*",
};

static const struct str plain_texts[] = {
    { "abc", 3 }, { "aab abc cab bca", 15 }, { "a b  c", 6 }, { "ABC aBc", 7 }, { "", 0 },
};

static const char *const others[] = {
    "la lana, lano Lago lago  maggiore", "è éa É ÈA", "May may be MAYBE maybe.", "a1 b-2 c.3; a, b",
    "\uE000 \uE001a \uE000b a\uE200", "aaaa bbbb abababab cacaca", "le li lo lu la",
};

static void trees_match_as_pcre2_does(void **state)
{
    struct str texts[LENGTH(plain_texts) + LENGTH(others)];
    memcpy(texts, plain_texts, sizeof plain_texts);
    for (size_t i = 0; i < LENGTH(others); i++)
        texts[LENGTH(plain_texts) + i] = str_of(others[i]);
    for (size_t i = 0; i < LENGTH(patterns); i++)
        if (!compare(patterns[i], texts, LENGTH(texts)))
            fail_msg("/%s/ is not taken", patterns[i]);
}

static void what_a_tree_does_not_know_is_left_to_pcre2(void **state)
{
    static const char *const beyond[] = {
        "(?(?=a)b|c)", "(?<x>a)(?<x>b)(?P=x)", "(?R)?a", "\\X a", "a # b", "(?<= a+ ) b", "(?i) a",
    };
    struct trees *trees = trees_new(grammar, &arena);
    for (size_t i = 0; i < LENGTH(beyond); i++) {
        struct rule rule = { .name = STR("r"), .pattern = str_of(beyond[i]) };
        if (tree_read(trees, &rule))
            fail_msg("/%s/ has a tree", beyond[i]);
    }
    trees_free(trees);
}

/* ---- patterns by chance ------------------------------------------------------------------------- */

static uint32_t below(uint32_t count)
{
    static uint64_t chance = 20230926;
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(chance >> 33) % count;
}

static void put_alternatives(struct buffer *into, unsigned depth);

static void put_atom(struct buffer *into, unsigned depth)
{
    static const char *const atoms[] = {
        "a", "b", "c", "ab", "é", "\\s", "[ab]", "[^a]", "\\p{L}", "\\d", "{t}", "{=t}", "{=two}",
        "\\b", "{place}", "la", ".",
    };
    static const char *const groups[] = { "(?:", "(?<x>", "(?<y>", "(?=", "(?!", "(?>", "(?-i:" };
    if (!depth || below(3)) {
        buffer_add(into, str_of(atoms[below(LENGTH(atoms))]));
        return;
    }
    buffer_add(into, str_of(groups[below(LENGTH(groups))]));
    put_alternatives(into, depth - 1);
    buffer_add(into, STR(")"));
}

/* No possessive quantifiers: of "a* b?+ a" PCRE2 10.42 takes a* to be possessive when b is a group. */
static void put_alternatives(struct buffer *into, unsigned depth)
{
    static const char *const quantifiers[] = {
        "", "", "", "", "?", "*", "+", "??", "*?", "+?", "{0,2}", "{1,3}?", "{2}",
    };
    for (uint32_t branches = 1 + below(2), i = 0; i < branches; i++) {
        buffer_add(into, i ? STR(" | ") : STR(" "));
        for (uint32_t parts = 1 + below(3); parts; parts--) {
            put_atom(into, depth);
            buffer_add(into, str_of(quantifiers[below(LENGTH(quantifiers))]));
            buffer_add(into, STR(" "));
        }
    }
}

static struct str text_by_chance(void)
{
    static const char *const parts[] = { "a", "b", "c", "A", "é", "É", " ", "1", "la", "lana", "\uE000" };
    struct buffer text = { 0 };
    for (uint32_t left = 1 + below(12); left; left--)
        buffer_add(&text, str_of(parts[below(LENGTH(parts))]));
    struct str copy = arena_str(&arena, buffer_str(&text));
    buffer_free(&text);
    return copy;
}

static void trees_match_as_pcre2_does_by_chance(void **state)
{
    size_t taken = 0;
    for (size_t i = 0; i < 4000; i++) {
        struct buffer pattern = { 0 };
        struct str texts[6];
        put_alternatives(&pattern, 3);
        for (size_t k = 0; k < LENGTH(texts); k++)
            texts[k] = text_by_chance();
        taken += compare(arena_str(&arena, buffer_str(&pattern)).s, texts, LENGTH(texts));
        buffer_free(&pattern);
        arena_reset(&arena);
    }
    assert_true(taken > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_match_as_pcre2_does),
        cmocka_unit_test(what_a_tree_does_not_know_is_left_to_pcre2),
        cmocka_unit_test(trees_match_as_pcre2_does_by_chance),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
