#include "cli/request.h"

#include "cli/data.h"
#include "read/metadata.h"

/* Integers above 64 bits are no mistake: only the id may hold one, and that is copied. */
enum { LOADING = JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL };

/* ---- the id, as it is written in the line ---------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t skip_space(struct str line, size_t at)
{
    while (at < line.len && is_space(line.s[at]))
        at++;
    return at;
}

/* The end of the string that begins at `at`, behind its closing quote. */
static size_t skip_string(struct str line, size_t at)
{
    for (at++; at < line.len && line.s[at] != '"'; at++)
        at += line.s[at] == '\\';
    return at < line.len ? at + 1 : line.len;
}

static size_t skip_scalar(struct str line, size_t at)
{
    if (at < line.len && line.s[at] == '"')
        return skip_string(line, at);
    while (at < line.len && !is_space(line.s[at]) && line.s[at] != ',' && line.s[at] != '}')
        at++;
    return at;
}

static bool is_scalar(struct str json)
{
    json_error_t error;
    json_t *value = json_loadb(json.s, json.len, LOADING | JSON_DECODE_ANY, &error);
    bool scalar = value && !json_is_object(value) && !json_is_array(value);
    json_decref(value);
    return scalar;
}

/* The value of the object's own "id"; "null" if there is none, or none that can be copied. Works
 * on broken lines too, as far as they go. */
static struct str find_id(struct str line)
{
    struct str id = STR("null");
    int depth = 0;
    for (size_t at = 0; at < line.len;) {
        char c = line.s[at];
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (c != '"') {
            at++;
            continue;
        }
        size_t end = skip_string(line, at), colon = skip_space(line, end);
        bool is_id = depth == 1 && str_is(str_slice(line, at, end), "\"id\"");
        at = end;
        if (!is_id || colon == line.len || line.s[colon] != ':')
            continue;
        size_t value = skip_space(line, colon + 1);
        at = skip_scalar(line, value);
        id = str_slice(line, value, at);
    }
    return is_scalar(id) ? id : STR("null");
}

/* ---- a line ---------------------------------------------------------------------------------- */

const char *request_member(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value && *value ? value : NULL;
}

static bool is_absent(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return !value || json_is_null(value) || (json_is_string(value) && !request_member(object, key));
}

static bool has_date(const json_t *object)
{
    const char *date = request_member(object, "published");
    return date && published_date(str_of(date)).len;
}

static bool has_language(const struct ngz_engine *engine, const json_t *object)
{
    const char *lang = request_member(object, "lang");
    return lang && data_has_language(engine, lang);
}

static const char *what_is_wrong(const json_t *object)
{
    const json_t *id = json_object_get(object, "id");
    if (!json_is_object(object))
        return "not a JSON object";
    if (!json_is_string(json_object_get(object, "text")))
        return "no \"text\"";
    return json_is_object(id) || json_is_array(id) ? "\"id\" is no scalar" : NULL;
}

/* What is passed over; the texts stand in JSON as they are. */
static const char *what_is_useless(const struct ngz_engine *engine, const json_t *object)
{
    if (!is_absent(object, "published") && !has_date(object))
        return "published is not a date such as 2023-09-26";
    if (!is_absent(object, "lang") && !has_language(engine, object))
        return "there are no rules for lang";
    return NULL;
}

/* The code unit that "\ud83d" stands for; 0 where no escape begins. */
static unsigned long escaped_unit(struct str json, size_t at)
{
    char digits[5] = "";
    if (at + 6 > json.len || json.s[at] != '\\' || json.s[at + 1] != 'u')
        return 0;
    memcpy(digits, json.s + at + 2, 4);
    return strtoul(digits, NULL, 16);
}

/* Halves of surrogate pairs become U+FFFD; false when there are none. */
static bool mend_halves(struct buffer *json)
{
    struct str line = buffer_str(json);
    bool mended = false;
    for (size_t at = 0; at < line.len; at++) {
        unsigned long unit = escaped_unit(line, at), next = escaped_unit(line, at + 6);
        bool high = unit >= 0xD800 && unit < 0xDC00, low = unit >= 0xDC00 && unit < 0xE000;
        bool paired = high && next >= 0xDC00 && next < 0xE000;
        if (low || (high && !paired)) {
            memcpy(json->bytes + at + 2, "FFFD", 4);
            mended = true;
        }
        at += paired ? 11 : unit ? 5 : line.s[at] == '\\';
    }
    return mended;
}

static json_t *load(struct str line, json_error_t *error)
{
    json_t *json = json_loadb(line.s, line.len, LOADING, error);
    struct buffer mended = { 0 };
    if (!json) {
        buffer_add(&mended, line);
        if (mend_halves(&mended))
            json = json_loadb(mended.bytes, mended.len, LOADING, error);
    }
    buffer_free(&mended);
    return json;
}

static struct str without_mark(struct str line)
{
    struct str mark = STR("\xEF\xBB\xBF");
    return str_starts(line, mark) ? str_slice(line, mark.len, line.len) : line;
}

struct request request_parse(const struct ngz_engine *engine, struct str line,
                             const char *published, const char *lang, json_error_t *error)
{
    line = without_mark(line);
    struct request request = { .id = find_id(line) };
    request.json = load(line, error);
    request.error = request.json ? what_is_wrong(request.json) : error->text;
    if (request.error)
        return request;
    const json_t *text = json_object_get(request.json, "text");
    request.warning = what_is_useless(engine, request.json);
    request.input = (struct ngz_input){
        .bytes = json_string_value(text),
        .len = json_string_length(text),
        .is_text = true,
        .published = has_date(request.json) ? request_member(request.json, "published") : published,
        .lang = has_language(engine, request.json) ? request_member(request.json, "lang") : lang,
    };
    return request;
}
