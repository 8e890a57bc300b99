#include "base/utf8.h"
#include "resolve/resolve.h"

/* The value of "2.9 million", "quatre-vingt-dix", "ventottomila", "half a million", "une dizaine".
 * Words are divided into the entries of the language's tables `numeral` and `ordinal`. Their keys:
 *     7  100  1000      a number; 100 multiplies what stands before it, from 1000 on all of it
 *     x12               a collective: "two dozen" is 2 × 12
 *     0.5               a part: of the magnitude behind it ("half a million") or before it
 *     /3                a denominator: "two thirds"; /  alone: what is before by what is behind
 *     .                 what is behind are decimals ("point seventy-one")
 *     neg               the whole is below zero
 * Digits may have an exponent, 1.3e6 or 1.1^23; a `value` line may write 2+1/4 for a whole and a part.
 *     +  -              what binds ("and", "e"), and what adds nothing ("a") */

enum { MOST_PARTS = 24, LONGEST_NUMERAL = 120, LARGEST_EXPONENT = 300 };

struct sum {
    double total;     /* of complete magnitudes: 2000000 of "two million and three" */
    double kept;      /* before the last "and" */
    double current;   /* since then */
    double magnitude; /* the last one */
    double part;      /* of it, unless another magnitude follows */
    double numerator; /* of "/" */
    double whole;     /* of "+" */
    bool any, divides, negative, decimals;
    int zeros;        /* right behind the decimal sign */
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
    if (str_is(key, "."))
        return false;
    for (size_t i = 0; i < key.len; i++)
        if ((key.s[i] < '0' || key.s[i] > '9') && key.s[i] != '.')
            return false;
    *ret = digits_value(key, STR("."));
    return key.len > 0;
}

static void add_magnitude(struct sum *sum, double value)
{
    double before = sum->kept + sum->current + sum->part;
    if (sum->total > 0 && value > sum->magnitude) /* "three hundred thousand million" */
        sum->total = (sum->total + before) * value;
    else
        sum->total += (before > 0 ? before : 1) * value;
    sum->current = sum->kept = sum->part = 0;
    sum->magnitude = value;
}

/* A part that follows a magnitude is a part of it: "six million and a half"; but "a billion and
 * half a million". */
static void add_part(struct sum *sum, double part)
{
    if (sum->magnitude > 0 && sum->kept == 0)
        sum->part += part;
    else
        sum->current += part;
}

static double decimals_of(double digits, int zeros)
{
    while (digits >= 1)
        digits /= 10;
    while (zeros-- > 0)
        digits /= 10;
    return digits;
}

/* "Point five seven": digits told one by one. */
static bool is_next_digit(const struct sum *sum, double value)
{
    return sum->decimals && value < 10 && sum->current > 0 && (long)sum->current % 10 != 0;
}

static void add_value(struct sum *sum, double value)
{
    if (sum->decimals && value == 0 && sum->current == 0)
        sum->zeros++;
    else if (is_next_digit(sum, value))
        sum->current = sum->current * 10 + value;
    else if (value == 100)
        sum->current = (sum->current > 0 ? sum->current : 1) * 100;
    else if (value >= 1000)
        add_magnitude(sum, value);
    else if (value < 1 && value > 0 && sum->current == 0)
        add_part(sum, value);
    else
        sum->current += value;
    sum->any = true;
}

static void add_collective(struct sum *sum, double value)
{
    sum->current = (sum->current > 0 ? sum->current : 1) * value;
    sum->any = true;
    if (value < 1000)
        return;
    sum->total += sum->current;
    sum->magnitude = value;
    sum->current = 0;
}

static void add_denominator(struct sum *sum, double value)
{
    double part = (sum->current > 0 ? sum->current : 1) / value;
    sum->current = 0;
    sum->any = true;
    add_part(sum, part);
}

static double sum_value(const struct sum *sum)
{
    double last = sum->decimals ? decimals_of(sum->current, sum->zeros) : sum->current;
    return sum->total + sum->part * sum->magnitude + sum->kept + last;
}

static void divide_by_next(struct sum *sum)
{
    *sum = (struct sum){ .numerator = sum_value(sum), .divides = true, .negative = sum->negative,
                         .whole = sum->whole };
}

static void add_next(struct sum *sum)
{
    *sum = (struct sum){ .whole = sum_value(sum), .negative = sum->negative };
}

static double power(double base, int exponent)
{
    double value = 1;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); i++)
        value *= base;
    return exponent < 0 ? 1 / value : value;
}

static void keep_apart(struct sum *sum)
{
    sum->kept += sum->current;
    sum->current = 0;
}

static void add_key(struct sum *sum, struct str key)
{
    double value;
    struct str rest = str_slice(key, 1, key.len);
    if (key_number(key, &value))
        add_value(sum, value);
    else if (key.s[0] == 'x' && key_number(rest, &value))
        add_collective(sum, value);
    else if (key.s[0] == '/' && key_number(rest, &value) && value > 0)
        add_denominator(sum, value);
    else if (str_is(key, "/"))
        divide_by_next(sum);
    else if (str_is(key, "."))
        sum->decimals = true, keep_apart(sum);
    else if (str_is(key, "+") && !sum->decimals)
        keep_apart(sum);
    sum->negative |= str_is(key, "neg");
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
    const struct grammar *grammar = rules_grammar(rules, lang);
    return (struct numeral){
        rules,
        { grammar->numeral, grammar->ordinal },
        rule_attribute(mark->rule, "group"), rule_attribute(mark->rule, "decimal"),
    };
}

static bool begins_digits(const struct numeral *numeral, struct str text, size_t at)
{
    bool sign = numeral->decimal.len && text.s[at] == numeral->decimal.s[0];
    return is_digit(text.s[at]) || (sign && at + 1 < text.len && is_digit(text.s[at + 1]));
}

/* Words up to the next digits, "/" or "+"; false when they are no numerals. */
static bool read_words(const struct numeral *numeral, struct str text, size_t *at, struct sum *sum)
{
    size_t start = *at;
    while (*at < text.len && !begins_digits(numeral, text, *at) && text.s[*at] != '/' &&
           text.s[*at] != '+')
        ++*at;
    return add_words(numeral, str_slice(text, start, *at), sum);
}

static void read_digits(const struct numeral *numeral, struct str text, size_t *at, struct sum *sum)
{
    size_t end = digits_end(numeral, text, *at);
    sum->current += digits_value(str_slice(text, *at, end), numeral->decimal);
    sum->any = true;
    *at = end;
}

/* "e" or "^" with digits behind it, or signs and digits. */
static bool begins_exponent(struct str text, size_t at)
{
    bool sign = text.s[at] == 'e' || text.s[at] == 'E' || text.s[at] == '^';
    for (at++; sign && at < text.len && (text.s[at] == '-' || text.s[at] == '+');)
        at++;
    return sign && at < text.len && is_digit(text.s[at]);
}

/* Each minus turns the sign before it. */
static void read_exponent(struct str text, size_t *at, struct sum *sum)
{
    bool of_ten = text.s[*at] != '^', negative = false;
    int exponent = 0;
    for (++*at; *at < text.len && (text.s[*at] == '-' || text.s[*at] == '+'); ++*at)
        negative ^= text.s[*at] == '-';
    for (; *at < text.len && is_digit(text.s[*at]) && exponent < LARGEST_EXPONENT; ++*at)
        exponent = exponent * 10 + (text.s[*at] - '0');
    double base = sum_value(sum);
    double factor = power(of_ten ? 10 : base, negative ? -exponent : exponent);
    *sum = (struct sum){ .total = of_ten ? base * factor : factor, .any = true,
                         .negative = sum->negative };
}

bool numeral_value(const struct rules *rules, language lang, const struct mark *mark, double *ret)
{
    struct numeral numeral = numeral_of(rules, lang, mark);
    struct str text = mark->value;
    struct sum sum = { .negative = text.len && text.s[0] == '-' };
    for (size_t at = 0; at < text.len;) {
        if (begins_digits(&numeral, text, at))
            read_digits(&numeral, text, &at, &sum);
        else if (text.s[at] == '/')
            divide_by_next(&sum), at++;
        else if (text.s[at] == '+')
            add_next(&sum), at++;
        else if (sum.any && begins_exponent(text, at))
            read_exponent(text, &at, &sum);
        else if (!read_words(&numeral, text, &at, &sum))
            return false;
    }
    double value = sum_value(&sum);
    if (sum.divides)
        value = value > 0 ? sum.numerator / value : 0;
    value += sum.whole;
    *ret = sum.negative ? -value : value;
    return sum.any;
}
