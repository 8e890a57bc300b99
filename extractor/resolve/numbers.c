#include "resolve/resolve.h"

static bool within(const struct record *record, struct span at, bool *ret_date)
{
    for (size_t i = 0; i < record->dates.count; i++)
        if (span_contains(record->dates.items[i].at, at))
            return *ret_date = true;
    for (size_t i = 0; i < record->casualties.count; i++)
        if (span_contains(record->casualties.items[i].amount, at))
            return true;
    return false;
}

static bool in_name(const struct record *record, struct span at)
{
    for (size_t i = 0; i < record->names.count; i++)
        if (span_contains(record->names.items[i].at, at))
            return true;
    return false;
}

/* Part of a date, of a claim or of a name; else what a class rule said; else other. */
static void classify(const struct record *record, const struct mark *mark,
                     struct number_mention *number)
{
    bool date = false;
    if (within(record, number->at, &date))
        number->class = date ? STR("date") : STR("casualty");
    else if (mark->class.len)
        number->class = mark->class, number->rule = mark->class_rule;
    else if (in_name(record, number->at))
        number->class = STR("name");
    else
        number->class = STR("other");
}

void resolve_numbers(struct resolve *resolve)
{
    struct record *record = resolve->record;
    for (size_t i = 0; i < resolve->marks->items.count; i++) {
        const struct mark *mark = &resolve->marks->items.items[i];
        if (!mark->rule || mark->rule->kind != RULE_NUMBER)
            continue;
        struct number_mention number = { .at = mark->at, .rule = mark->rule->name };
        number.has_value = numeral_value(resolve->rules, mark_language(resolve, mark), mark,
                                         &number.value);
        if (!number.has_value)
            continue;
        classify(record, mark, &number);
        resolve->mention[i] = (uint32_t)record->numbers.count;
        *array_push(&record->numbers, resolve->arena) = number;
    }
}
