/* The writers: records made by hand, written, and read back by libxml2 and jansson. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/check_records.h"
#include "write/digits.h"
#include "write/escape.h"
#include "write/positions.h"
#include "write/writer.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* ---- records ------------------------------------------------------------------------------ */

static const char sample[] =
    "GORIS \U0001F6A9 \u2014 68 \xC3\x89toiles & <68> \"people\" died\tin Stepanak\xC9\x99rt.\n"
    "The d\xC3\xA9p\xC3\xB4t \xF0\x9F\x94\xA5, Monday evening: 30, 7 civilians among them.";

static struct span find(const char *words)
{
    const char *at = strstr(sample, words);
    assert_non_null(at);
    return (struct span){ (uint32_t)(at - sample), (uint32_t)(at - sample + strlen(words)) };
}

static struct article sample_article(void)
{
    struct article article = {
        .id = STR("goris \"2023\" <a&b>\n\xFF"),
        .href = STR("d\xC3\xA9p\xC3\xB4t/goris 2023.txt"),
        .format = STR("text"),
        .encoding = STR("UTF-8"),
        .bytes = 1000,
        .sha256 = HASH,
        .replaced = 2,
        .text = str_of(sample),
        .has_source_offsets = true,
        .title = STR("Title\twith tab"),
        .author = STR("A. \xC3\x89. O'Hara"),
    };
    return article;
}

/* Every attribute, in at least one mention. */
static struct record full_record(struct article *article, struct arena *arena)
{
    struct record r = { .article = article, .lang = STR("en"), .published = STR("2023-09-26"),
                        .basis = PUBLISHED_DATELINE, .rules_hash = STR(HASH),
                        .gazetteers_hash = STR(HASH) };
    struct span all = { 0, (uint32_t)article->text.len };
    *array_push(&r.segments, arena) = (struct record_segment){
        { 0, 5 }, ZONE_DATELINE, STR("und") };
    *array_push(&r.segments, arena) = (struct record_segment){ all, ZONE_BODY, STR("en") };
    *array_push(&r.entities, arena) = (struct entity){
        .id = STR("stepanakert"), .name = STR("Stepanak\xC9\x99rt"), .type = NAME_PLACE,
        .kind = STR("city"), .country = STR("AZ"), .located = true, .lat = 39.8265, .lon = -46.7656,
        .geonames = STR("148626"), .wikidata = STR("Q1") };
    *array_push(&r.entities, arena) = (struct entity){
        .id = STR("red-cross"), .name = STR("Red Cross"), .type = NAME_ORGANISATION };
    *array_push(&r.names, arena) = (struct name_mention){
        .at = find("GORIS"), .type = NAME_PERSON, .entity = NO_INDEX, .local = STR("goris"),
        .metonym = STR("government"), .ambiguous = true, .runner_up = STR("goris-am"),
        .rule = STR("en/names/dateline") };
    *array_push(&r.names, arena) = (struct name_mention){
        .at = find("Stepanak\xC9\x99rt"), .type = NAME_PLACE, .entity = 0,
        .variant_lang = STR("az-Latn"), .variant_kind = STR("exonym"), .rule = STR("gazetteer") };
    *array_push(&r.dates, arena) = (struct date_mention){
        .at = find("Monday evening"), .value = STR("2023-09-25~"), .time = STR("evening"),
        .mod = STR("early"), .precision = STR("day"), .basis = STR("relative"),
        .event = STR("the explosion"), .warning = STR("far"), .rule = STR("en/dates/weekday") };
    *array_push(&r.numbers, arena) = (struct number_mention){
        .at = find("68"), .value = 68, .has_value = true, .class = STR("casualty") };
    *array_push(&r.numbers, arena) = (struct number_mention){
        .at = find("30"), .value = 2.5, .has_value = true, .class = STR("other"),
        .rule = STR("en/numbers/plain") };
    *array_push(&r.casualties, arena) = (struct casualty){
        .at = find("68> \"people\" died"), .role = STR("killed"), .qualifier = STR("range"),
        .low = 68, .high = 3000000000, .open = true, .negated = true, .status = STR("reported"),
        .scope = STR("cumulative"), .amount = find("68"),
        .victims = { find("\"people\""), NO_INDEX }, .speaker = { find("\xC3\x89toiles"), 1 },
        .scene = { find("The d\xC3\xA9p\xC3\xB4t \xF0\x9F\x94\xA5"), NO_INDEX }, .place = 1,
        .date = 0, .place_basis = STR("sentence"), .date_basis = STR("paragraph"),
        .part_of = NO_INDEX, .same_as = NO_INDEX, .conflicts_with = NO_INDEX,
        .rule = STR("en/tolls/died") };
    *array_push(&r.casualties, arena) = (struct casualty){
        .at = find("7 civilians"), .role = STR("wounded"), .qualifier = STR("at-least"), .low = 0,
        .high = -1, .status = STR("reported"), .victims = { { 0, 0 }, NO_INDEX },
        .place = NO_INDEX, .date = NO_INDEX, .part_of = 0, .same_as = NO_INDEX,
        .conflicts_with = NO_INDEX, .rule = STR("en/tolls/wounded") };
    return r;
}

static struct article empty_article(void)
{
    return (struct article){ .id = STR("e"), .format = STR("json"), .text = STR("") };
}

static void write_as(const struct writer *writer, const struct record *record, struct buffer *into)
{
    writer->write(record, &(struct write_options){ 0 }, false, into);
}

static void write_sample(const struct writer *writer, struct buffer *into)
{
    struct arena arena = { 0 };
    struct article article = sample_article();
    struct record record = full_record(&article, &arena);
    write_as(writer, &record, into);
    arena_free(&arena);
}

/* ---- reading back ------------------------------------------------------------------------- */

/* Holds the bytes against the schema and their own text by way of a file. */
static void check_bytes(struct str bytes, struct diag *diag)
{
    char path[] = "/tmp/newsgaz-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes.s, bytes.len), bytes.len);
    close(file);
    check_record_file(path, NEWSGAZ_SCHEMA, diag);
    unlink(path);
}

static void assert_valid(const struct buffer *buffer)
{
    struct diag diag = { 0 };
    check_bytes(buffer_str(buffer), &diag);
    diag_print(&diag, stderr);
    assert_int_equal(diag.errors, 0);
    diag_free(&diag);
}

static json_t *parse_json(const struct buffer *buffer)
{
    json_error_t error;
    json_t *json = json_loadb(buffer->bytes, buffer->len, JSON_ALLOW_NUL, &error);
    if (!json)
        fail_msg("%s at %d in %.*s", error.text, error.position, STR_ARG(buffer_str(buffer)));
    return json;
}

static xmlDocPtr parse_xml(const struct buffer *buffer)
{
    xmlDocPtr document = xmlReadMemory(buffer->bytes, (int)buffer->len, NULL, NULL, 0);
    assert_non_null(document);
    return document;
}

static xmlXPathContextPtr xpath_context(xmlDocPtr document)
{
    xmlXPathContextPtr context = xmlXPathNewContext(document);
    xmlXPathRegisterNs(context, BAD_CAST "r", BAD_CAST "urn:newsgaz:record:1");
    return context;
}

static void assert_xpath(xmlXPathContextPtr context, const char *path, const char *wanted)
{
    xmlXPathObjectPtr found = xmlXPathEvalExpression(BAD_CAST path, context);
    xmlChar *text = xmlXPathCastToString(found);
    assert_string_equal((const char *)text, wanted);
    xmlFree(text);
    xmlXPathFreeObject(found);
}

/* ---- positions ---------------------------------------------------------------------------- */

static void positions_of_ascii(void **state)
{
    struct positions p = positions_of(STR("plain"));
    assert_true(p.ascii);
    for (size_t i = 0; i <= 5; i++)
        assert_int_equal(positions_at(&p, i), i);
}

static void positions_to_and_fro(void **state)
{
    struct str text = str_of(sample);
    struct positions p = positions_of(text);
    for (size_t from = 0; from < text.len; utf8_next(text, &from))
        for (size_t to = 0, count = 0; to < text.len; utf8_next(text, &to), count++) {
            positions_at(&p, from);
            assert_int_equal(positions_at(&p, to), count);
        }
    assert_int_equal(positions_at(&p, text.len), utf8_count(text));
}

/* ---- numbers ------------------------------------------------------------------------------ */

static void decimals(void **state)
{
    static const struct {
        double value;
        const char *digits;
    } cases[] = {
        { 0, "0" }, { -0.0, "0" }, { 1, "1" }, { 2.9, "2.9" }, { 0.1, "0.1" }, { -0.05, "-0.05" },
        { 2900000, "2900000" }, { 39.8265, "39.8265" }, { -46.7656, "-46.7656" },
        { 1.0 / 3, "0.3333333333333333" }, { 2.1 + 0.1, "2.2" }, { 1e15, "1000000000000000" },
        { 123456789.123456, "123456789.123456" }, { 9007199254740993.0, "9007199254740992" },
        { 1e20, "100000000000000000000" }, { 7.8e21, "7800000000000000000000" },
        { 1e-9, "0.000000001" },
        { 1e-300, "0" }, { 99.99, "99.99" }, { 4.35, "4.35" }, { 1234.5, "1234.5" },
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct buffer buffer = { 0 };
        digits_decimal(&buffer, cases[i].value);
        buffer_byte(&buffer, 0);
        assert_string_equal(buffer.bytes, cases[i].digits);
        buffer_free(&buffer);
    }
}

static void decimals_read_back(void **state)
{
    struct buffer buffer = { 0 };
    for (int places = 0; places <= 6; places++)
        for (long n = 1; n < 2000000; n += 997) {
            double value = (double)n;
            for (int i = 0; i < places; i++)
                value *= 10; /* exact */
            value = (double)n / (value / (double)n);
            buffer.len = 0;
            digits_decimal(&buffer, value);
            buffer_byte(&buffer, 0);
            assert_true(strtod(buffer.bytes, NULL) == value);
        }
    buffer_free(&buffer);
}

static void integers(void **state)
{
    static const struct {
        int64_t value;
        const char *digits;
    } cases[] = { { 0, "0" }, { -1, "-1" }, { INT64_MAX, "9223372036854775807" },
                  { INT64_MIN, "-9223372036854775808" } };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct buffer buffer = { 0 };
        digits_integer(&buffer, cases[i].value);
        buffer_byte(&buffer, 0);
        assert_string_equal(buffer.bytes, cases[i].digits);
        buffer_free(&buffer);
    }
}

/* ---- escapes ------------------------------------------------------------------------------ */

/* What XML gives back for a character: itself, or U+FFFD where XML 1.0 excludes it. */
static uint32_t carried(uint32_t c)
{
    bool legal = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
    return legal ? c : 0xFFFD;
}

static const uint32_t edges[] = {
    0x20, '"', '&', '\'', '<', '>', '\\', 0x7F, 0x80, 0x85, 0x9F, 0xA0, 0x7FF, 0x800, 0x2028,
    0x2029, 0xD7FF, 0xE000, 0xF000, 0xFEFF, 0xFFEF, 0xFFFC, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1F525,
    0x1FFFE, 0x10FFFF,
};

static void assert_xml_carries(uint32_t c)
{
    char raw[8] = "a", wanted[8] = "a";
    struct str text = { raw, 1 + utf8_put(c, raw + 1) };
    struct buffer xml = { 0 };
    utf8_put(carried(c), wanted + 1);
    buffer_add(&xml, STR("<e a=\""));
    escape(&xml, text, &xml_attribute_escapes);
    buffer_add(&xml, STR("\">"));
    escape(&xml, text, &xml_text_escapes);
    buffer_add(&xml, STR("</e>"));
    xmlDocPtr document = parse_xml(&xml);
    xmlXPathContextPtr context = xpath_context(document);
    assert_xpath(context, "string(/e)", wanted);
    assert_xpath(context, "string(/e/@a)", wanted);
    xmlXPathFreeContext(context);
    xmlFreeDoc(document);
    buffer_free(&xml);
}

static void assert_json_carries(uint32_t c)
{
    char raw[8] = "a";
    struct str text = { raw, 1 + utf8_put(c, raw + 1) };
    struct buffer json = { 0 };
    buffer_add(&json, STR("[\""));
    escape(&json, text, &json_escapes);
    buffer_add(&json, STR("\"]"));
    assert_null(memchr(json.bytes, '\n', json.len));
    json_t *array = parse_json(&json), *string = json_array_get(array, 0);
    assert_int_equal(json_string_length(string), text.len);
    assert_memory_equal(json_string_value(string), raw, text.len);
    json_decref(array);
    buffer_free(&json);
}

static void every_character_is_carried(void **state)
{
    for (uint32_t c = 0; c < 0x20; c++) {
        assert_xml_carries(c);
        assert_json_carries(c);
    }
    for (size_t i = 0; i < LENGTH(edges); i++) {
        assert_xml_carries(edges[i]);
        assert_json_carries(edges[i]);
    }
}

static void bytes_that_are_no_text(void **state)
{
    static const struct {
        const char *bytes, *wanted;
    } cases[] = {
        { "\x80", "\uFFFD" },
        { "a\xC3", "a\uFFFD" },
        { "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD" },
        { "\xF4\x90\x80\x80z", "\uFFFD\uFFFD\uFFFD\uFFFDz" },
        { "\xEF", "\uFFFD" },
        { "\xEF\xBF", "\uFFFD\uFFFD" },
        { "\xC0\xAF<", "\uFFFD\uFFFD&lt;" },
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct buffer buffer = { 0 };
        escape(&buffer, str_of(cases[i].bytes), &xml_text_escapes);
        buffer_byte(&buffer, 0);
        assert_string_equal(buffer.bytes, cases[i].wanted);
        buffer_free(&buffer);
    }
}

/* ---- XML ---------------------------------------------------------------------------------- */

static void xml_is_valid(void **state)
{
    struct buffer buffer = { 0 };
    write_sample(&xml_writer, &buffer);
    assert_valid(&buffer);
    buffer_free(&buffer);
}

static void xml_cites_its_text(void **state)
{
    struct buffer buffer = { 0 };
    write_sample(&xml_writer, &buffer);
    xmlDocPtr document = parse_xml(&buffer);
    xmlXPathContextPtr c = xpath_context(document);
    assert_xpath(c, "string(/r:record/r:text)", sample);
    assert_xpath(c, "count(//r:mentions/*)", "7");
    assert_xpath(c, "count(//r:mentions/*[not(self::r:casualty)]"
                    "[substring(/r:record/r:text, @start + 1, @end - @start) = .])", "5");
    assert_xpath(c, "count(//r:casualty/*[@start]"
                    "[substring(/r:record/r:text, @start + 1, @end - @start) = .])", "4");
    assert_xpath(c, "count(//r:casualty[substring(/r:record/r:text, @start + 1, @end - @start)"
                    " = r:surface])", "2");
    xmlXPathFreeContext(c);
    xmlFreeDoc(document);
    buffer_free(&buffer);
}

static void xml_has_every_field(void **state)
{
    static const struct {
        const char *path, *value;
    } cases[] = {
        { "/r:record/@id", "goris \"2023\" <a&b>\n\uFFFD" },
        { "/r:record/@xml:lang", "en" },
        { "/r:record/@published", "2023-09-26" },
        { "/r:record/@published-basis", "dateline" },
        { "//r:source/@href", "d\xC3\xA9p\xC3\xB4t/goris 2023.txt" },
        { "//r:source/@bytes", "1000" },
        { "//r:source/@sha256", HASH },
        { "//r:source/@replaced", "2" },
        { "//r:source/@title", "Title\twith tab" },
        { "//r:generator/@version", NEWSGAZ_VERSION },
        { "//r:generator/@rules", "sha256:" HASH },
        { "//r:segment[1]/@zone", "dateline" },
        { "//r:segment[1]/@xml:lang", "und" },
        { "//r:place/@lat", "39.8265" },
        { "//r:place/@lon", "-46.7656" },
        { "//r:place/@geonames", "148626" },
        { "//r:organisation/@name", "Red Cross" },
        { "count(//r:organisation/@*)", "2" },
        { "//r:name[1]/@local", "goris" },
        { "//r:name[1]/@ambiguous", "true" },
        { "//r:name[1]/@runner-up", "goris-am" },
        { "//r:name[1]/@margin", "0" },
        { "//r:name[1]/@metonym", "government" },
        { "count(//r:name[1]/@ref)", "0" },
        { "//r:name[2]/@id", "n2" },
        { "//r:name[2]/@ref", "stepanakert" },
        { "//r:name[2]/@variant-lang", "az-Latn" },
        { "//r:name[2]/@variant-kind", "exonym" },
        { "//r:name[2]/@byte-end - //r:name[2]/@byte-start", "12" },
        { "//r:name[2]/@end - //r:name[2]/@start", "11" },
        { "//r:date/@value", "2023-09-25~" },
        { "//r:date/@time", "evening" },
        { "//r:date/@mod", "early" },
        { "//r:date/@event", "the explosion" },
        { "//r:number[1]/@value", "68" },
        { "//r:number[2]/@value", "2.5" },
        { "//r:number[2]/@class", "other" },
        { "//r:casualty[1]/@low", "68" },
        { "//r:casualty[1]/@high", "3000000000" },
        { "//r:casualty[1]/@open", "true" },
        { "//r:casualty[1]/@negated", "true" },
        { "//r:casualty[1]/@place", "n2" },
        { "//r:casualty[1]/@date", "d1" },
        { "//r:casualty[1]/@place-basis", "sentence" },
        { "//r:casualty[1]/@date-basis", "paragraph" },
        { "//r:casualty[1]/r:speaker/@ref", "red-cross" },
        { "//r:casualty[1]/r:victims", "\"people\"" },
        { "//r:casualty[2]/@low", "0" },
        { "count(//r:casualty[2]/@high)", "0" },
        { "//r:casualty[2]/@part-of", "c1" },
        { "count(//r:casualty[2]/*)", "1" },
    };
    struct buffer buffer = { 0 };
    write_sample(&xml_writer, &buffer);
    xmlDocPtr document = parse_xml(&buffer);
    xmlXPathContextPtr context = xpath_context(document);
    for (size_t i = 0; i < LENGTH(cases); i++)
        assert_xpath(context, cases[i].path, cases[i].value);
    xmlXPathFreeContext(context);
    xmlFreeDoc(document);
    buffer_free(&buffer);
}

static void xml_records_nest(void **state)
{
    struct arena arena = { 0 };
    struct article article = sample_article(), empty = empty_article();
    struct record record = full_record(&article, &arena), nothing = { .article = &empty };
    struct buffer buffer = { 0 };
    buffer_add(&buffer, str_of(xml_writer.head));
    xml_writer.write(&record, &(struct write_options){ 0 }, true, &buffer);
    xml_writer.write(&nothing, &(struct write_options){ 0 }, true, &buffer);
    buffer_add(&buffer, str_of(xml_writer.tail));
    assert_valid(&buffer);
    buffer_free(&buffer);
    arena_free(&arena);
}

static void xml_of_nothing(void **state)
{
    struct article article = empty_article();
    struct record record = { .article = &article };
    struct buffer buffer = { 0 };
    write_as(&xml_writer, &record, &buffer);
    assert_valid(&buffer);
    buffer_free(&buffer);
}

/* ---- the checker -------------------------------------------------------------------------- */

static struct str replaced(struct arena *arena, struct str text, const char *old, const char *new)
{
    const char *at = memmem(text.s, text.len, old, strlen(old));
    assert_non_null(at);
    size_t before = (size_t)(at - text.s), after = before + strlen(old);
    return arena_printf(arena, "%.*s%s%.*s", (int)before, text.s, new, (int)(text.len - after),
                        text.s + after);
}

static void checker_finds_each_mistake(void **state)
{
    static const struct {
        const char *old, *new;
        int code;
    } cases[] = {
        { "</record>", "", 302 },
        { "<record ", "<!DOCTYPE record [<!ENTITY e \"x\">]><record ", 303 },
        { "role=\"killed\"", "role=\"dead\"", 304 },
        { "zone=\"body\"", "zone=\"back\"", 304 },
        { "class=\"other\"", "class=\"others\"", 304 },
        { "lat=\"39.8265\"", "lat=\"91\"", 304 },
        { "<mentions>", "<mention>", 302 },
        { "id=\"n1\" ", "id=\"n1\" colour=\"red\" ", 304 },
        { "end=\"5\" zone", "end=\"5000\" zone", 305 },
        { "id=\"n1\" start=\"0\" end=\"5\"", "id=\"n1\" start=\"5\" end=\"0\"", 305 },
        { "id=\"n1\" start=\"0\"", "id=\"n1\" start=\"99999999999999999999\"", 305 },
        { "byte-end=\"5\"", "byte-end=\"1001\"", 305 },
        { "id=\"n1\" start=\"0\"", "id=\"n1\" start=\"1\"", 306 },
        { ">\"people\"</victims>", ">people</victims>", 306 },
        { ">7 civilians</surface>", ">7 civilian</surface>", 306 },
        { "id=\"n2\"", "id=\"n1\"", 307 },
        { "<organisation id=\"red-cross\"", "<organisation id=\"stepanakert\"", 307 },
        { "ref=\"stepanakert\"", "ref=\"shusha\"", 308 },
        { "place=\"n2\"", "place=\"d1\"", 308 },
        { "date=\"d1\"", "date=\"d2\"", 308 },
        { "part-of=\"c1\"", "part-of=\"c2\"", 308 },
    };
    struct arena arena = { 0 };
    struct buffer buffer = { 0 };
    write_sample(&xml_writer, &buffer);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        struct diag diag = { 0 };
        check_bytes(replaced(&arena, buffer_str(&buffer), cases[i].old, cases[i].new), &diag);
        if (!diag.errors || diag.entries.items[0].code != cases[i].code)
            fail_msg("%s: want %d, got %d", cases[i].new, cases[i].code,
                     diag.errors ? diag.entries.items[0].code : 0);
        if (!diag.entries.items[0].at.number)
            fail_msg("%s: no line", cases[i].new);
        diag_free(&diag);
    }
    buffer_free(&buffer);
    arena_free(&arena);
}

static void checker_takes_attributes_of_others(void **state)
{
    struct arena arena = { 0 };
    struct buffer buffer = { 0 };
    struct diag diag = { 0 };
    write_sample(&xml_writer, &buffer);
    check_bytes(replaced(&arena, buffer_str(&buffer), "<name ",
                         "<name xmlns:u=\"urn:u\" u:seen=\"yes\" "), &diag);
    assert_int_equal(diag.errors, 0);
    diag_free(&diag);
    buffer_free(&buffer);
    arena_free(&arena);
}

static void checker_names_missing_files(void **state)
{
    struct diag diag = { 0 };
    assert_false(check_record_file("/nowhere/a.xml", NEWSGAZ_SCHEMA, &diag));
    assert_false(check_record_file("/nowhere/a.xml", "/nowhere/newsgaz.rng", &diag));
    assert_int_equal(diag.errors, 2);
    assert_int_equal(diag.entries.items[1].code, 301);
    diag_free(&diag);
}

/* ---- JSON Lines --------------------------------------------------------------------------- */

static size_t code_points(uint32_t byte)
{
    return utf8_count(str_slice(str_of(sample), 0, byte));
}

/* A phrase as it must come out; `json` may hold further members. */
static json_t *cited(const char *words, json_t *json)
{
    struct span at = find(words);
    json_t *head = json_pack("{s:i, s:i, s:s}", "start", (int)code_points(at.start),
                             "end", (int)code_points(at.end), "text", words);
    json_object_update_new(head, json);
    return head;
}

static json_t *mention(const char *id, const char *words, json_t *json)
{
    struct span at = find(words);
    json_t *head = cited(words, json_pack("{s:s, s:i, s:i}", "id", id, "byte_start", at.start,
                                          "byte_end", at.end));
    json_object_update_new(head, json);
    return head;
}

static json_t *wanted_names(void)
{
    return json_pack("[o, o]",
        mention("n1", "GORIS", json_pack("{s:s, s:s, s:s, s:b, s:s, s:i, s:s}", "type",
            "person", "local", "goris", "metonym", "government", "ambiguous", 1,
            "runner_up", "goris-am", "margin", 0, "rule", "en/names/dateline")),
        mention("n2", "Stepanak\xC9\x99rt", json_pack("{s:s, s:s, s:s, s:s, s:s}",
            "type", "place", "ref", "stepanakert", "variant_lang", "az-Latn",
            "variant_kind", "exonym", "rule", "gazetteer")));
}

static json_t *wanted_dates(void)
{
    return json_pack("[o]", mention("d1", "Monday evening",
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "value", "2023-09-25~",
            "time", "evening", "mod", "early", "precision", "day", "basis", "relative",
            "event", "the explosion", "warning", "far", "rule", "en/dates/weekday")));
}

static json_t *wanted_numbers(void)
{
    return json_pack("[o, o]",
        mention("q1", "68", json_pack("{s:i, s:s}", "value", 68, "class", "casualty")),
        mention("q2", "30", json_pack("{s:f, s:s, s:s}", "value", 2.5, "class", "other",
            "rule", "en/numbers/plain")));
}

static json_t *wanted_casualties(void)
{
    json_t *first = json_pack("{s:s, s:s, s:i, s:I, s:b, s:b, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
        "role", "killed", "qualifier", "range", "low", 68, "high", (json_int_t)3000000000,
        "open", 1, "negated", 1, "status", "reported", "scope", "cumulative", "place", "n2",
        "place_basis", "sentence", "date", "d1", "date_basis", "paragraph",
        "rule", "en/tolls/died");
    json_object_set_new(first, "amount", cited("68", json_object()));
    json_object_set_new(first, "victims", cited("\"people\"", json_object()));
    json_object_set_new(first, "speaker", cited("\xC3\x89toiles",
                                                json_pack("{s:s}", "ref", "red-cross")));
    json_object_set_new(first, "scene", cited("The d\xC3\xA9p\xC3\xB4t \xF0\x9F\x94\xA5",
                                              json_object()));
    json_t *second = json_pack("{s:s, s:s, s:i, s:s, s:s, s:s}", "role", "wounded",
        "qualifier", "at-least", "low", 0, "status", "reported", "part_of", "c1",
        "rule", "en/tolls/wounded");
    return json_pack("[o, o]", mention("c1", "68> \"people\" died", first),
                     mention("c2", "7 civilians", second));
}

static json_t *wanted_entities(void)
{
    return json_pack("[{s:s, s:s, s:s, s:s, s:s, s:f, s:f, s:s, s:s}, {s:s, s:s, s:s}]",
        "id", "stepanakert", "type", "place", "name", "Stepanak\xC9\x99rt", "kind", "city",
        "country", "AZ", "lat", 39.8265, "lon", -46.7656, "geonames", "148626",
        "wikidata", "Q1", "id", "red-cross", "type", "organisation", "name", "Red Cross");
}

static json_t *wanted_record(void)
{
    json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s}",
        "id", "goris \"2023\" <a&b>\n\uFFFD", "lang", "en", "published", "2023-09-26",
        "published_basis", "dateline", "text", sample);
    json_object_set_new(json, "source", json_pack("{s:s, s:s, s:s, s:i, s:s, s:i, s:s, s:s}",
        "href", "d\xC3\xA9p\xC3\xB4t/goris 2023.txt", "format", "text", "encoding", "UTF-8",
        "bytes", 1000, "sha256", HASH, "replaced", 2, "title", "Title\twith tab",
        "author", "A. \xC3\x89. O'Hara"));
    json_object_set_new(json, "generator", json_pack("{s:s, s:s, s:s, s:s}", "name", "newsgaz",
        "version", NEWSGAZ_VERSION, "rules", "sha256:" HASH, "gazetteers", "sha256:" HASH));
    json_object_set_new(json, "segments", json_pack("[{s:i, s:i, s:s, s:s}, {s:i, s:i, s:s, s:s}]",
        "start", 0, "end", 5, "zone", "dateline", "lang", "und", "start", 0,
        "end", (int)utf8_count(str_of(sample)), "zone", "body", "lang", "en"));
    json_object_set_new(json, "entities", wanted_entities());
    json_object_set_new(json, "names", wanted_names());
    json_object_set_new(json, "dates", wanted_dates());
    json_object_set_new(json, "numbers", wanted_numbers());
    json_object_set_new(json, "casualties", wanted_casualties());
    return json;
}

static void jsonl_reads_back(void **state)
{
    struct buffer buffer = { 0 };
    write_sample(&jsonl_writer, &buffer);
    assert_ptr_equal(memchr(buffer.bytes, '\n', buffer.len), buffer.bytes + buffer.len - 1);
    json_t *got = parse_json(&buffer), *wanted = wanted_record();
    if (!json_equal(got, wanted)) {
        json_dumpf(got, stderr, JSON_INDENT(1) | JSON_SORT_KEYS);
        json_dumpf(wanted, stderr, JSON_INDENT(1) | JSON_SORT_KEYS);
        fail();
    }
    json_decref(got);
    json_decref(wanted);
    buffer_free(&buffer);
}

static void jsonl_without_text(void **state)
{
    struct article article = empty_article();
    struct record record = { .article = &article };
    struct buffer buffer = { 0 };
    jsonl_writer.write(&record, &(struct write_options){ .no_text = true }, false, &buffer);
    buffer_byte(&buffer, 0);
    assert_string_equal(buffer.bytes,
                        "{\"id\":\"e\",\"published_basis\":\"none\",\"source\":{"
                        "\"format\":\"json\",\"bytes\":0},\"generator\":{"
                        "\"name\":\"newsgaz\",\"version\":\""
                        NEWSGAZ_VERSION "\"},\"segments\":[],\"entities\":[],\"names\":[],"
                        "\"dates\":[],\"numbers\":[],\"casualties\":[]}\n");
    buffer_free(&buffer);
}

static void jsonl_of_a_failure(void **state)
{
    struct buffer buffer = { 0 };
    jsonl_error(STR("a\"b"), STR("line 1:\nno text"), &buffer);
    buffer_byte(&buffer, 0);
    assert_string_equal(buffer.bytes, "{\"id\":\"a\\\"b\",\"error\":\"line 1:\\nno text\"}\n");
    buffer_free(&buffer);
}

/* ---- the table ---------------------------------------------------------------------------- */

static void writers_by_name(void **state)
{
    assert_ptr_equal(writer_named(STR("xml")), &xml_writer);
    assert_ptr_equal(writer_named(STR("jsonl")), &jsonl_writer);
    assert_null(writer_named(STR("")));
    assert_null(writer_named(STR("json")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_of_ascii),
        cmocka_unit_test(positions_to_and_fro),
        cmocka_unit_test(decimals),
        cmocka_unit_test(decimals_read_back),
        cmocka_unit_test(integers),
        cmocka_unit_test(every_character_is_carried),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(xml_is_valid),
        cmocka_unit_test(xml_cites_its_text),
        cmocka_unit_test(xml_has_every_field),
        cmocka_unit_test(xml_records_nest),
        cmocka_unit_test(xml_of_nothing),
        cmocka_unit_test(checker_finds_each_mistake),
        cmocka_unit_test(checker_takes_attributes_of_others),
        cmocka_unit_test(checker_names_missing_files),
        cmocka_unit_test(jsonl_reads_back),
        cmocka_unit_test(jsonl_without_text),
        cmocka_unit_test(jsonl_of_a_failure),
        cmocka_unit_test(writers_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
