#include "coverage/quote.h"

#include "base/utf8.h"

enum { CONTEXT_WORDS = 7 };

struct quoting quoting_of(const struct text *text, struct str file, struct arena *arena)
{
    return (struct quoting){ .text = text, .file = arena_str(arena, file), .arena = arena,
                             .positions = positions_of(text->bytes) };
}

void quoting_end(struct quoting *q)
{
    buffer_free(&q->scratch);
}

/* ---- text on one line ------------------------------------------------------------------------ */

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F;
}

/* The end of the markup that begins at or lies around `at`; `at` itself where there is none. */
static size_t markup_end(const struct text *text, size_t at)
{
    size_t low = 0, high = text->markup.count; /* the first that ends behind `at` */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text->markup.items[middle].end > at)
            high = middle;
        else
            low = middle + 1;
    }
    bool within = low < text->markup.count && text->markup.items[low].start <= at;
    return within ? text->markup.items[low].end : at;
}

struct str quote_words(struct quoting *q, struct span at)
{
    struct str text = span_text(q->text->bytes, (struct span){ 0, at.end });
    q->scratch.len = 0;
    for (size_t i = at.start; i < at.end;) {
        size_t behind = markup_end(q->text, i), start = i;
        if (behind > i) {
            i = behind;
            continue;
        }
        uint32_t c = utf8_next(text, &i);
        bool space = is_space(c);
        if (space && (!q->scratch.len || q->scratch.bytes[q->scratch.len - 1] != ' '))
            buffer_byte(&q->scratch, ' ');
        else if (!space && !utf8_is_invisible(c))
            buffer_add(&q->scratch, str_slice(text, start, i));
    }
    return arena_str(q->arena, buffer_str(&q->scratch));
}

/* ---- where it stands ------------------------------------------------------------------------- */

size_t text_word_from(const struct text *text, uint32_t byte)
{
    size_t low = 0, high = text->words.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text->words.items[middle].end > byte)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

const struct sentence *text_sentence_of(const struct text *text, size_t word)
{
    size_t low = 0, high = text->sentences.count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (text->sentences.items[middle].first_word <= word)
            low = middle;
        else
            high = middle;
    }
    return &text->sentences.items[low];
}

/* The sentence from a few words before the span to a few behind it. A span without letters and
 * digits ("½") stands between two words. */
static struct span surroundings(const struct text *text, struct span at)
{
    size_t first = text_word_from(text, at.start), last = text_word_from(text, at.end - 1);
    if (!text->words.count)
        return at;
    size_t most = text->words.count - 1;
    first = first < most ? first : most;
    last = last < most ? last : most;
    const struct sentence *sentence = text_sentence_of(text, first);
    size_t start = sentence->first_word, end = start + sentence->words - 1;
    start = first > start + CONTEXT_WORDS ? first - CONTEXT_WORDS : start;
    end = end > last + CONTEXT_WORDS ? last + CONTEXT_WORDS : end;
    return span_hull(at, (struct span){ text->words.items[start].start,
                                        text->words.items[end].end });
}

struct citation quote(struct quoting *q, struct span at)
{
    struct span around = surroundings(q->text, at);
    return (struct citation){
        .file = q->file,
        .at = (uint32_t)positions_at(&q->positions, at.start),
        .before = quote_words(q, (struct span){ around.start, at.start }),
        .after = quote_words(q, (struct span){ at.end, around.end }),
    };
}
