/* jsonl.c - the records themselves, one on a line. */
#include "export/exporters.h"
#include "write/writer.h"

static void write_record(struct export *export, const struct record *record)
{
    struct write_options options = { .no_text = export->options->no_text };
    jsonl_writer.write(record, &options, false, &export->out.bytes);
}

const struct exporter jsonl_exporter = {
    .name = "jsonl",
    .target = TARGET_STREAM,
    .record = write_record,
};
