#include "gazetteer/likeness.h"

enum { MOST_WORDS = 12, EDIT = 4, VOWEL_EDIT = 2 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static struct str shorten(struct str text)
{
    return str_slice(text, 0, text.len < LONGEST_COMPARED ? text.len : LONGEST_COMPARED);
}

/* ---- distance ---- */

static unsigned plain_cost(char a, char b)
{
    return a != b;
}

static bool is_light(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'h' || !c;
}

/* Either may be 0: nothing stands there. */
static unsigned sound_cost(char a, char b)
{
    return a == b ? 0 : is_light(a) && is_light(b) ? VOWEL_EDIT : EDIT;
}

typedef unsigned cost(char a, char b);

/* One row of the table of optimal string alignment, from the two rows before it. */
static void fill_row(struct str a, struct str b, size_t i, cost *of, const unsigned *before_last,
                     const unsigned *last, unsigned *row)
{
    row[0] = last[0] + of(a.s[i - 1], 0);
    for (size_t j = 1; j <= b.len; j++) {
        unsigned left = row[j - 1] + of(0, b.s[j - 1]), above = last[j] + of(a.s[i - 1], 0);
        row[j] = least(least(left, above), last[j - 1] + of(a.s[i - 1], b.s[j - 1]));
        if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1])
            row[j] = least(row[j], before_last[j - 2] + of('x', 0));
    }
}

static unsigned distance(struct str a, struct str b, cost *of)
{
    unsigned rows[3][LONGEST_COMPARED + 1];
    a = shorten(a);
    b = shorten(b);
    rows[0][0] = 0;
    for (size_t j = 1; j <= b.len; j++)
        rows[0][j] = rows[0][j - 1] + of(0, b.s[j - 1]);
    for (size_t i = 1; i <= a.len; i++)
        fill_row(a, b, i, of, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
    return rows[a.len % 3][b.len];
}

unsigned edit_distance(struct str a, struct str b)
{
    return distance(a, b, plain_cost);
}

unsigned edit_budget(size_t letters)
{
    return letters <= 4 ? 0 : letters <= 7 ? 1 : 2;
}

/* ---- likeness ---- */

static unsigned weight(struct str text)
{
    unsigned sum = 0;
    for (size_t i = 0; i < text.len; i++)
        sum += sound_cost(text.s[i], 0);
    return sum;
}

double likeness(struct str a, struct str b)
{
    unsigned all = weight(shorten(a)) + weight(shorten(b));
    unsigned apart = distance(a, b, sound_cost);
    return all ? 1 - 2.0 * least(apart, all / 2) / (all + EDIT) : 0;
}

struct words {
    struct str items[MOST_WORDS];
    size_t count;
};

static struct words split(struct str text)
{
    struct words ret = { .count = 0 };
    while (text.len && ret.count < MOST_WORDS) {
        struct str word = str_split(&text, ' ');
        if (word.len)
            ret.items[ret.count++] = word;
    }
    return ret;
}

static unsigned weight_of(const struct words *words)
{
    unsigned sum = 0;
    for (size_t i = 0; i < words->count; i++)
        sum += weight(words->items[i]);
    return sum;
}

/* The word of `words` most like the given one; it is taken out. Adds what the two share. */
static double take_likest(struct words *words, struct str word)
{
    size_t best = words->count;
    double most = 0.6;
    for (size_t i = 0; i < words->count; i++) {
        double like = likeness(word, words->items[i]);
        if (like > most)
            best = i, most = like;
    }
    if (best == words->count)
        return 0;
    double shared = most * (weight(word) + weight(words->items[best]));
    words->items[best] = words->items[--words->count];
    return shared;
}

double likeness_of_words(struct str a, struct str b)
{
    struct words left = split(a), right = split(b);
    unsigned all = weight_of(&left) + weight_of(&right);
    double shared = 0;
    for (size_t i = 0; i < left.count; i++)
        shared += take_likest(&right, left.items[i]);
    return all ? shared / all : 0;
}
