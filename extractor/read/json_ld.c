/* json_ld.c - see json_ld.h. */
#include "read/json_ld.h"

#include <jansson.h>

#define DEPTH_MAX 4
#define AUTHORS_MAX 50

static struct str string_of(const json_t *value)
{
    if (!json_is_string(value))
        return STR("");
    return (struct str){ json_string_value(value), json_string_length(value) };
}

static int rank_of_type(struct str type)
{
    static const char *const articles[] = { "Article", "Posting", "Report" };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (str_ends(type, str_of(articles[i])))
            return RANK_ARTICLE;
    return str_is(type, "WebPage") ? RANK_PAGE : RANK_NONE;
}

/* The best rank among an object's types, of which it may have several. */
static int rank_of(const json_t *object)
{
    const json_t *type = json_object_get(object, "@type");
    int best = rank_of_type(string_of(type));
    size_t i;
    json_t *item;
    json_array_foreach(type, i, item) {
        int rank = rank_of_type(string_of(item));
        best = rank < best ? rank : best;
    }
    return best;
}

static void offer_author(const json_t *author, int rank, struct metadata *metadata)
{
    const json_t *name = json_is_object(author) ? json_object_get(author, "name") : author;
    metadata_offer(metadata, FIELD_AUTHOR, rank, string_of(name));
}

static void offer_authors(const json_t *author, int rank, struct metadata *metadata)
{
    if (!json_is_array(author))
        offer_author(author, rank, metadata);
    for (size_t i = 0; i < json_array_size(author) && i < AUTHORS_MAX; i++)
        offer_author(json_array_get(author, i), rank, metadata);
}

/* The name of an organisation that is described, or given by its name alone. */
static void offer_publisher(const json_t *publisher, int rank, struct metadata *metadata)
{
    if (json_is_array(publisher))
        publisher = json_array_get(publisher, 0);
    const json_t *name = json_is_object(publisher) ? json_object_get(publisher, "name") : publisher;
    metadata_offer(metadata, FIELD_PUBLISHER, rank, string_of(name));
}

static void offer_fields(const json_t *object, int rank, struct metadata *metadata)
{
    static const struct {
        const char *key;
        enum field field;
        int less;
    } keys[] = {
        { "datePublished", FIELD_PUBLISHED, 0 }, { "dateCreated", FIELD_PUBLISHED, 1 },
        { "headline", FIELD_TITLE, 0 },          { "name", FIELD_TITLE, 1 },
        { "inLanguage", FIELD_LANG, 1 },         { "url", FIELD_URL, 0 },
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        metadata_offer(metadata, keys[i].field, rank + keys[i].less,
                       string_of(json_object_get(object, keys[i].key)));
    offer_authors(json_object_get(object, "author"), rank, metadata);
    offer_publisher(json_object_get(object, "publisher"), rank, metadata);
}

static void read_value(const json_t *value, int depth, struct metadata *metadata)
{
    static const char *const parts[] = { "@graph", "mainEntity", "mainEntityOfPage" };
    if (depth > DEPTH_MAX)
        return;
    for (size_t i = 0; i < json_array_size(value); i++)
        read_value(json_array_get(value, i), depth + 1, metadata);
    if (!json_is_object(value))
        return;
    int rank = rank_of(value);
    bool is_first = metadata->fields[FIELD_TITLE].rank > rank; /* the others are related ones */
    if (rank != RANK_NONE && is_first)
        offer_fields(value, rank, metadata);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        read_value(json_object_get(value, parts[i]), depth + 1, metadata);
}

/* The JSON proper: pages wrap it in comments and break lines within its strings. */
static struct str json_proper(struct str text, struct arena *arena)
{
    char *copy = arena_alloc(arena, text.len + 1);
    size_t start = text.len, end = 0;
    for (size_t i = 0; i < text.len; i++) {
        copy[i] = (unsigned char)text.s[i] < 0x20 ? ' ' : text.s[i];
        if (start == text.len && (copy[i] == '{' || copy[i] == '['))
            start = i;
        if (copy[i] == '}' || copy[i] == ']')
            end = i + 1;
    }
    return start < end ? (struct str){ copy + start, end - start } : STR("");
}

void json_ld_read(struct str json, struct metadata *metadata)
{
    struct str proper = json_proper(json, metadata->arena);
    json_t *root = json_loadb(proper.s, proper.len, 0, NULL);
    read_value(root, 0, metadata);
    json_decref(root);
}
