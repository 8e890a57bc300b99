#include "gazetteer/listing.h"
#include "gazetteer/lookup.h"

size_t listing_entities(const struct index *index)
{
    return index->entity_count;
}

struct listed_entity listing_entity(const struct index *index, uint32_t entity,
                                    struct arena *arena)
{
    const struct layout_entity *from = &index->entities[entity];
    return (struct listed_entity){
        .id = index_id(index, entity, arena),
        .name = index_string(index, from->name),
        .kind = index_label(index, from->kind),
        .country = index_label(index, from->country),
        .type = (enum name_type)from->type,
        .within = index_detail(index, from)->within,
    };
}

size_t listing_names(const struct index *index)
{
    return index->header->sections[SECTION_NAMES].size / sizeof *index->names;
}

bool listing_name(const struct index *index, size_t number, struct listed_name *ret)
{
    const struct layout_name *name = &index->names[number];
    *ret = (struct listed_name){
        .entity = name->entity,
        .spelling = index_string(index, name->spelling),
        .lang = index_label(index, index_usage(index, name)->lang),
        .kind = name_kind_word((enum name_kind)name->kind),
        .needs_context = name->use == USE_CONTEXT,
    };
    return name->use != USE_NEVER && name->kind != KIND_ADJECTIVE && name->form == FORM_AS_WRITTEN;
}
