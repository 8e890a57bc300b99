/* page_words.h - what page makers call the parts of a page, as rules/pages.tsv lists it: words of
 * class, id, role, itemprop and rel values (word TAB zone), such as "sidebar TAB boilerplate" or
 * "lire-aussi TAB boilerplate". */
#ifndef NEWSGAZ_READ_PAGE_WORDS_H
#define NEWSGAZ_READ_PAGE_WORDS_H

#include "base/diag.h"
#include "read/article.h"

struct page_word {
    struct str word; /* lower-case ASCII letters and digits; up to three of them with hyphens */
    enum zone zone;
};

struct page_words {
    ARRAY(struct page_word) items; /* in bytewise order of the words */
};

/* Reads the table. False if there were errors. */
bool page_words_load(struct page_words *ret, const char *path, struct arena *arena,
                     struct diag *diag);

/* The zone that an attribute's value such as "site-header cookieBar" speaks of: furniture before
 * any other; ZONE_BODY where it speaks of none, or `words` is NULL. */
enum zone page_words_zone(const struct page_words *words, struct str value);

#endif
