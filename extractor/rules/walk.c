#include "rules/walk.h"

static bool is_plain(char byte)
{
    return (byte >= 'a' && byte <= 'z') || byte == ' ' || (byte >= 'A' && byte <= 'Z') ||
           (unsigned char)byte >= 128;
}

void walk_over_plain(struct walk *walk)
{
    while (!walk_is_over(walk) && is_plain(walk->pattern.s[walk->at]))
        walk->at++;
}

void walk_to_branch_end(struct walk *walk)
{
    for (unsigned open = 0; !walk_is_over(walk);) {
        char byte = walk->pattern.s[walk->at];
        if (open == 0 && (byte == '|' || byte == ')'))
            return;
        if (byte == '\\')
            walk->at += escape_length(walk->pattern, walk->at);
        else if (byte == '[')
            walk_class(walk);
        else
            walk->at++;
        open += byte == '(';
        open -= byte == ')';
    }
}

bool walk_is_name(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '=';
}

struct str walk_reference(struct walk *walk)
{
    struct str rest = str_slice(walk->pattern, walk->at + 1, walk->pattern.len);
    struct str inside = str_split(&rest, '}');
    walk->at += inside.len + 2;
    struct str name = str_split(&inside, ':');
    return str_starts(name, STR("=")) ? str_slice(name, 1, name.len) : name;
}

size_t escape_length(struct str pattern, size_t at)
{
    const char *close = NULL;
    if (at + 2 < pattern.len && strchr("pPx", pattern.s[at + 1]) && pattern.s[at + 2] == '{')
        close = memchr(pattern.s + at, '}', pattern.len - at);
    return close ? (size_t)(close + 1 - (pattern.s + at)) : 2;
}

void walk_class(struct walk *walk)
{
    size_t i = walk->at + 1;
    if (i < walk->pattern.len && walk->pattern.s[i] == '^')
        i++;
    if (i < walk->pattern.len && walk->pattern.s[i] == ']')
        i++;
    while (i < walk->pattern.len && walk->pattern.s[i] != ']')
        i += walk->pattern.s[i] == '\\' ? 2 : 1;
    walk->at = i + 1;
}

static bool starts_with(const struct walk *walk, const char *what)
{
    return str_starts(str_slice(walk->pattern, walk->at, walk->pattern.len), str_of(what));
}

enum group_kind walk_into_group(struct walk *walk)
{
    static const struct {
        const char *sign;
        enum group_kind kind;
    } arounds[] = {
        { "?=", GROUP_WANTS }, { "?<=", GROUP_WANTS_BEFORE },
        { "?!", GROUP_BANS }, { "?<!", GROUP_BANS },
    };
    enum group_kind kind = GROUP_TAKES;
    for (size_t i = 0; i < sizeof arounds / sizeof *arounds; i++)
        if (starts_with(walk, arounds[i].sign))
            kind = arounds[i].kind;
    if (!starts_with(walk, "?"))
        return kind;
    while (walk->at < walk->pattern.len && !strchr(":>=!)", walk->pattern.s[walk->at]))
        walk->at++;
    if (walk->at < walk->pattern.len && walk->pattern.s[walk->at] != ')')
        walk->at++;
    return kind;
}

void walk_quantifier(struct walk *walk)
{
    while (walk->at < walk->pattern.len && walk->pattern.s[walk->at] != '}')
        walk->at++;
    walk->at++;
}

bool walk_optional(struct walk *walk)
{
    while (walk->at < walk->pattern.len && walk->pattern.s[walk->at] == ' ')
        walk->at++;
    if (walk->at >= walk->pattern.len)
        return false;
    char byte = walk->pattern.s[walk->at];
    if (byte == '?' || byte == '*')
        return true;
    return byte == '{' && walk->at + 1 < walk->pattern.len && walk->pattern.s[walk->at + 1] == '0';
}
