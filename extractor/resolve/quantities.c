#include "resolve/tolls.h"

/* A quantity rule's captures: {number} and for ranges {number:number2}, or the words of a table
 * whose key is the lowest number they promise ({vague}: several = 3). Its attributes:
 * qualifier, low, high, negated, open. */

/* What each qualifier makes of the number: is it the lower bound, is it the upper? */
static const struct {
    const char *name;
    bool low, high;
} qualifiers[] = {
    { "exact", true, true },      { "at-least", true, false }, { "more-than", true, false },
    { "at-most", false, true },   { "less-than", false, true }, { "about", true, true },
    { "nearly", true, true },     { "range", true, true },     { "vague", true, false },
};

static bool number_of(const struct resolve *resolve, const struct capture *capture, double *ret)
{
    long value;
    if (!capture)
        return false;
    if (capture->mark == UINT32_MAX) {
        if (!str_to_long(capture->key, &value))
            return false;
        *ret = (double)value;
        return true;
    }
    const struct mark *mark = &resolve->marks->items.items[capture->mark];
    return numeral_value(resolve->rules, mark_language(resolve, mark), mark, ret);
}

/* "3 e i 10 milioni": the magnitude of the second number holds for the first. */
static double with_magnitude(double low, double high)
{
    static const double magnitudes[] = { 1e9, 1e6, 1e3 };
    for (size_t i = 0; i < sizeof magnitudes / sizeof *magnitudes; i++)
        if (low < 1000 && high >= magnitudes[i] && low * magnitudes[i] < high)
            return low * magnitudes[i];
    return low;
}

static bool shares_magnitude(const struct resolve *resolve, const struct capture *second)
{
    if (second->mark == UINT32_MAX)
        return false;
    struct str value = resolve->marks->items.items[second->mark].value;
    for (size_t i = 0; i < value.len; i++)
        if ((value.s[i] >= 'a' && value.s[i] <= 'z') || (value.s[i] >= 'A' && value.s[i] <= 'Z'))
            return true;
    return false;
}

static void set_range(const struct resolve *resolve, struct bounds *bounds, double low,
                      const struct capture *second)
{
    double high;
    if (!number_of(resolve, second, &high))
        return;
    if (shares_magnitude(resolve, second))
        low = with_magnitude(low, high);
    bounds->low = (int64_t)low;
    bounds->high = (int64_t)high;
    bounds->amount = span_hull(bounds->amount, second->at);
}

static void set_qualified(struct bounds *bounds, double value)
{
    for (size_t i = 0; i < sizeof qualifiers / sizeof *qualifiers; i++)
        if (str_is(bounds->qualifier, qualifiers[i].name)) {
            bounds->low = qualifiers[i].low ? (int64_t)(value + 0.5) : -1;
            bounds->high = qualifiers[i].high ? (int64_t)(value + 0.5) : -1;
        }
}

static const struct capture *amount_capture(const struct mark *quantity)
{
    static const char *const names[] = { "number", "vague", "none", "amount" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct capture *capture = mark_capture(quantity, names[i]);
        if (capture)
            return capture;
    }
    return NULL;
}

/* "une vingtaine" is about 20 by itself, "des dizaines" vague: its number rule says so. */
static struct str own_qualifier(const struct resolve *resolve, const struct mark *quantity,
                                const struct capture *number)
{
    struct str qualifier = mark_attribute(quantity, "qualifier", resolve->arena);
    if (!str_is(qualifier, "exact") || !number || number->mark == UINT32_MAX)
        return qualifier;
    struct str own = rule_attribute(resolve->marks->items.items[number->mark].rule, "qualifier");
    return own.len ? own : qualifier;
}

struct bounds quantity_bounds(const struct resolve *resolve, const struct mark *quantity)
{
    const struct capture *first = amount_capture(quantity);
    const struct capture *second = mark_capture(quantity, "number2");
    struct bounds bounds = {
        .low = -1, .high = -1, .amount = first ? first->at : quantity->at,
        .qualifier = own_qualifier(resolve, quantity, first),
        .negated = rule_attribute(quantity->rule, "negated").len > 0,
        .open = rule_attribute(quantity->rule, "open").len > 0,
    };
    double value;
    long low;
    if (bounds.negated)
        value = 0;
    else if (str_to_long(mark_attribute(quantity, "low", resolve->arena), &low))
        value = (double)low;
    else if (!number_of(resolve, first, &value))
        return bounds;
    bounds.value = value;
    bounds.any = value >= 0 && value < 1e15;
    bounds.negated |= bounds.any && value == 0;
    if (second)
        set_range(resolve, &bounds, value, second);
    else
        set_qualified(&bounds, value);
    return bounds;
}
