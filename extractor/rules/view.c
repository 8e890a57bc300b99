#include <stdlib.h>

#include "base/nfc.h"
#include "base/utf8.h"
#include "rules/view.h"

/* Room for a sentence once and for all: a view is never longer than its text and its symbols. */
static void make_room(struct view *view, size_t bytes)
{
    view->text.len = 0;
    buffer_reserve(&view->text, bytes);
    if (view->origin_capacity < view->text.capacity) {
        view->origin_capacity = view->text.capacity;
        view->origin = xrealloc(view->origin, sizeof *view->origin * view->origin_capacity);
    }
}

static inline void put_byte(struct view *view, char byte, struct span origin)
{
    view->origin[view->text.len] = origin;
    view->text.bytes[view->text.len++] = byte;
}

static void put(struct view *view, uint32_t c, struct span origin)
{
    char utf8[4];
    size_t len = utf8_put(c, utf8);
    for (size_t i = 0; i < len; i++)
        put_byte(view, utf8[i], origin);
}

/* What a visible character is shown as. */
static uint32_t normalised(uint32_t c)
{
    static const struct {
        uint32_t first, last, to;
    } classes[] = {
        { 0x00, 0x20, ' ' },      { 0xA0, 0xA0, ' ' },      { 0xAB, 0xAB, '"' },
        { 0xBB, 0xBB, '"' },      { 0x17F, 0x17F, 's' },    { 0x2B9, 0x2BC, '\'' },
        { 0x2000, 0x200A, ' ' },
        { 0x2010, 0x2013, '-' },  { 0x2018, 0x201B, '\'' }, { 0x201C, 0x201F, '"' },
        { 0x2028, 0x2029, ' ' },  { 0x202F, 0x202F, ' ' },  { 0x2032, 0x2032, '\'' },
        { 0x2039, 0x203A, '\'' }, { 0x205F, 0x205F, ' ' },  { 0x212A, 0x212A, 'K' },
        { 0x212B, 0x212B, 0xC5 }, { 0x2212, 0x2212, '-' },
        { 0x3000, 0x3000, ' ' },  { 0xE000, 0xF8FF, 0xFFFD },
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes && classes[i].first <= c; i++)
        if (c <= classes[i].last)
            return classes[i].to;
    int digit = nfc_digit(c);
    return digit < 0 ? c : '0' + (uint32_t)digit;
}

/* A mark joins the letter before it. What Unicode has no one character for is left out, as it is
 * when words are folded: else a pattern would match up to the middle of a letter. */
static void join(struct view *view, uint32_t mark, struct span at)
{
    size_t last = view->text.len;
    if (!last)
        return;
    uint32_t base = utf8_previous(buffer_str(&view->text), &last);
    uint32_t composed = nfc_compose(base, mark);
    struct span origin = span_hull(view->origin[last], at);
    view->text.len = last;
    put(view, composed ? composed : base, origin);
}

static void show_other(struct view *view, uint32_t c, struct span origin)
{
    if (utf8_is_invisible(c))
        return;
    if (c >= 0x300 && nfc_is_mark(c))
        join(view, c, origin);
    else
        put(view, normalised(c), origin);
}

static void show_text(struct view *view, struct str text, uint32_t start, uint32_t end)
{
    for (size_t at = start; at < end;) {
        uint32_t from = (uint32_t)at;
        unsigned char byte = (unsigned char)text.s[at];
        if (byte < 128) {
            at++;
            put_byte(view, byte < ' ' ? ' ' : (char)byte, (struct span){ from, from + 1 });
        } else {
            uint32_t c = utf8_next(text, &at);
            show_other(view, c, (struct span){ from, (uint32_t)at });
        }
    }
}

/* Shows text without the Markdown signs in it. */
static void show_between(struct view *view, const struct text *text, uint32_t start, uint32_t end,
                         size_t *markup)
{
    while (*markup < text->markup.count && text->markup.items[*markup].end <= start)
        ++*markup;
    for (size_t i = *markup; i < text->markup.count && text->markup.items[i].start < end; i++) {
        struct span sign = text->markup.items[i];
        if (sign.start > start)
            show_text(view, text->bytes, start, sign.start);
        start = sign.end > start ? sign.end : start;
    }
    if (start < end)
        show_text(view, text->bytes, start, end);
}

size_t view_first_markup(const struct text *text, uint32_t from)
{
    size_t low = 0, high = text->markup.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text->markup.items[middle].end <= from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void view_build(struct view *view, const struct text *text, const struct sentence *sentence,
                const struct shown *shown, size_t count)
{
    uint32_t at = sentence->at.start;
    size_t markup = view_first_markup(text, at);
    make_room(view, span_length(sentence->at) + 4 * count + 4);
    for (size_t i = 0; i < count; i++) {
        show_between(view, text, at, shown[i].at.start, &markup);
        put(view, shown[i].code_point, shown[i].at);
        at = shown[i].at.end;
    }
    show_between(view, text, at, sentence->at.end, &markup);
}

void view_free(struct view *view)
{
    buffer_free(&view->text);
    free(view->origin);
    *view = (struct view){ 0 };
}

struct span view_origin(const struct view *view, size_t start, size_t end)
{
    if (start >= end || end > view->text.len)
        return (struct span){ 0, 0 };
    return (struct span){ view->origin[start].start, view->origin[end - 1].end };
}
