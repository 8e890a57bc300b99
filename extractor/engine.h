/* engine.h - what all sessions share: gazetteers, languages and rules, read-only once open. */
#ifndef NEWSGAZ_ENGINE_H
#define NEWSGAZ_ENGINE_H

#include "base/image.h"
#include "gazetteer/names.h"
#include "include/newsgaz.h"
#include "read/page_words.h"
#include "rules/match.h"

struct ngz_engine {
    struct arena arena;
    struct index *index;
    struct languages languages;
    struct page_words page_words;
    struct rules rules;
    struct image image; /* that rules, languages and page words are in, unless they are in the arena */
    struct str folder; /* the data folder */
};

/* As ngz_engine_open, with the mistakes as they are. */
struct ngz_engine *engine_open(const char *data_dir, struct diag *diag);

/* The same with rules from elsewhere: a rules folder, or one file read alone. */
struct ngz_engine *engine_open_with_rules(const char *data_dir, const char *rules, struct diag *diag);

/* The data folder that NULL stands for: NEWSGAZ_DATA, else where the program was installed. */
const char *engine_data_folder(const char *data_dir);

#endif
