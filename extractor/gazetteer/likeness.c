#include "gazetteer/likeness.h"

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static struct str shorten(struct str text)
{
    return str_slice(text, 0, text.len < LONGEST_COMPARED ? text.len : LONGEST_COMPARED);
}

/* One row of the table of optimal string alignment, from the two rows before it. */
static void fill_row(struct str a, struct str b, size_t i, const unsigned *before_last,
                     const unsigned *last, unsigned *row)
{
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= b.len; j++) {
        bool equal = a.s[i - 1] == b.s[j - 1];
        row[j] = least(least(last[j], row[j - 1]) + 1, last[j - 1] + !equal);
        if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1])
            row[j] = least(row[j], before_last[j - 2] + 1);
    }
}

unsigned edit_distance(struct str a, struct str b)
{
    unsigned rows[3][LONGEST_COMPARED + 1];
    a = shorten(a);
    b = shorten(b);
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++)
        fill_row(a, b, i, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
    return rows[a.len % 3][b.len];
}

unsigned edit_budget(size_t letters)
{
    return letters <= 4 ? 0 : letters <= 7 ? 1 : 2;
}
