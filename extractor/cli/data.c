#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "cli/data.h"
#include "cli/message.h"

const char *data_folder(const struct call *call)
{
    const char *folder = call->data_dir ? call->data_dir : getenv("NEWSGAZ_DATA");
    return folder && *folder ? folder : NEWSGAZ_DATADIR;
}

struct ngz_engine *data_engine(const struct call *call)
{
    char *why = NULL;
    struct ngz_engine *engine = ngz_engine_open(call->data_dir, &why);
    if (!engine)
        fprintf(stderr, "%snewsgaz: nothing done: rules or gazetteers cannot be used\n", why);
    free(why);
    return engine;
}

/* A language is a folder of rules, so adding one needs no change here. */
bool data_has_language(const struct call *call, struct str code)
{
    char path[PATH_MAX];
    if (code.len < 2 || code.len > 3)
        return false;
    for (size_t i = 0; i < code.len; i++)
        if (code.s[i] < 'a' || code.s[i] > 'z')
            return false;
    int len = snprintf(path, sizeof path, "%s/rules/%.*s", data_folder(call), STR_ARG(code));
    return len < (int)sizeof path && file_exists(path);
}
