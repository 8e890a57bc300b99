/* policy.h - which of several figures for one incident stands for it. The choice is the user's,
 * and every output states it. */
#ifndef NEWSGAZ_EXPORT_POLICY_H
#define NEWSGAZ_EXPORT_POLICY_H

#include "base/str.h"

enum policy {
    POLICY_MOST_RECENT, /* the latest; of one day, the one given most often, else the first */
    POLICY_LOWEST,
    POLICY_HIGHEST,
    POLICY_MAJORITY,    /* the one given most often, else the lowest */
    POLICY_ALL,         /* none: each figure stands by itself */
    POLICIES
};

/* "most-recent", … */
const char *policy_name(enum policy policy);
bool policy_named(struct str name, enum policy *ret);

/* What was said of an incident by one claim. */
struct figure {
    int64_t low, high; /* -1: no bound */
    bool weak;         /* "dozens", "no victims": stands back where others say more */
    bool open;
    int32_t as_of;     /* or NO_DAY */
};

struct estimate {
    int64_t low, best, high; /* -1: none */
    size_t chosen;           /* the figure that gave `best`; as many as there are for none */
};

/* Low and high are the outermost of all figures, weak ones left out where there are others; best is
 * what the policy chooses. Figures are in their order of days and text, and never added. `count` is
 * not 0. */
struct estimate estimate_of(const struct figure *figures, size_t count, enum policy policy);

#endif
