/* marks.c - reading a mark: its captures, and the lines of its rule with them filled in. */

#include "rules/match.h"

const struct capture *mark_capture(const struct mark *mark, const char *name)
{
    for (size_t i = 0; i < mark->capture_count; i++)
        if (str_is(mark->captures[i].name, name))
            return &mark->captures[i];
    return NULL;
}

static struct str capture_value(const struct capture *capture)
{
    return capture->key.len ? capture->key : capture->text;
}

/* "{name|default}": what the group captured, its table's key, or the default. */
static struct str reference(const struct mark *mark, struct str inside)
{
    struct str name = str_split(&inside, '|');
    for (size_t i = 0; i < mark->capture_count; i++)
        if (str_equal(mark->captures[i].name, name))
            return capture_value(&mark->captures[i]);
    return inside;
}

static struct str fill(const struct mark *mark, struct str template, struct arena *arena)
{
    struct buffer filled = { 0 };
    if (!memchr(template.s, '{', template.len))
        return template;
    while (template.len) {
        buffer_add(&filled, str_split(&template, '{'));
        if (template.len)
            buffer_add(&filled, reference(mark, str_split(&template, '}')));
    }
    struct str result = arena_str(arena, buffer_str(&filled));
    buffer_free(&filled);
    return result;
}

struct str mark_attribute(const struct mark *mark, const char *name, struct arena *arena)
{
    return mark->rule ? fill(mark, rule_attribute(mark->rule, name), arena) : STR("");
}
