#include "export/victims.h"

#include "base/file.h"

enum { LARGEST_TABLE = 1 << 20 };

/* A line is a class, a language and a word; lines that begin with "#" are remarks. */
static void take_line(struct victims *victims, struct str line)
{
    struct str class = str_split(&line, '\t');
    str_split(&line, '\t');
    if (str_is(class, "civilian") && line.len)
        *array_push(&victims->civilians, &victims->arena) = arena_str(&victims->arena, line);
}

int victims_read(struct victims *victims, const char *path)
{
    struct buffer contents = { 0 };
    int error = file_read(path, LARGEST_TABLE, &contents);
    struct str rest = buffer_str(&contents);
    while (!error && rest.len)
        take_line(victims, str_split(&rest, '\n'));
    buffer_free(&contents);
    return error;
}

void victims_free(struct victims *victims)
{
    arena_free(&victims->arena);
}

static bool is_civilian(const struct victims *victims, struct str word)
{
    for (size_t i = 0; i < victims->civilians.count; i++)
        if (str_equal(victims->civilians.items[i], word))
            return true;
    return false;
}

bool victims_are_civilian(const struct victims *victims, struct str phrase)
{
    while (phrase.len)
        if (is_civilian(victims, str_split(&phrase, ' ')))
            return true;
    return false;
}
