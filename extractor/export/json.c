#include "export/json.h"

#include "write/digits.h"
#include "write/escape.h"

void json_text(struct buffer *into, struct str text)
{
    buffer_byte(into, '"');
    escape(into, text, &json_escapes);
    buffer_byte(into, '"');
}

void json_comma(struct buffer *into)
{
    if (into->len && !strchr("{[\n", into->bytes[into->len - 1]))
        buffer_byte(into, ',');
}

void json_key(struct buffer *into, const char *key)
{
    json_comma(into);
    json_text(into, str_of(key));
    buffer_byte(into, ':');
}

void json_member(struct buffer *into, const char *key, struct str text)
{
    if (!text.len)
        return;
    json_key(into, key);
    json_text(into, text);
}

void json_integer_member(struct buffer *into, const char *key, int64_t value)
{
    json_key(into, key);
    digits_integer(into, value);
}
