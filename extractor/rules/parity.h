/* parity.h - the rules of all languages side by side. Twins are rules of one kind that have one
 * name in the files of one name: "en/dates/decade", "it/dates/decade". A rule that has none in some
 * language tells why in its line `alone`. */
#ifndef NEWSGAZ_RULES_PARITY_H
#define NEWSGAZ_RULES_PARITY_H

#include "rules/rules.h"

struct parity_row {
    struct str name;                          /* "dates/decade" */
    enum rule_kind kind;
    const struct rule *rules[MOST_LANGUAGES]; /* NULL: none in that language */
    bool whole;                               /* each language has one */
    struct str alone;                         /* why not; empty when no rule tells */
};

struct parity {
    ARRAY(struct parity_row) rows; /* as the first language that has the rule orders its files */
};

/* All rules of all languages. Rows live in `arena`, what they point to in `rules`. */
void parity_read(const struct rules *rules, struct arena *arena, struct parity *ret);

/* The rule of that language that is a twin of `rule`, or NULL. */
const struct rule *rule_twin(const struct rules *rules, const struct rule *rule, language lang);

/* Adds to `diag` each line `alone` of a rule that has a twin in every other language. */
void parity_check(const struct rules *rules, struct diag *diag);

#endif
