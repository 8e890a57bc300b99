#include "resolve/resolve.h"

void resolve_dates(struct resolve *resolve)
{
    for (size_t i = 0; i < resolve->marks->items.count; i++) {
        const struct mark *mark = &resolve->marks->items.items[i];
        if (!mark->rule || mark->rule->kind != RULE_DATE)
            continue;
        resolve->mention[i] = (uint32_t)resolve->record->dates.count;
        *array_push(&resolve->record->dates, resolve->arena) = (struct date_mention){
            .at = mark->at, .value = mark->value, .rule = mark->rule->name,
            .precision = STR("day"), .basis = STR("explicit"),
        };
    }
}
