#include "export/exporter.h"
#include "export/exporters.h"

static const struct exporter *const exporters[] = {
    &csv_exporter,     &jsonl_exporter, &sqlite_exporter, &ucdp_exporter,  &acled_exporter,
    &idmc_exporter,    &hxl_exporter,   &geojson_exporter, &lpf_exporter,  &tei_exporter,
    &brat_exporter,    &spacy_exporter,
};

const struct exporter *exporter_named(struct str name)
{
    for (size_t i = 0; i < sizeof exporters / sizeof *exporters; i++)
        if (str_is(name, exporters[i]->name))
            return exporters[i];
    return NULL;
}

void export_fail(struct export *export, const char *path, const char *why)
{
    if (!export->why[0])
        snprintf(export->why, sizeof export->why, "%s%s%s", path ? path : "", path ? ": " : "",
                 why);
}
