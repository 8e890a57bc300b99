#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/data.h"
#include "cli/message.h"

static void refuse(struct diag *diag, const char *what)
{
    diag_print(diag, stderr);
    complain("nothing done: %s", what);
}

struct ngz_engine *data_engine(const struct call *call)
{
    struct diag diag = { 0 };
    struct ngz_engine *engine = engine_open(call->data_dir, &diag);
    if (!engine)
        refuse(&diag, "the rules or gazetteers have mistakes");
    diag_free(&diag);
    return engine;
}

struct ngz_engine *data_engine_for_texts(const struct call *call)
{
    struct diag diag = { 0 };
    bool models = language_models_check(&diag);
    if (!models)
        refuse(&diag, "libexttextcat, which tells languages, is not wholly installed");
    diag_free(&diag);
    return models ? data_engine(call) : NULL;
}

bool data_has_language(const struct ngz_engine *engine, const char *code)
{
    return language_of_code(&engine->languages, str_of(code)) != LANGUAGE_UNKNOWN;
}

const char *data_of_build_tree(void)
{
    static char path[PATH_MAX];
    struct buffer contents = { 0 };
    const char *given = getenv("NEWSGAZ_DATA");
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - sizeof "data-folder");
    char *slash = len > 0 ? memrchr(path, '/', (size_t)len) : NULL;
    if (!slash || (given && *given))
        return NULL;
    memcpy(slash + 1, "data-folder", sizeof "data-folder");
    int error = file_read(path, PATH_MAX - 1, &contents);
    struct str folder = str_trim(buffer_str(&contents));
    if (!error)
        memcpy(path, folder.s, folder.len), path[folder.len] = '\0';
    buffer_free(&contents);
    return error ? NULL : path;
}
