#include "cli/data.h"
#include "cli/message.h"

struct ngz_engine *data_engine(const struct call *call)
{
    struct diag diag = { 0 };
    struct ngz_engine *engine = engine_open(call->data_dir, &diag);
    diag_print(&diag, stderr);
    if (!engine)
        complain("nothing done: the rules or gazetteers have mistakes");
    diag_free(&diag);
    return engine;
}

bool data_has_language(const struct ngz_engine *engine, const char *code)
{
    return language_of_code(&engine->languages, str_of(code)) != LANGUAGE_UNKNOWN;
}
