#include "rules/parity.h"

/* "en/dates/decade" → "dates/decade" */
static struct str without_language(struct str name)
{
    const char *slash = memchr(name.s, '/', name.len);
    return slash ? str_slice(name, (size_t)(slash + 1 - name.s), name.len) : name;
}

const struct rule *rule_twin(const struct rules *rules, const struct rule *rule, language lang)
{
    const struct grammar *grammar = rules_grammar(rules, lang);
    struct str name = without_language(rule->name);
    for (size_t i = 0; i < grammar->rules.count; i++) {
        const struct rule *other = &grammar->rules.items[i];
        if (other->kind == rule->kind && str_equal(without_language(other->name), name))
            return other;
    }
    return NULL;
}

static struct parity_row row_of(const struct rules *rules, const struct rule *rule)
{
    struct parity_row row = { .name = without_language(rule->name), .kind = rule->kind,
                              .whole = true };
    for (size_t i = 0; i < rules->languages->count; i++) {
        row.rules[i] = rule_twin(rules, rule, (language)i);
        row.whole &= row.rules[i] != NULL;
        if (row.rules[i] && !row.alone.len)
            row.alone = rule_attribute(row.rules[i], "alone");
    }
    return row;
}

static bool stands_before(const struct parity_row *row, size_t lang)
{
    for (size_t i = 0; i < lang; i++)
        if (row->rules[i])
            return true;
    return false;
}

void parity_read(const struct rules *rules, struct arena *arena, struct parity *ret)
{
    *ret = (struct parity){ 0 };
    for (size_t lang = 0; lang < rules->languages->count; lang++) {
        const struct grammar *grammar = rules_grammar(rules, (language)lang);
        for (size_t i = 0; i < grammar->rules.count; i++) {
            struct parity_row row = row_of(rules, &grammar->rules.items[i]);
            if (!stands_before(&row, lang))
                *array_push(&ret->rows, arena) = row;
        }
    }
}

void parity_check(const struct rules *rules, struct diag *diag)
{
    for (size_t lang = 0; lang < rules->languages->count; lang++) {
        const struct grammar *grammar = rules_grammar(rules, (language)lang);
        for (size_t i = 0; i < grammar->rules.count; i++) {
            const struct attribute *alone =
                rule_attribute_line(&grammar->rules.items[i], "alone");
            if (alone && row_of(rules, &grammar->rules.items[i]).whole)
                diag_add(diag, SEVERITY_ERROR, 25, alone->at, "leave out this line",
                         "rule '%.*s' is not alone: every language has its twin",
                         STR_ARG(grammar->rules.items[i].short_name));
        }
    }
}
