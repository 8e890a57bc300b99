#include "cli/limits.h"
#include "cli/message.h"
#include "extract.h"
#include "rules/rules.h"

void complain_of_limits(struct ngz_session *session, struct str article)
{
    const struct rule **rules;
    size_t count = session_limits_hit(session, &rules);
    for (size_t i = 0; i < count; i++)
        complain_about(article, "rule '%.*s' ran into a limit (%.*s:%u)", STR_ARG(rules[i]->name),
                       STR_ARG(rules[i]->at.file), rules[i]->at.number);
}
