#include <math.h>

#include "gazetteer/keys.h"
#include "gazetteer/likeness.h"

enum { MOST_WORDS = 12, EDIT = 4, LIGHT_EDIT = 2, SHORTEST_PREFIX = 3 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static struct str shorten(struct str text)
{
    return str_slice(text, 0, text.len < LONGEST_COMPARED ? text.len : LONGEST_COMPARED);
}

/* ---- distance ---- */

#define SOUND(letter) (UINT64_C(1) << ((letter) & 63))
#define LIGHT (SOUND('a') | SOUND('e') | SOUND('i') | SOUND('o') | SOUND('u') | SOUND('h'))

/* Sounds that are heard for one another: voiced or not, hissed or hushed, of one place. */
static const uint64_t heard_for[64] = {
    ['a' & 63] = LIGHT,                   ['e' & 63] = LIGHT,
    ['i' & 63] = LIGHT,                   ['o' & 63] = LIGHT,
    ['u' & 63] = LIGHT,                   ['h' & 63] = LIGHT | SOUND('g') | SOUND('k'),
    ['b' & 63] = SOUND('p') | SOUND('v'), ['p' & 63] = SOUND('b'),
    ['d' & 63] = SOUND('t'),              ['t' & 63] = SOUND('d'),
    ['f' & 63] = SOUND('v'),              ['v' & 63] = SOUND('f') | SOUND('b'),
    ['m' & 63] = SOUND('n'),              ['n' & 63] = SOUND('m'),
    ['g' & 63] = SOUND('k') | SOUND('h'), ['k' & 63] = SOUND('g') | SOUND('h'),
    ['s' & 63] = SOUND('z') | SOUND('S'), ['z' & 63] = SOUND('s') | SOUND('j'),
    ['S' & 63] = SOUND('s') | SOUND('C') | SOUND('j'),
    ['C' & 63] = SOUND('S') | SOUND('j'), ['j' & 63] = SOUND('C') | SOUND('S') | SOUND('z'),
};

/* Only letters of ASCII are sounds: 0 for all else. */
static uint64_t sound_of(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? SOUND(c) : 0;
}

/* What edits cost. */
struct costs {
    unsigned edit, light;
};

static const struct costs plain_costs = { 1, 1 }, sound_costs = { EDIT, LIGHT_EDIT };

/* Of putting the letter in or leaving it out. */
static unsigned gap_cost(struct costs costs, char c)
{
    return sound_of(c) & LIGHT ? costs.light : costs.edit;
}

/* A string, each letter with its sound and what its gap costs. */
struct measured {
    struct str text;
    uint64_t sounds[LONGEST_COMPARED];
    unsigned gaps[LONGEST_COMPARED];
};

static void measure(struct str text, struct costs costs, struct measured *ret)
{
    ret->text = shorten(text);
    for (size_t i = 0; i < ret->text.len; i++) {
        ret->sounds[i] = sound_of(text.s[i]);
        ret->gaps[i] = gap_cost(costs, text.s[i]);
    }
}

/* One row of the table of optimal string alignment, from the two rows before it; returns the least
 * of it. */
static unsigned fill_row(struct str a, const struct measured *b, size_t i, struct costs costs,
                         unsigned *rows[3])
{
    unsigned *before_last = rows[0], *last = rows[1], *row = rows[2];
    char letter = a.s[i - 1];
    uint64_t alike = sound_of(letter) ? heard_for[letter & 63] : 0;
    unsigned gap = gap_cost(costs, letter), lowest = row[0] = last[0] + gap;
    for (size_t j = 1; j <= b->text.len; j++) {
        unsigned other = alike & b->sounds[j - 1] ? costs.light : costs.edit;
        unsigned change = last[j - 1] + (letter == b->text.s[j - 1] ? 0 : other);
        row[j] = least(least(row[j - 1] + b->gaps[j - 1], last[j] + gap), change);
        if (i > 1 && j > 1 && letter == b->text.s[j - 2] && a.s[i - 2] == b->text.s[j - 1])
            row[j] = least(row[j], before_last[j - 2] + costs.edit);
        lowest = least(lowest, row[j]);
    }
    return lowest;
}

/* What makes one out of the other; some number above `most` where it costs more than that. */
static unsigned distance(struct str a, struct str b, struct costs costs, unsigned most)
{
    unsigned cells[3][LONGEST_COMPARED + 1], before_lowest = 0;
    unsigned *rows[3] = { cells[1], cells[2], cells[0] };
    struct measured other;
    measure(b, costs, &other);
    a = shorten(a);
    cells[0][0] = 0;
    for (size_t j = 1; j <= other.text.len; j++)
        cells[0][j] = cells[0][j - 1] + other.gaps[j - 1];
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *free_row = rows[0];
        rows[0] = rows[1], rows[1] = rows[2], rows[2] = free_row;
        unsigned lowest = fill_row(a, &other, i, costs, rows);
        if (lowest > most && before_lowest > most)
            return most + 1;
        before_lowest = lowest;
    }
    return rows[2][other.text.len];
}

unsigned edit_distance(struct str a, struct str b, unsigned most)
{
    return distance(a, b, plain_costs, most);
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
        sum += gap_cost(sound_costs, text.s[i]);
    return sum;
}

double likeness_above(double floor, struct str a, struct str b)
{
    unsigned all = weight(shorten(a)) + weight(shorten(b));
    unsigned most = (unsigned)((1 - floor) * (all + EDIT) / 2);
    unsigned apart = all ? distance(a, b, sound_costs, most) : most + 1;
    return apart > most ? 0 : 1 - 2.0 * least(apart, all / 2) / (all + EDIT);
}

/* ---- words ---- */

struct words {
    struct str items[MOST_WORDS];
    double weights[MOST_WORDS];
    size_t count;
};

static size_t place_of(const struct word_counts *counts, struct str word)
{
    return key_of(word) % (sizeof counts->of_word / sizeof *counts->of_word);
}

void count_words(struct word_counts *counts, struct str name)
{
    counts->names++;
    while (name.len)
        counts->of_word[place_of(counts, str_split(&name, ' '))]++;
}

double word_rarity(const struct word_counts *counts, struct str word)
{
    uint32_t names = counts->of_word[place_of(counts, word)];
    double root = 1 - log2(1 + names) / log2(2 + counts->names);
    return root * root;
}

static struct words split(const struct word_counts *counts, struct str text)
{
    struct words ret = { .count = 0 };
    while (text.len && ret.count < MOST_WORDS) {
        struct str word = str_split(&text, ' ');
        if (!word.len)
            continue;
        ret.weights[ret.count] = weight(word) * word_rarity(counts, word);
        ret.items[ret.count++] = word;
    }
    return ret;
}

static double weight_of(const struct words *words)
{
    double sum = 0;
    for (size_t i = 0; i < words->count; i++)
        sum += words->weights[i];
    return sum;
}

/* "Rob" is "Robert". */
static bool is_short_for(struct str a, struct str b)
{
    return a.len >= SHORTEST_PREFIX && str_starts(b, a);
}

static double likeness_of_word(struct str a, struct str b)
{
    double like = likeness_above(0.6, a, b);
    return like < 0.8 && (is_short_for(a, b) || is_short_for(b, a)) ? 0.8 : like;
}

/* What the word shares with that of `words` which is most like it; that one is taken out. */
static double take_likest(struct words *words, struct str word, double weight)
{
    size_t best = words->count;
    double most = 0.6;
    for (size_t i = 0; i < words->count; i++) {
        double like = likeness_of_word(word, words->items[i]);
        if (like > most)
            best = i, most = like;
    }
    if (best == words->count)
        return 0;
    double shared = most * (weight + words->weights[best]);
    words->count--;
    words->items[best] = words->items[words->count];
    words->weights[best] = words->weights[words->count];
    return shared;
}

double likeness_of_words(const struct word_counts *counts, struct str a, struct str b)
{
    struct words left = split(counts, a), right = split(counts, b);
    double all = weight_of(&left) + weight_of(&right), alone = 0, shared = 0;
    for (size_t i = 0; i < left.count; i++) {
        double more = take_likest(&right, left.items[i], left.weights[i]);
        shared += more;
        alone += more > 0 ? 0 : left.weights[i];
    }
    /* words that only one side has may be second names; words that differ may not */
    double others = weight_of(&right);
    double forgiven = alone > 0 && others > 0 ? 0 : (alone + others) * 2 / 3;
    return all > 0 ? shared / (all - forgiven) : 0;
}
