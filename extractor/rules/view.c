#include "base/nfc.h"
#include "base/utf8.h"
#include "rules/view.h"

struct build {
    struct view *view;
    struct arena *arena;
};

/* Room for a sentence once and for all: a view is never longer than its text and its symbols. */
static void make_room(struct build *build, size_t bytes)
{
    struct view *view = build->view;
    if (view->capacity < bytes) {
        view->capacity = bytes + bytes / 4;
        view->bytes = arena_array(build->arena, char, view->capacity);
    }
    view->len = view->pieces.count = 0;
}

static void add_piece(struct build *build, struct span of, bool as_it_is)
{
    *array_push(&build->view->pieces, build->arena) =
        (struct piece){ (uint32_t)build->view->len, of, as_it_is };
}

static void put(struct build *build, uint32_t c, struct span origin)
{
    add_piece(build, origin, false);
    build->view->len += utf8_put(c, build->view->bytes + build->view->len);
}

static void put_as_it_is(struct build *build, struct str text, struct span at)
{
    struct view *view = build->view;
    struct piece *last = view->pieces.count ? &view->pieces.items[view->pieces.count - 1] : NULL;
    if (last && last->as_it_is && last->of.end == at.start)
        last->of.end = at.end;
    else
        add_piece(build, at, true);
    memcpy(view->bytes + view->len, text.s + at.start, span_length(at));
    view->len += span_length(at);
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

/* Takes back what was put from `len` on. */
static void cut(struct view *view, size_t len)
{
    view->len = len;
    while (view->pieces.count && view->pieces.items[view->pieces.count - 1].start >= len)
        view->pieces.count--;
    struct piece *last = view->pieces.count ? &view->pieces.items[view->pieces.count - 1] : NULL;
    if (last && last->as_it_is)
        last->of.end = last->of.start + (uint32_t)len - last->start;
}

/* A mark joins the letter before it. What Unicode has no one character for is left out, as it is
 * when words are folded: else a pattern would match up to the middle of a letter. */
static void join(struct build *build, uint32_t mark, struct span at)
{
    struct view *view = build->view;
    size_t last = view->len;
    if (!last)
        return;
    uint32_t base = utf8_previous(view_str(view), &last);
    uint32_t composed = nfc_compose(base, mark);
    struct span origin = span_hull(view_origin(view, last, view->len), at);
    cut(view, last);
    put(build, composed ? composed : base, origin);
}

static void show_other(struct build *build, struct str text, uint32_t c, struct span at)
{
    if (utf8_is_invisible(c))
        return;
    if (c >= 0x300 && nfc_is_mark(c))
        return join(build, c, at);
    uint32_t shown = normalised(c);
    if (shown == c)
        put_as_it_is(build, text, at);
    else
        put(build, shown, at);
}

static void show_text(struct build *build, struct str text, uint32_t start, uint32_t end)
{
    for (size_t at = start; at < end;) {
        uint32_t from = (uint32_t)at;
        while (at < end && (unsigned char)text.s[at] >= ' ' && (unsigned char)text.s[at] < 128)
            at++;
        if (at > from) {
            put_as_it_is(build, text, (struct span){ from, (uint32_t)at });
        } else {
            uint32_t c = utf8_next(text, &at);
            show_other(build, text, c, (struct span){ from, (uint32_t)at });
        }
    }
}

/* Shows text without the Markdown signs in it. */
static void show_between(struct build *build, const struct text *text, uint32_t start, uint32_t end,
                         size_t *markup)
{
    while (*markup < text->markup.count && text->markup.items[*markup].end <= start)
        ++*markup;
    for (size_t i = *markup; i < text->markup.count && text->markup.items[i].start < end; i++) {
        struct span sign = text->markup.items[i];
        if (sign.start > start)
            show_text(build, text->bytes, start, sign.start);
        start = sign.end > start ? sign.end : start;
    }
    if (start < end)
        show_text(build, text->bytes, start, end);
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
                const struct shown *shown, size_t count, struct arena *arena)
{
    struct build build = { view, arena };
    uint32_t at = sentence->at.start;
    size_t markup = view_first_markup(text, at);
    make_room(&build, span_length(sentence->at) + 4 * count + 4);
    for (size_t i = 0; i < count; i++) {
        show_between(&build, text, at, shown[i].at.start, &markup);
        put(&build, shown[i].code_point, shown[i].at);
        at = shown[i].at.end;
    }
    show_between(&build, text, at, sentence->at.end, &markup);
}

/* The piece that has the byte of the view. */
static const struct piece *piece_at(const struct view *view, size_t at)
{
    size_t low = 0, high = view->pieces.count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (view->pieces.items[middle].start <= at)
            low = middle;
        else
            high = middle;
    }
    return &view->pieces.items[low];
}

struct span view_origin(const struct view *view, size_t start, size_t end)
{
    if (start >= end || end > view->len)
        return (struct span){ 0, 0 };
    const struct piece *first = piece_at(view, start), *last = piece_at(view, end - 1);
    return (struct span){
        first->as_it_is ? first->of.start + (uint32_t)start - first->start : first->of.start,
        last->as_it_is ? last->of.start + (uint32_t)end - last->start : last->of.end,
    };
}
