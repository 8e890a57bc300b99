#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "cli/message.h"

/* Controls, line separators, and signs that reorder what stands beside them. */
static bool is_printable(uint32_t code_point)
{
    return code_point >= 0x20 && !(code_point >= 0x7F && code_point <= 0x9F) &&
           !(code_point >= 0x2028 && code_point <= 0x202E) &&
           !(code_point >= 0x2066 && code_point <= 0x2069);
}

static void add_valid(struct buffer *into, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t code_point = utf8_next(text, &at);
        if (is_printable(code_point))
            buffer_add(into, str_slice(text, start, at));
        else
            buffer_printf(into, code_point < 0x80 ? "\\x%02X" : "\\u{%04X}", code_point);
    }
}

void shown_add(struct buffer *into, struct str name)
{
    while (name.len) {
        size_t valid = utf8_valid(name);
        add_valid(into, str_slice(name, 0, valid));
        name = str_slice(name, valid, name.len);
        if (name.len) {
            buffer_printf(into, "\\x%02X", (unsigned char)name.s[0]);
            name = str_slice(name, 1, name.len);
        }
    }
}

static void print_line(struct str name, const char *format, va_list arguments)
{
    char message[1024];
    vsnprintf(message, sizeof message, format, arguments);
    struct buffer line = { 0 };
    buffer_add(&line, STR("newsgaz: "));
    shown_add(&line, name);
    buffer_printf(&line, "%s%s\n", name.len ? ": " : "", message);
    fwrite(line.bytes, 1, line.len, stderr);
    buffer_free(&line);
}

void complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line(STR(""), format, arguments);
    va_end(arguments);
}

void complain_about(struct str name, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_line(name, format, arguments);
    va_end(arguments);
}
