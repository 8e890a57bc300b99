#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/parts.h"

enum {
    SHORT_LINE = 60,    /* bytes: a shorter line is a line of its own, not a wrapped one */
    WRAPPED_LINE = 110, /* bytes: a text with longer lines is not wrapped */
};

struct lines {
    const struct article *article;
    const struct text *text;
    struct arena *arena;
    struct paragraphs *out;
    bool wrapped; /* line ends stand for spaces */
    size_t next_word, next_zone;
};

static size_t line_end(struct str text, size_t at)
{
    const char *end = memchr(text.s + at, '\n', text.len - at);
    return end ? (size_t)(end - text.s) : text.len;
}

static bool is_blank(struct str line)
{
    return str_trim(line).len == 0;
}

/* Wrapped at a fixed width, as in mail and old wire copy: no line is long, and most are full. */
static bool is_wrapped(struct str text)
{
    size_t full = 0, lines = 0;
    for (size_t at = 0, end; at < text.len; at = end + 1) {
        end = line_end(text, at);
        if (end - at > WRAPPED_LINE)
            return false;
        lines += end > at;
        full += end - at >= SHORT_LINE;
    }
    return full >= 4 && full * 2 > lines;
}

static bool ends_sentence(struct str text, struct span at)
{
    struct str line = str_trim(span_text(text, at));
    return line.len && strchr(".!?", line.s[line.len - 1]);
}

static size_t first_word(const struct lines *lines, size_t start)
{
    size_t word = lines->next_word;
    while (word < lines->text->words.count && lines->text->words.items[word].start < start)
        word++;
    return word;
}

/* True when the text goes on in the middle of a sentence: the next line begins in lower case. */
static bool begins_lower(const struct lines *lines, size_t start, size_t end)
{
    size_t word = first_word(lines, start);
    const struct word *words = lines->text->words.items;
    if (word == lines->text->words.count || words[word].start >= end)
        return false;
    size_t at = words[word].start;
    struct str before = str_trim(str_slice(lines->text->bytes, start, at));
    return before.len <= 1 && u_islower((UChar32)utf8_next(lines->text->bytes, &at));
}

/* "di Anna Conti, 3 maggio 2024" below a headline: names and figures but for two words. */
static bool is_byline(const struct lines *lines, size_t start, size_t end)
{
    enum { AT_TOP = 2 /* paragraphs */, LEAST = 2, OTHERS = 2 };
    const struct text *text = lines->text;
    size_t named = 0, others = 0;
    size_t count = text->words.count;
    for (size_t i = first_word(lines, start); i < count && text->words.items[i].start < end; i++) {
        bool name = text->words.items[i].flags & (WORD_CAPITAL | WORD_DIGITS);
        named += name;
        others += !name;
    }
    return lines->out->count <= AT_TOP && named >= LEAST && others <= OTHERS;
}

/* The reader's zone at this place, or ZONE_COUNT; paragraphs never cross its borders. */
static enum zone zone_at(struct lines *lines, size_t at)
{
    const struct article *article = lines->article;
    while (lines->next_zone < article->zones.count &&
           article->zones.items[lines->next_zone].at.end <= at)
        lines->next_zone++;
    if (lines->next_zone == article->zones.count)
        return ZONE_COUNT;
    const struct zone_mark *mark = &article->zones.items[lines->next_zone];
    return mark->at.start <= at ? mark->zone : ZONE_COUNT;
}

static bool joins(const struct lines *lines, const struct paragraph *last, struct span line,
                  bool blank_between, enum zone zone)
{
    if (!last || last->zone != zone)
        return false;
    bool open = !ends_sentence(lines->text->bytes, last->at);
    bool lower = begins_lower(lines, line.start, line.end);
    if (!lines->wrapped && is_byline(lines, line.start, line.end))
        return false;
    if (open && lower && span_length(last->at) >= SHORT_LINE)
        return true;
    return !blank_between && lines->wrapped && span_length(last->at) >= SHORT_LINE;
}

static void take_words(struct lines *lines, struct paragraph *paragraph)
{
    const struct word *words = lines->text->words.items;
    size_t count = lines->text->words.count;
    while (lines->next_word < count && words[lines->next_word].start < paragraph->at.start)
        lines->next_word++;
    if (paragraph->words == 0)
        paragraph->first_word = (uint32_t)lines->next_word;
    while (lines->next_word < count && words[lines->next_word].start < paragraph->at.end)
        lines->next_word++;
    paragraph->words = (uint32_t)lines->next_word - paragraph->first_word;
}

static void take_line(struct lines *lines, struct span line, bool blank_between)
{
    enum zone zone = zone_at(lines, line.start);
    struct paragraphs *out = lines->out;
    struct paragraph *last = out->count ? &out->items[out->count - 1] : NULL;
    if (joins(lines, last, line, blank_between, zone)) {
        last->at.end = line.end;
    } else {
        last = array_push(out, lines->arena);
        *last = (struct paragraph){ .at = line, .zone = zone, .lang = LANGUAGE_UNKNOWN };
    }
    take_words(lines, last);
}

void paragraphs_find(const struct article *article, const struct text *text, struct arena *arena,
                     struct paragraphs *ret)
{
    struct lines lines = { article, text, arena, ret, is_wrapped(text->bytes), 0, 0 };
    bool blank = true;
    for (size_t at = 0, end; at < text->bytes.len; at = end + 1) {
        end = line_end(text->bytes, at);
        struct str line = str_trim(str_slice(text->bytes, at, end));
        if (!is_blank(line)) {
            uint32_t start = (uint32_t)(line.s - text->bytes.s);
            take_line(&lines, (struct span){ start, start + (uint32_t)line.len }, blank);
        }
        blank = is_blank(line);
    }
}
