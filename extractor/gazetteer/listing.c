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
    const struct layout_sort *sort = index_sort(index, from);
    return (struct listed_entity){
        .id = index_id(index, entity, arena),
        .name = index_called(index, from),
        .kind = index_label(index, sort->kind),
        .country = index_label(index, sort->country),
        .type = (enum name_type)sort->type,
        .within = index_detail(index, from)->within,
    };
}

size_t listing_names(const struct index *index)
{
    return index->name_count;
}

bool listing_name(const struct index *index, size_t number, struct listed_name *ret)
{
    uint32_t name = (uint32_t)number;
    if (!index_has_names(index, name))
        return false;
    const struct layout_manner *manner = index_manner(index, name);
    *ret = (struct listed_name){
        .entity = index->names[name].entity,
        .spelling = index_spelling(index, name),
        .lang = index_label(index, manner->lang),
        .kind = name_kind_word((enum name_kind)manner->kind),
        .needs_context = manner->use == USE_CONTEXT,
    };
    return manner->use != USE_NEVER && manner->kind != KIND_ADJECTIVE &&
           manner->form == FORM_AS_WRITTEN;
}
