/* gazetteer_command.c - `newsgaz gazetteer build`: tables to one compiled file; `import` is the
 * task of its own. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/import_task.h"
#include "cli/message.h"
#include "engine.h"

static enum exit_status write_compiled(const char *output, struct str compiled)
{
    int error = file_replace(output, compiled);
    if (error) {
        complain_about(str_of(output), "%s", strerror(error));
        return EXIT_BROKEN_OFF;
    }
    fprintf(stderr, "%s: %zu bytes\n", output, compiled.len);
    return EXIT_DONE;
}

static enum exit_status build(const char *folder, const char *output)
{
    struct buffer compiled = { 0 };
    struct diag diag = { 0 };
    bool right = index_compile(folder, &diag, &compiled);
    diag_print(&diag, stderr);
    enum exit_status status = right ? write_compiled(output, buffer_str(&compiled)) : EXIT_REFUSED;
    diag_free(&diag);
    buffer_free(&compiled);
    return status;
}

static enum exit_status gazetteer(struct call *call)
{
    static const struct option options[] = { { "output", required_argument, NULL, 'o' },
                                             COMMON_OPTIONS };
    const char *output = "gazetteers.index";
    if (call->argc > 1 && strcmp(call->argv[1], "import") == 0) {
        call->argc--;
        call->argv++;
        return import_task(call);
    }
    while (next_option(call, "o:", options) != -1)
        output = optarg;
    char **words = call->argv + optind;
    int count = call->argc - optind;
    if (count == 0)
        return usage_error(call, "no task given: build or import");
    if (strcmp(words[0], "build") != 0)
        return usage_error(call, "%s: no such task: build or import", words[0]);
    if (count > 2)
        return usage_error(call, "more than one folder given");
    struct buffer folder = { 0 };
    if (count == 2)
        buffer_printf(&folder, "%s", words[1]);
    else
        buffer_printf(&folder, "%s/gazetteers", engine_data_folder(call->data_dir));
    buffer_byte(&folder, '\0');
    enum exit_status status = build(folder.bytes, output);
    buffer_free(&folder);
    return status;
}

const struct command gazetteer_command = {
    .name = "gazetteer",
    .usage = "gazetteer build [options] [--] [FOLDER]\n"
             "       newsgaz gazetteer import FORMAT [options] [--] FILE...",
    .purpose = "compile gazetteer tables, or make them of other projects' data",
    .details =
        "build checks the tables below FOLDER (default: those that the program uses) and writes\n"
        "their compiled form. The program does this by itself when tables have changed.\n\n"
        "  -o, --output FILE       where to (default: gazetteers.index)\n\n"
        "import reads files of other projects, plain or gzip (- is standard input), and writes\n"
        "tables. FORMAT is one of\n\n"
        "  geonames       dumps, alternateNamesV2, countryInfo, admin1CodesASCII\n"
        "  wikidata       the JSON dump, EntityData, results of SPARQL as JSON\n"
        "  jrc-names      the file entities\n"
        "  lp-tsv         Linked Places as a table\n"
        "  linked-places  Linked Places as GeoJSON\n"
        "  popolo         persons and organisations in JSON\n"
        "  tei            listPlace, listPerson, listOrg\n"
        "  wof            Who's On First: places in GeoJSON\n"
        "  naturalearth   Natural Earth: populated places in GeoJSON\n"
        "  table          CSV or TSV with a line of column names; results of SPARQL\n\n"
        "  -o, --output DIR        the folder for NAME.places.tsv, NAME.names.tsv ...\n"
        "      --name NAME         of the tables (default: the format)\n"
        "      --dry-run           write nothing, count only\n"
        "      --merge FOLDER      the gazetteers that the tables will stand beside: what they\n"
        "                          have by its id gets new names only, and their rows stay as\n"
        "                          they are\n"
        "      --same-name link|new    persons and organisations known by no id whose name one of\n"
        "                          the gazetteers bears: the same, or another (default: left out)\n"
        "      --lang LIST         only names in these languages, und for those without one\n"
        "      --country LIST      only what lies in these countries (AM,AZ)\n"
        "      --class LIST        only these classes of GeoNames (P,A.ADM1) or Wikidata (Q5)\n"
        "      --kind LIST         only place, person, organisation; of a table, what it holds\n"
        "      --min-population N  only places with so many people\n"
        "      --bbox W,S,E,N      only places within these degrees\n"
        "      --map FIELD=COLUMN,...  what the columns of a table hold: id name name:fr alias\n"
        "                          kind country lat lon point prior geonames wikidata role from\n"
        "                          to note class\n"
        "      --source CODE, --title TEXT, --licence TEXT, --date DATE\n"
        "                          how SOURCES.tsv tells where the rows are from\n",
    .run = gazetteer,
};
