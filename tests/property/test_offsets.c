/* test_offsets.c - every mention of every text cites its characters and its source's bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "base/utf8.h"
#include "engine.h"
#include "texts.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { SEED = 19910921, TEXTS = 5000, XML_EVERY = 5, PAIRS = 600, MOST_SHOWN = 10 };

static struct ngz_engine *engine;
static struct ngz_session *session;
static size_t mistakes, mentions;

/* The text at hand, for whoever reads the mistakes. */
static struct {
    size_t number;
    const char *encoding;
    struct str source;
    struct str text;        /* of the record */
    uint32_t *places;       /* for each code point of the text, its byte; and the end */
    size_t code_points, room;
} now;

static int open_engine(void **state)
{
    char *why = NULL;
    engine = ngz_engine_open(NULL, &why);
    if (!engine)
        return fputs(why, stderr), free(why), 1;
    session = ngz_session_new(engine);
    texts_add_examples(&engine->rules);
    printf("seed %d, %d texts\n", SEED, TEXTS);
    return 0;
}

static int close_engine(void **state)
{
    ngz_session_free(session);
    ngz_engine_close(engine);
    free(now.places);
    xmlCleanupParser();
    return 0;
}

static void mistake(const char *what, const char *which, const char *surface)
{
    if (mistakes++ < MOST_SHOWN)
        fprintf(stderr, "text %zu in %s: %s: %s %s\n  %.*s\n", now.number, now.encoding, what, which,
                surface, STR_ARG(now.text));
}

/* ---- citing ------------------------------------------------------------------------------- */

static void take_text(const char *text, size_t len)
{
    now.text = (struct str){ text, len };
    now.code_points = utf8_count(now.text);
    if (now.room <= now.code_points) {
        now.room = 2 * now.code_points + 64;
        now.places = xrealloc(now.places, sizeof *now.places * now.room);
    }
    size_t at = 0;
    for (size_t i = 0; i < now.code_points; i++) {
        now.places[i] = (uint32_t)at;
        utf8_next(now.text, &at);
    }
    now.places[now.code_points] = (uint32_t)len;
}

static bool cites(int64_t start, int64_t end, const char *surface)
{
    if (start < 0 || start >= end || end > (int64_t)now.code_points)
        return false;
    return str_is(str_slice(now.text, now.places[start], now.places[end]), surface);
}

/* CRLF and CR as LF, and U+FFFD for what XML cannot carry. */
static void as_in_records(struct str decoded, struct buffer *into)
{
    char utf8[4];
    into->len = 0;
    for (size_t at = 0; at < decoded.len;) {
        uint32_t c = utf8_next(decoded, &at);
        bool pair = c == '\r' && at < decoded.len && decoded.s[at] == '\n';
        bool legal = c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xFFFE && c != 0xFFFF);
        at += pair;
        buffer_add(into, (struct str){ utf8, utf8_put(!legal ? 0xFFFD : c == '\r' ? '\n' : c, utf8) });
    }
}

static bool source_cites(int64_t start, int64_t end, const char *surface)
{
    struct buffer decoded = { 0 }, normal = { 0 };
    if (start < 0 || start >= end || end > (int64_t)now.source.len)
        return false;
    text_decode(str_slice(now.source, (size_t)start, (size_t)end), now.encoding, &decoded);
    as_in_records(buffer_str(&decoded), &normal);
    bool same = str_is(buffer_str(&normal), surface);
    buffer_free(&decoded);
    buffer_free(&normal);
    return same;
}

/* ---- JSON --------------------------------------------------------------------------------- */

static int64_t integer(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : -1;
}

static const char *string(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static bool has_id(const json_t *list, const char *id)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
        if (strcmp(string(item, "id"), id) == 0)
            return true;
    return false;
}

/* A link is absent or leads to an item of the list. */
static void check_link(const json_t *record, const json_t *item, const char *key, const char *list)
{
    const char *to = string(item, key);
    if (to && !has_id(json_object_get(record, list), to))
        mistake("a link leads nowhere", key, to);
}

static void check_phrase(const json_t *record, const json_t *casualty, const char *key)
{
    const json_t *phrase = json_object_get(casualty, key);
    if (!phrase)
        return;
    if (!cites(integer(phrase, "start"), integer(phrase, "end"), string(phrase, "text")))
        mistake("miscited", key, string(phrase, "text"));
    check_link(record, phrase, "ref", "entities");
}

static void check_casualty(const json_t *record, const json_t *casualty)
{
    static const char *const phrases[] = { "amount", "victims", "speaker", "scene" };
    for (size_t i = 0; i < LENGTH(phrases); i++)
        check_phrase(record, casualty, phrases[i]);
    check_link(record, casualty, "place", "names");
    check_link(record, casualty, "date", "dates");
    check_link(record, casualty, "part_of", "casualties");
}

static void check_mention(const json_t *record, const json_t *mention)
{
    const char *id = string(mention, "id"), *surface = string(mention, "text");
    mentions++;
    if (!cites(integer(mention, "start"), integer(mention, "end"), surface))
        mistake("miscited", id, surface);
    if (!source_cites(integer(mention, "byte_start"), integer(mention, "byte_end"), surface))
        mistake("source miscited", id, surface);
    check_link(record, mention, "ref", "entities");
}

/* Claims may lie within one another; all else may not. */
static void check_list(const json_t *record, const char *key, bool apart)
{
    int64_t start = 0, end = 0;
    size_t i;
    json_t *mention;
    json_array_foreach(json_object_get(record, key), i, mention) {
        check_mention(record, mention);
        if (integer(mention, "start") < (apart ? end : start))
            mistake("out of order", string(mention, "id"), string(mention, "text"));
        start = integer(mention, "start");
        end = integer(mention, "end");
    }
}

static void check_segments(const json_t *record)
{
    int64_t end = 0;
    size_t i;
    json_t *segment;
    json_array_foreach(json_object_get(record, "segments"), i, segment) {
        if (integer(segment, "start") < end || integer(segment, "end") > (int64_t)now.code_points)
            mistake("out of order", "segment", string(segment, "zone"));
        end = integer(segment, "end");
    }
}

static void check_record(const json_t *record)
{
    size_t i;
    json_t *casualty;
    check_segments(record);
    check_list(record, "names", true);
    check_list(record, "dates", true);
    check_list(record, "numbers", true);
    check_list(record, "casualties", false);
    json_array_foreach(json_object_get(record, "casualties"), i, casualty)
        check_casualty(record, casualty);
}

static struct ngz_output extract(struct str source, const char *lang, enum ngz_format format)
{
    struct ngz_output output;
    struct ngz_input input = { .name = "article.txt", .bytes = source.s, .len = source.len,
                               .published = "2023-09-26", .lang = lang };
    assert_int_equal(ngz_extract(session, &input, format, &output), NGZ_DONE);
    return output;
}

static json_t *json_of(struct str source, const char *lang)
{
    json_error_t error;
    struct ngz_output output = extract(source, lang, NGZ_JSONL);
    json_t *record = json_loadb(output.bytes, output.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
                                &error);
    if (!record)
        fail_msg("text %zu: %s", now.number, error.text);
    return record;
}

static void check_json(struct str source)
{
    json_t *record = json_of(source, NULL);
    const json_t *text = json_object_get(record, "text");
    take_text(json_string_value(text), json_string_length(text));
    now.source = source;
    now.encoding = string(json_object_get(record, "source"), "encoding");
    check_record(record);
    json_decref(record);
}

/* ---- XML ---------------------------------------------------------------------------------- */

static int64_t attribute(xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST name);
    int64_t number = value ? strtoll((const char *)value, NULL, 10) : -1;
    xmlFree(value);
    return number;
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* Elements with a place in the text hold its characters; a claim holds them in <surface>. */
static void check_element(xmlNode *element)
{
    xmlNode *holder = element;
    if (is_element(element, "casualty"))
        holder = xmlFirstElementChild(element);
    if (attribute(element, "start") < 0 || is_element(element, "segment"))
        return;
    xmlChar *surface = xmlNodeGetContent(holder);
    if (!cites(attribute(element, "start"), attribute(element, "end"), (const char *)surface))
        mistake("miscited in XML", (const char *)element->name, (const char *)surface);
    xmlFree(surface);
}

static void check_elements(xmlNode *parent)
{
    for (xmlNode *child = xmlFirstElementChild(parent); child; child = xmlNextElementSibling(child)) {
        check_element(child);
        check_elements(child);
    }
}

static xmlNode *text_element(xmlNode *record)
{
    xmlNode *child = xmlFirstElementChild(record);
    while (child && !is_element(child, "text"))
        child = xmlNextElementSibling(child);
    assert_non_null(child);
    return child;
}

static void check_xml(struct str source)
{
    struct ngz_output output = extract(source, NULL, NGZ_XML);
    xmlDoc *document = xmlReadMemory(output.bytes, (int)output.len, NULL, NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOWARNING);
    if (!document)
        fail_msg("text %zu: no well-formed XML", now.number);
    xmlChar *text = xmlNodeGetContent(text_element(xmlDocGetRootElement(document)));
    take_text((const char *)text, strlen((const char *)text));
    check_elements(xmlDocGetRootElement(document));
    xmlFree(text);
    xmlFreeDoc(document);
}

/* ---- texts -------------------------------------------------------------------------------- */

static const struct {
    const char *name, *mark;
} encodings[] = {
    { "UTF-8", "" },           { "UTF-8", "\xEF\xBB\xBF" },  { "UTF-16LE", "\xFF\xFE" },
    { "UTF-16BE", "\xFE\xFF" }, { "windows-1252", "" },       { "ISO-8859-15", "" },
    { "windows-1254", "" },
};

/* The text in some encoding that can carry it, with its mark. */
static void encode_somehow(struct chance *chance, struct str text, struct buffer *into)
{
    struct buffer encoded = { 0 };
    size_t choice = chance_below(chance, LENGTH(encodings));
    into->len = 0;
    if (!text_encode(text, encodings[choice].name, &encoded)) {
        choice = 0;
        encoded.len = 0;
        buffer_add(&encoded, text);
    }
    buffer_add(into, str_of(encodings[choice].mark));
    buffer_add(into, buffer_str(&encoded));
    buffer_free(&encoded);
}

static void every_mention_cites_its_characters(void **state)
{
    struct chance chance = { SEED };
    struct buffer text = { 0 }, source = { 0 };
    for (now.number = 0; now.number < TEXTS; now.number++) {
        text_make(&chance, 1 + chance_below(&chance, 9), !chance_once_in(&chance, 3), &text);
        encode_somehow(&chance, buffer_str(&text), &source);
        check_json(buffer_str(&source));
        if (now.number % XML_EVERY == 0)
            check_xml(buffer_str(&source));
    }
    printf("%zu mentions\n", mentions);
    buffer_free(&text);
    buffer_free(&source);
    assert_int_equal(mistakes, 0);
    assert_true(mentions > TEXTS);
}

/* ---- normal forms ------------------------------------------------------------------------- */

static void add_mentions(const json_t *list, struct buffer *into)
{
    size_t i;
    json_t *mention;
    struct buffer surface = { 0 };
    json_array_foreach(list, i, mention) {
        text_compose(str_of(string(mention, "text")), &surface);
        buffer_printf(into, "%s %.*s %s %s\n", string(mention, "id"), STR_ARG(buffer_str(&surface)),
                      string(mention, "ref") ? string(mention, "ref") : "", string(mention, "rule"));
    }
    buffer_free(&surface);
}

/* All mentions of a text, their surfaces composed. */
static void found_in(struct str text, struct buffer *into)
{
    static const char *const lists[] = { "names", "dates", "numbers", "casualties" };
    json_t *record = json_of(text, "fr");
    into->len = 0;
    for (size_t i = 0; i < LENGTH(lists); i++)
        add_mentions(json_object_get(record, lists[i]), into);
    json_decref(record);
}

/* One paragraph: where lines end is told by their length in bytes. */
static void join_lines(struct buffer *text)
{
    for (size_t i = 0; i < text->len; i++)
        if (text->bytes[i] == '\n')
            text->bytes[i] = ' ';
}

static void composed_or_not_is_the_same(void **state)
{
    struct chance chance = { SEED };
    struct buffer text = { 0 }, composed = { 0 }, apart = { 0 }, found = { 0 }, other = { 0 };
    mistakes = 0;
    for (now.number = 0; now.number < PAIRS; now.number++) {
        text_make(&chance, 1 + chance_below(&chance, 6), false, &text);
        join_lines(&text);
        text_compose(buffer_str(&text), &composed);
        text_decompose(buffer_str(&text), &apart);
        found_in(buffer_str(&composed), &found);
        found_in(buffer_str(&apart), &other);
        now.encoding = "two forms";
        now.text = buffer_str(&text);
        buffer_byte(&found, '\0');
        buffer_byte(&other, '\0');
        if (strcmp(found.bytes, other.bytes) != 0)
            mistake("NFC and NFD differ", found.bytes, other.bytes);
    }
    buffer_free(&text);
    buffer_free(&composed);
    buffer_free(&apart);
    buffer_free(&found);
    buffer_free(&other);
    assert_int_equal(mistakes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mention_cites_its_characters),
        cmocka_unit_test(composed_or_not_is_the_same),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
