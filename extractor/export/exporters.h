/* exporters.h - what the table of exporters holds. */
#ifndef NEWSGAZ_EXPORT_EXPORTERS_H
#define NEWSGAZ_EXPORT_EXPORTERS_H

#include "export/exporter.h"

extern const struct exporter csv_exporter, jsonl_exporter, sqlite_exporter, ucdp_exporter,
    acled_exporter, idmc_exporter, hxl_exporter, geojson_exporter, lpf_exporter, tei_exporter,
    brat_exporter, spacy_exporter;

#endif
