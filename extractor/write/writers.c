#include "write/writer.h"

static const struct writer *const writers[] = { &xml_writer, &jsonl_writer };

const struct writer *writer_named(struct str name)
{
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
        if (str_is(name, writers[i]->name))
            return writers[i];
    return NULL;
}
