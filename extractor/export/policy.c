#include "export/policy.h"

static const char *const names[POLICIES] = {
    [POLICY_MOST_RECENT] = "most-recent", [POLICY_LOWEST] = "lowest",
    [POLICY_HIGHEST] = "highest",         [POLICY_MAJORITY] = "majority",
    [POLICY_ALL] = "all",
};

const char *policy_name(enum policy policy)
{
    return names[policy];
}

bool policy_named(struct str name, enum policy *ret)
{
    for (*ret = 0; *ret < POLICIES; ++*ret)
        if (str_is(name, names[*ret]))
            return true;
    return false;
}

/* The one number for "at least 68", "up to 12", "between 450 and 600": its safe end. */
static int64_t point(const struct figure *figure)
{
    return figure->low >= 0 ? figure->low : figure->high;
}

static int64_t top(const struct figure *figure)
{
    return figure->high >= 0 ? figure->high : figure->low;
}

static size_t times_given(const struct figure *figures, size_t count, int64_t number)
{
    size_t times = 0;
    for (size_t i = 0; i < count; i++)
        times += point(&figures[i]) == number;
    return times;
}

/* More than so many figures for one incident are not counted one by one. */
enum { MOST_COUNTED = 4096 };

/* How much more often the one was given than the other. */
static long more_often(const struct figure *figures, size_t count, const struct figure *left,
                       const struct figure *right)
{
    size_t counted = count < MOST_COUNTED ? count : MOST_COUNTED;
    return (long)times_given(figures, counted, point(left)) -
           (long)times_given(figures, counted, point(right));
}

/* Whether a later figure of the row goes before the best so far. */
static bool is_better(const struct figure *figures, size_t count, const struct figure *left,
                      const struct figure *right, enum policy policy)
{
    if (left->weak != right->weak)
        return right->weak;
    if (policy == POLICY_HIGHEST)
        return top(left) > top(right);
    if (policy == POLICY_MOST_RECENT && left->as_of != right->as_of)
        return left->as_of > right->as_of;
    if (policy == POLICY_LOWEST || point(left) == point(right))
        return point(left) < point(right);
    long more = more_often(figures, count, left, right);
    return more > 0 || (more == 0 && policy == POLICY_MAJORITY && point(left) < point(right));
}

static bool all_weak(const struct figure *figures, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!figures[i].weak)
            return false;
    return true;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

static int64_t most(int64_t a, int64_t b)
{
    return b > a ? b : a;
}

struct estimate estimate_of(const struct figure *figures, size_t count, enum policy policy)
{
    struct estimate estimate = { .low = -1, .best = -1, .high = -1, .chosen = count };
    bool weak_count = all_weak(figures, count);
    size_t best = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_better(figures, count, &figures[i], &figures[best], policy))
            best = i;
        if (figures[i].weak && !weak_count)
            continue;
        estimate.low = least(estimate.low, point(&figures[i]));
        estimate.high = most(estimate.high, top(&figures[i]));
    }
    if (policy == POLICY_ALL)
        return estimate;
    estimate.chosen = best;
    estimate.best = policy == POLICY_HIGHEST ? top(&figures[best]) : point(&figures[best]);
    return estimate;
}
