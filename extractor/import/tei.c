/* tei.c - TEI: listPlace, listPerson, listOrg of editions, wherever they stand in the file. */
#include "gazetteer/check.h"
#include "import/columns.h"
#include "read/xml_stream.h"

static const struct list {
    const char *element, *name;
    enum name_type type;
} lists[] = {
    { "place", "placeName", NAME_PLACE },
    { "person", "persName", NAME_PERSON },
    { "org", "orgName", NAME_ORGANISATION },
};

/* ---- nodes ---- */

struct node {
    struct str name, lang; /* that of the nearest element that tells */
    uint32_t line;
    struct xml_attribute *attributes;
    size_t attribute_count;
    size_t from, to;       /* its text, in the tree's */
    struct node *parent, *first, *last, *next;
};

enum { LONGEST_TAG = 35 }; /* that BCP 47 (4.4.1) asks to make room for */

struct tag {
    char bytes[LONGEST_TAG + 1];
};

/* One entry of a list, with what it holds; entries of lists in it belong to it. */
struct tree {
    struct import *import;
    struct arena arena, tag_arena;
    struct buffer text;
    struct node *open;     /* the innermost element; NULL outside of entries */
    ARRAY(struct tag) tags; /* the language of each element that is open, the outermost first */
};

static const struct list *list_of(struct str name)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (str_is(name, lists[i].element))
            return &lists[i];
    return NULL;
}

/* Copied into the record's arena, as all that is kept of a node. */
static struct str text_of(const struct tree *tree, const struct node *node)
{
    struct str text = str_slice(buffer_str(&tree->text), node->from, node->to);
    return arena_str(&tree->import->arena, str_trim(text));
}

static struct str attribute(const struct tree *tree, const struct node *node, const char *name)
{
    for (size_t i = 0; i < node->attribute_count; i++)
        if (str_is(node->attributes[i].name, name))
            return arena_str(&tree->import->arena, node->attributes[i].value);
    return STR("");
}

static const struct node *child(const struct node *node, const char *name)
{
    const struct node *at = node->first;
    while (at && !str_is(at->name, name))
        at = at->next;
    return at;
}

/* The next in document order. */
static const struct node *next_of(const struct node *node)
{
    if (node->first)
        return node->first;
    while (node && !node->next)
        node = node->parent;
    return node ? node->next : NULL;
}

/* ---- records ---- */

/* "Ilham Aliyev" of <forename> and <surname>, in whatever order they stand. */
static struct str name_of(const struct tree *tree, const struct node *node)
{
    const struct node *forename = child(node, "forename"), *surname = child(node, "surname");
    if (!forename || !surname)
        return text_of(tree, node);
    struct str first = text_of(tree, forename), last = text_of(tree, surname);
    return arena_printf(&tree->import->arena, "%.*s %.*s", STR_ARG(first), STR_ARG(last));
}

static void add_name(const struct tree *tree, const struct node *node)
{
    struct found *found = &tree->import->found;
    struct found_name name = {
        .name = name_of(tree, node),
        .lang = arena_str(&tree->import->arena, node->lang),
        .from = attribute(tree, node, "notBefore"),
        .to = attribute(tree, node, "notAfter"),
        .kind = KIND_ALIAS,
    };
    if (!name.from.len)
        name.from = attribute(tree, node, "from");
    if (!name.to.len)
        name.to = attribute(tree, node, "to");
    if (name.to.len)
        name.kind = KIND_HISTORIC;
    bool main = !attribute(tree, node, "type").len ||
                str_is(attribute(tree, node, "type"), "main");
    if (name.name.len && (!found->name.len || (main && !found->class.len))) {
        found->name = name.name;
        found->class = main ? STR("main") : STR("");
    }
    if (name.name.len)
        *array_push(&found->names, &tree->import->arena) = name;
}

/* Of several ids of one project none is taken: nothing tells which is meant. */
static void set_only(struct import *import, struct str *field, struct str id)
{
    if (field->len && !str_equal(*field, id)) {
        import_leave_out(import, "id", "several of one project");
        id = STR("?");
    }
    *field = id;
}

static void add_id(const struct tree *tree, const struct node *node)
{
    struct found *found = &tree->import->found;
    struct str sort = attribute(tree, node, "subtype"), id = last_part(text_of(tree, node));
    if (!sort.len)
        sort = attribute(tree, node, "type");
    for (size_t i = 0; i < sort.len; i++)
        ((char *)(uintptr_t)sort.s)[i] |= 0x20;
    if (str_is(sort, "geonames"))
        set_only(tree->import, &found->geonames, id);
    if (str_is(sort, "wikidata"))
        set_only(tree->import, &found->wikidata, id);
}

/* "50,07262 19,9325", "50.07, 19.93", "50.07 19.93": latitude first, unless it cannot be one. */
static void set_position(struct import *import, struct str text)
{
    char *at = (char *)(uintptr_t)text.s;
    bool divided = memchr(text.s, ' ', text.len) || memchr(text.s, ';', text.len);
    for (size_t i = 0; i < text.len; i++) {
        bool at_end = i + 1 < text.len && at[i + 1] == ' ';
        if (at[i] == ',')
            at[i] = divided && !at_end ? '.' : ' ';
        if (at[i] == ';')
            at[i] = ' ';
    }
    struct str lon = text, lat = str_split(&lon, ' ');
    lon = str_trim(lon);
    int32_t degrees;
    bool turned = !check_degrees(lat, 90, &degrees) && check_degrees(lon, 90, &degrees);
    import->found.lat = turned ? lon : lat;
    import->found.lon = turned ? lat : lon;
}

/* A place's own <location>, not that of what it lies in. */
static void add_location(const struct tree *tree, const struct node *node)
{
    const struct node *geo = child(node, "geo"), *country = child(node, "country");
    if (country)
        tree->import->found.country = attribute(tree, country, "key");
    if (geo && !child(node, "placeName") && !tree->import->found.lat.len)
        set_position(tree->import, text_of(tree, geo));
}

static void add_life(const struct tree *tree, const struct node *node, const char *word)
{
    struct str when = attribute(tree, node, "when");
    struct str *note = &tree->import->found.note;
    if (!when.len)
        when = attribute(tree, node, "when-iso");
    if (when.len >= 4)
        *note = arena_printf(&tree->import->arena, "%.*s%s%s %.4s", STR_ARG(*note), note->len ? ", " : "",
                             word, when.s);
}

static void take_node(const struct tree *tree, const struct node *node, const struct list *list)
{
    struct found *found = import_begin(tree->import, list->type);
    tree->import->source->line = node->line;
    found->key = attribute(tree, node, "xml:id");
    for (const struct node *at = node->first; at; at = at->next) {
        if (str_is(at->name, list->name))
            add_name(tree, at);
        else if (str_is(at->name, "idno"))
            add_id(tree, at);
        else if (str_is(at->name, "location"))
            add_location(tree, at);
        else if (str_is(at->name, "birth"))
            add_life(tree, at, "born");
        else if (str_is(at->name, "death"))
            add_life(tree, at, "died");
    }
    found->class = STR("");
    import_take(tree->import, NULL);
}

/* ---- events ---- */

static void copy_attributes(struct tree *tree, const struct xml_element *element, struct node *ret)
{
    ret->attribute_count = element->attribute_count;
    ret->attributes = arena_array(&tree->arena, struct xml_attribute, element->attribute_count);
    for (size_t i = 0; i < element->attribute_count; i++) {
        struct xml_attribute attribute = xml_attribute_at(element, i);
        ret->attributes[i].name = arena_str(&tree->arena, attribute.name);
        ret->attributes[i].value = arena_str(&tree->arena, attribute.value);
    }
}

static void open_node(struct tree *tree, const struct xml_element *element, const char *lang)
{
    struct node *node = arena_new(&tree->arena, struct node), *parent = tree->open;
    *node = (struct node){ .line = element->line, .from = tree->text.len, .parent = parent };
    node->name = arena_str(&tree->arena, element->name);
    node->lang = arena_str(&tree->arena, str_of(lang));
    copy_attributes(tree, element, node);
    if (parent)
        *(parent->last ? &parent->last->next : &parent->first) = node;
    if (parent)
        parent->last = node;
    tree->open = node;
}

static const char *on_start(void *taker, const struct xml_element *element)
{
    struct tree *tree = taker;
    struct tag tag = { "" };
    if (tree->tags.count)
        tag = tree->tags.items[tree->tags.count - 1];
    for (size_t i = 0; i < element->attribute_count; i++) {
        struct xml_attribute attribute = xml_attribute_at(element, i);
        if (str_is(attribute.name, "xml:lang"))
            snprintf(tag.bytes, sizeof tag.bytes, "%.*s", STR_ARG(attribute.value));
    }
    *array_push(&tree->tags, &tree->tag_arena) = tag;
    if (tree->open || list_of(element->name))
        open_node(tree, element, tag.bytes);
    return NULL;
}

static void take_entries(struct tree *tree, const struct node *outermost)
{
    for (const struct node *at = outermost; at; at = next_of(at))
        if (list_of(at->name))
            take_node(tree, at, list_of(at->name));
    arena_reset(&tree->arena);
    tree->text.len = 0;
}

static void on_end(void *taker, struct str name)
{
    struct tree *tree = taker;
    struct node *node = tree->open;
    tree->tags.count--;
    if (!node)
        return;
    node->to = tree->text.len;
    tree->open = node->parent;
    if (!tree->open)
        take_entries(tree, node);
}

static void on_text(void *taker, struct str text)
{
    struct tree *tree = taker;
    if (tree->open)
        buffer_add(&tree->text, text);
}

/* ---- files ---- */

static int read_bytes(void *context, char *bytes, int len)
{
    struct source *source = context;
    struct str peek = source_peek(source);
    size_t count = peek.len < (size_t)len ? peek.len : (size_t)len;
    memcpy(bytes, peek.s, count);
    source->at += count;
    return source->failed ? -1 : (int)count;
}

static bool read_file(struct import *import, const char *path)
{
    static const struct xml_events events = { on_start, on_end, on_text, NULL };
    struct source source;
    struct tree tree = { .import = import };
    struct xml_fault fault;
    if (!import_open(import, path, &source))
        return false;
    struct xml_input input = { read_bytes, &source };
    if (!xml_stream_read(input, &events, &tree, &fault)) {
        source.line = fault.line;
        import_mistake(import, "rest of the file", "not well-formed XML", str_of(fault.why));
    }
    arena_free(&tree.arena);
    arena_free(&tree.tag_arena);
    buffer_free(&tree.text);
    return import_close(import, &source);
}

const struct importer tei_importer = {
    .name = "tei",
    .purpose = "TEI: listPlace, listPerson, listOrg",
    .prefix = "tei-",
    .title = "TEI lists",
    .licence = "not told",
    .credit = "",
    .read_file = read_file,
};
