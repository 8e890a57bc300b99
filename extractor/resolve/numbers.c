#include "resolve/resolve.h"

/* A list of mentions in text order, and how far the numbers, in text order too, have come in it. */
struct cursor {
    const char *items;  /* each `size` bytes, its span `offset` bytes into it */
    size_t count, size, offset, at;
};

struct cursors {
    struct cursor claims, dates, names;
};

static struct span span_at(const struct cursor *cursor)
{
    struct span span;
    memcpy(&span, cursor->items + cursor->at * cursor->size + cursor->offset, sizeof span);
    return span;
}

static bool contains(struct cursor *cursor, struct span number)
{
    while (cursor->at < cursor->count && span_at(cursor).end <= number.start)
        cursor->at++;
    return cursor->at < cursor->count && span_contains(span_at(cursor), number);
}

#define CURSOR(list, type, member) \
    { (const char *)(list).items, (list).count, sizeof(type), offsetof(type, member), 0 }

/* The number of "the Six-Day War" is in a name. */
static struct str class_in_date(const struct date_mention *date)
{
    return date->event.len ? STR("name") : STR("date");
}

/* Part of a claim, of a date or of a name; else what a class rule said; else other. */
static void classify(const struct record *record, struct cursors *at, const struct mark *mark,
                     struct number_mention *number)
{
    if (contains(&at->claims, number->at))
        number->class = STR("casualty");
    else if (contains(&at->dates, number->at))
        number->class = class_in_date(&record->dates.items[at->dates.at]);
    else if (mark->class.len)
        number->class = mark->class, number->rule = mark->class_rule;
    else if (contains(&at->names, number->at))
        number->class = STR("name");
    else
        number->class = STR("other");
}

void resolve_numbers(struct resolve *resolve)
{
    struct record *record = resolve->record;
    struct cursors at = {
        CURSOR(record->casualties, struct casualty, amount),
        CURSOR(record->dates, struct date_mention, at),
        CURSOR(record->names, struct name_mention, at),
    };
    for (size_t i = 0; i < resolve->marks->items.count; i++) {
        const struct mark *mark = &resolve->marks->items.items[i];
        if (!mark->rule || mark->rule->kind != RULE_NUMBER)
            continue;
        struct number_mention number = { .at = mark->at, .rule = mark->rule->name };
        number.has_value = numeral_value(resolve->rules, mark_language(resolve, mark), mark,
                                         &number.value);
        if (!number.has_value)
            continue;
        classify(record, &at, mark, &number);
        resolve->mention[i] = (uint32_t)record->numbers.count;
        *array_push(&record->numbers, resolve->arena) = number;
    }
}
