/* variants_command.c - `newsgaz variants`: every form that the gazetteer takes for an entity. */
#include <stdio.h>

#include "base/utf8.h"
#include "cli/command.h"
#include "cli/data.h"
#include "cli/message.h"
#include "gazetteer/variants.h"

static void print_variant(const struct variant *variant)
{
    bool plain = str_is(variant->use, "yes");
    printf("  %.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(variant->form),
           STR_ARG(variant->lang), STR_ARG(variant->kind), plain ? 0 : (int)variant->use.len,
           variant->use.s, STR_ARG(variant->source), STR_ARG(variant->made));
}

static void print_entity(const struct entity_variants *entity)
{
    printf("%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(entity->id), STR_ARG(entity->name),
           STR_ARG(entity->kind), STR_ARG(entity->country));
    for (size_t i = 0; i < entity->list.count; i++)
        print_variant(&entity->list.items[i]);
}

static enum exit_status print_variants(const struct ngz_engine *engine, struct str name)
{
    struct diag diag = { 0 };
    struct variants variants;
    struct buffer folder = { 0 };
    buffer_printf(&folder, "%.*s/gazetteers", STR_ARG(engine->folder));
    buffer_byte(&folder, '\0');
    bool good = variants_read(engine->index, folder.bytes, name, &diag, &variants);
    enum exit_status status = good ? EXIT_DONE : EXIT_REFUSED;
    diag_print(&diag, stderr);
    for (size_t i = 0; good && i < variants.entities.count; i++)
        print_entity(&variants.entities.items[i]);
    if (good && !variants.entities.count) {
        complain_about(name, "no entity is called so; 'newsgaz suggest' looks for those like it");
        status = EXIT_SOME_FAILED;
    }
    variants_free(&variants);
    buffer_free(&folder);
    diag_free(&diag);
    return status;
}

static enum exit_status run_variants(struct call *call)
{
    static const struct option options[] = { COMMON_OPTIONS };
    while (next_option(call, "", options) != -1)
        continue;
    if (optind + 1 != call->argc)
        return usage_error(call, "give one name or id");
    struct str name = str_of(call->argv[optind]);
    if (utf8_valid(name) != name.len)
        return usage_error(call, "the name is not UTF-8");
    struct ngz_engine *engine = data_engine(call);
    if (!engine)
        return EXIT_REFUSED;
    enum exit_status status = print_variants(engine, name);
    ngz_engine_close(engine);
    return status;
}

const struct command variants_command = {
    .name = "variants",
    .usage = "variants [--] NAME",
    .purpose = "list every form of a name",
    .details =
        "Prints the entities of the gazetteers that NAME is a name or the id of, and below each,\n"
        "divided by tabs: each form that is taken for it, its language, its kind, its use where\n"
        "that is not everywhere, its source, and the line of the table it stands in. Forms that\n"
        "follow by rule come behind: what made them, and of which form; sounds stand between\n"
        "slashes.\n",
    .run = run_variants,
};
