#include "base/utf8.h"
#include "resolve/resolve.h"

/* The value of "2.9 million", "quatre-vingt-dix", "ventottomila", "half a million", "une dizaine".
 * Words are divided into the entries of the language's tables `numeral` and `ordinal`. Their keys:
 *     7  100  1000      a number; 100 multiplies what stands before it, from 1000 on all of it
 *     x12               a collective: "two dozen" is 2 × 12
 *     0.5               a part: of the magnitude behind it ("half a million") or before it
 *     + -               what binds ("and", "e") or adds nothing ("a") */

enum { MOST_PARTS = 24, LONGEST_NUMERAL = 120 };

struct sum {
    double total, current, magnitude;
    bool any;
};

struct numeral {
    const struct rules *rules;
    const struct table *tables[2];
    struct str group, decimal;
};

static double power_of_ten(int digits)
{
    double value = 1;
    while (digits-- > 0)
        value *= 10;
    return value;
}

/* Digits, with the group and decimal signs of the rule: "28,120" "2.9" "1 200 000". */
static double digits_value(struct str text, struct str decimal)
{
    double value = 0;
    int places = -1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.s[i] >= '0' && text.s[i] <= '9') {
            value = value * 10 + (text.s[i] - '0');
            places += places >= 0;
        } else if (decimal.len && text.s[i] == decimal.s[0]) {
            places = 0;
        }
    }
    return places > 0 ? value / power_of_ten(places) : value;
}

static bool key_number(struct str key, double *ret)
{
    for (size_t i = 0; i < key.len; i++)
        if ((key.s[i] < '0' || key.s[i] > '9') && key.s[i] != '.')
            return false;
    *ret = digits_value(key, STR("."));
    return key.len > 0;
}

static void add_magnitude(struct sum *sum, double value)
{
    if (sum->total > 0 && value > sum->magnitude) /* "three hundred thousand million" */
        sum->total = (sum->total + sum->current) * value;
    else
        sum->total += (sum->current > 0 ? sum->current : 1) * value;
    sum->current = 0;
    sum->magnitude = value;
}

static void add_value(struct sum *sum, double value)
{
    if (value == 100)
        sum->current = (sum->current > 0 ? sum->current : 1) * 100;
    else if (value >= 1000)
        add_magnitude(sum, value);
    else if (value < 1 && sum->magnitude > 0 && sum->current == 0)
        sum->total += value * sum->magnitude; /* "six million and a half" */
    else
        sum->current += value;
    sum->any = true;
}

static void add_key(struct sum *sum, struct str key)
{
    double value;
    bool collective = str_starts(key, STR("x"));
    if (!key_number(collective ? str_slice(key, 1, key.len) : key, &value))
        return; /* "+", "-": binds, adds nothing */
    if (!collective)
        return add_value(sum, value);
    sum->current = (sum->current > 0 ? sum->current : 1) * value;
    if (value >= 1000) {
        sum->total += sum->current;
        sum->magnitude = value;
        sum->current = 0;
    }
    sum->any = true;
}

/* Divides folded letters into entries, longest first; the keys in order. False if it cannot. */
static bool divide(const struct numeral *numeral, struct str letters, struct str keys[],
                   size_t count, size_t *ret_count)
{
    if (!letters.len)
        return *ret_count = count, count > 0;
    for (size_t t = 0; t < 2 && count < MOST_PARTS; t++)
        for (size_t i = 0; numeral->tables[t] && i < numeral->tables[t]->entries.count; i++) {
            struct entry entry = numeral->tables[t]->entries.items[i];
            if (!entry.folded.len || !str_starts(letters, entry.folded))
                continue;
            keys[count] = entry.key;
            if (divide(numeral, str_slice(letters, entry.folded.len, letters.len), keys, count + 1,
                       ret_count))
                return true;
        }
    return false;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* A run of digits with the signs between them; behind a decimal sign no spaces. */
static size_t digits_end(const struct numeral *numeral, struct str text, size_t at)
{
    size_t end = at;
    while (end < text.len) {
        bool sign = (numeral->group.len && text.s[end] == numeral->group.s[0]) ||
                    (numeral->decimal.len && text.s[end] == numeral->decimal.s[0]) ||
                    text.s[end] == ' ' || text.s[end] == '\'';
        if (!is_digit(text.s[end]) && !(sign && end + 1 < text.len && is_digit(text.s[end + 1])))
            break;
        end++;
    }
    return end;
}

static bool add_words(const struct numeral *numeral, struct str words, struct sum *sum)
{
    struct str keys[MOST_PARTS + 1];
    struct buffer letters = { 0 };
    size_t count = 0;
    fold_append(numeral->rules->fold, words, &letters);
    bool known = !letters.len || (letters.len <= LONGEST_NUMERAL &&
                                  divide(numeral, buffer_str(&letters), keys, 0, &count));
    buffer_free(&letters);
    for (size_t i = 0; known && i < count; i++)
        add_key(sum, keys[i]);
    return known;
}

static struct numeral numeral_of(const struct rules *rules, language lang, const struct mark *mark)
{
    const struct grammar *grammar = &rules->grammars[lang];
    return (struct numeral){
        rules,
        { grammar_table(grammar, STR("numeral")), grammar_table(grammar, STR("ordinal")) },
        rule_attribute(mark->rule, "group"), rule_attribute(mark->rule, "decimal"),
    };
}

bool numeral_value(const struct rules *rules, language lang, const struct mark *mark, double *ret)
{
    struct numeral numeral = numeral_of(rules, lang, mark);
    struct sum sum = { 0 };
    struct str text = mark->value;
    for (size_t at = 0; at < text.len;) {
        size_t end = at;
        if (is_digit(text.s[at])) {
            end = digits_end(&numeral, text, at);
            sum.current += digits_value(str_slice(text, at, end), numeral.decimal);
            sum.any = true;
        } else {
            while (end < text.len && !is_digit(text.s[end]))
                end++;
            if (!add_words(&numeral, str_slice(text, at, end), &sum))
                return false;
        }
        at = end;
    }
    *ret = sum.total + sum.current;
    return sum.any;
}
