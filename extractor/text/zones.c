#include "base/utf8.h"
#include "text/parts.h"

/* Zones of a plain text, told by where a paragraph stands and what it begins with. What a reader
 * already knows (HTML, XML) is kept. */

enum {
    HEADLINE_BYTES = 160,
    BYLINE_BYTES = 120,
    DATELINE_BYTES = 90,
    CAPTION_BYTES = 420,
    FURNITURE_BYTES = 260,
    HEAD_PARAGRAPHS = 10, /* bylines and datelines stand in the first few paragraphs */
};

struct look {
    struct str text;
    const struct text *words;
    const struct languages *languages;
    const struct paragraph *paragraph;
    size_t number; /* of those with words, from 0 */
    bool hashed;   /* behind the first of the body, in a text whose headings begin with '#' */
};

static struct str surface(const struct look *look)
{
    return span_text(look->text, look->paragraph->at);
}

/* "Photo by …", "(foto: Ansa)": the credit of a picture, where "a photo of it" is only talk. */
static bool is_credit(const struct look *look, const struct word *first, const struct word *last)
{
    char before = first->start ? look->text.s[first->start - 1] : '\0';
    char behind = last->end < look->text.len ? look->text.s[last->end] : '\0';
    return first->flags & WORD_CAPITAL || before == '(' || before == '[' || behind == ':';
}

/* True when a phrase of this class begins at one of the paragraph's first `within` words. */
static bool has_phrase(const struct look *look, enum text_class class, uint32_t within)
{
    const struct word *words = look->words->words.items + look->paragraph->first_word;
    uint32_t count = look->paragraph->classes >> class & 1 ? look->paragraph->words : 0;
    for (uint32_t i = 0; i < count && i < within; i++) {
        const struct phrase_slot *known = language_word(look->languages, words[i].hash);
        const struct text_phrase *phrase = look->languages->phrases.items + known->first;
        for (size_t k = 0; k < known->count; k++) {
            uint32_t same = 1;
            while (same < phrase[k].count && i + same < count &&
                   words[i + same].hash == phrase[k].hashes[same])
                same++;
            if (phrase[k].class == class && same == phrase[k].count &&
                (class != TEXT_CAPTION || is_credit(look, words + i, words + i + same - 1)))
                return true;
        }
    }
    return false;
}

/* A full stop, perhaps inside closing quotes. */
static bool ends_with_stop(struct str line)
{
    static const char *const closing[] = { "”", "»", "’", "\"", "'", ")", " " };
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (str_ends(line, str_of(closing[i])))
            return ends_with_stop(str_slice(line, 0, line.len - strlen(closing[i])));
    return line.len && strchr(".;,!?", line.s[line.len - 1]);
}

static uint32_t count_flag(const struct look *look, uint8_t flag)
{
    const struct word *words = look->words->words.items + look->paragraph->first_word;
    uint32_t count = 0;
    for (uint32_t i = 0; i < look->paragraph->words; i++)
        count += (words[i].flags & flag) != 0;
    return count;
}

/* "[1] …" after the body has begun. */
static bool is_footnote(const struct look *look)
{
    struct str line = surface(look);
    if (line.len < 4 || line.s[0] != '[' || line.s[1] < '0' || line.s[1] > '9')
        return false;
    return line.s[2] == ']' || line.s[3] == ']';
}

/* "World > Europe > Armenia" */
static bool is_breadcrumb(const struct look *look)
{
    size_t arrows = 0;
    struct str rest = surface(look), step = str_split(&rest, '>');
    for (; rest.len; step = str_split(&rest, '>'))
        arrows += str_ends(step, STR(" ")) && rest.s[0] == ' ';
    return arrows >= 2;
}

/* "<!-- to be checked -->": of Markdown and of pages saved as text. */
static bool is_comment(const struct look *look)
{
    return str_starts(surface(look), STR("<!--")) && str_ends(surface(look), STR("-->"));
}

static bool is_boilerplate(const struct look *look)
{
    return span_length(look->paragraph->at) <= FURNITURE_BYTES &&
           (is_breadcrumb(look) || has_phrase(look, TEXT_BOILERPLATE, 12));
}

static bool is_caption(const struct look *look)
{
    return span_length(look->paragraph->at) <= CAPTION_BYTES &&
           has_phrase(look, TEXT_CAPTION, UINT32_MAX);
}

static uint32_t length_of(const struct word *word)
{
    return word->end - word->start;
}

/* "Skopje, 17 marzo 2025": ends in a year with a day of the month just before it or its month. */
static bool ends_in_date(const struct look *look)
{
    const struct word *last = look->words->words.items + look->paragraph->first_word +
                              look->paragraph->words - 1;
    if (look->paragraph->words < 3 || !(last->flags & WORD_DIGITS) || length_of(last) != 4)
        return false;
    for (const struct word *word = last - 2; word < last; word++)
        if (word->flags & WORD_DIGITS && length_of(word) <= 2)
            return true;
    return false;
}

/* Hardly anything but a date: "(October 2, 2023)", "20/09/2023 -  Onnik Krikorian". */
static bool is_dateline(const struct look *look)
{
    struct str line = surface(look);
    if (look->number && look->number < HEAD_PARAGRAPHS && line.len <= DATELINE_BYTES &&
        look->paragraph->words <= 9 && !ends_with_stop(line) && line.s[0] != '#' &&
        ends_in_date(look))
        return true;
    return look->number < HEAD_PARAGRAPHS && line.len <= DATELINE_BYTES &&
           look->paragraph->words <= 7 && !ends_with_stop(line) &&
           (line.s[0] == '(' || (line.s[0] >= '0' && line.s[0] <= '9')) &&
           count_flag(look, WORD_DIGITS) >= 1;
}

/* "By Anna Rossi", "Ilaria Romano 3 November 2023", "**Bahruz Samadov**": few words, nearly all
 * capitalised, and no full stop. */
static bool is_byline(const struct look *look)
{
    struct str line = surface(look);
    uint32_t words = look->paragraph->words;
    if (look->number >= HEAD_PARAGRAPHS || line.len > BYLINE_BYTES || line.s[0] == '#')
        return false;
    uint32_t named = count_flag(look, WORD_CAPITAL) + count_flag(look, WORD_DIGITS);
    if (has_phrase(look, TEXT_BYLINE, 1) && words <= 14 && named >= 2)
        return true;
    if (has_phrase(look, TEXT_BYLINE, UINT32_MAX) && count_flag(look, WORD_DIGITS) > 1 &&
        named * 2 >= words)
        return true;
    /* "di Anna Conti, 3 maggio 2024", "di Anna Conti, da Port Sudan" */
    uint32_t month = count_flag(look, WORD_DIGITS) > 0, from = named > 3;
    bool leads = look->number && words >= 3 && named + month + from >= words - 1 &&
                 !ends_with_stop(line) &&
                 !(look->words->words.items[look->paragraph->first_word].flags & WORD_CAPITAL);
    if (leads && words <= 6 + 3 * month) /* "di Giovanni De Santis" */
        return true;
    return words >= 2 && words <= 6 && named == words && count_flag(look, WORD_DIGITS) > 0;
}

/* Begins with a word as a sentence does: not "“Why?”" or "- Why?", which somebody says. */
static bool is_plain(const struct look *look)
{
    const struct word *first = look->words->words.items + look->paragraph->first_word;
    return first->start == look->paragraph->at.start &&
           first->flags & (WORD_CAPITAL | WORD_DIGITS);
}

static bool is_heading(const struct look *look)
{
    struct str line = surface(look);
    if (line.len > 1 && line.s[0] == '#')
        return true;
    if (look->hashed && line.s[0] != '*')
        return false;
    char last = line.s[line.len - 1];
    bool asks = look->number == 0 ? strchr("?!", last) != NULL : last == '?' && is_plain(look);
    return line.len <= HEADLINE_BYTES && look->paragraph->words >= 2 &&
           (asks || !ends_with_stop(line)) &&
           last != ':' && (look->number == 0 || look->paragraph->words <= 12);
}

/* "1. Drones over the port", "2) Haiti": neither date nor name, though it has a number and capitals. */
static bool is_numbered_heading(const struct look *look)
{
    const struct word *first = look->words->words.items + look->paragraph->first_word;
    struct str behind = str_slice(look->text, first->end, look->text.len);
    return is_plain(look) && first->flags & WORD_DIGITS &&
           (str_starts(behind, STR(". ")) || str_starts(behind, STR(") "))) && is_heading(look);
}

/* In this order: the first that fits. */
static const struct {
    enum zone zone;
    bool (*fits)(const struct look *look);
} tests[] = {
    { ZONE_BOILERPLATE, is_comment }, { ZONE_FOOTNOTE, is_footnote },
    { ZONE_CAPTION, is_caption },     { ZONE_BOILERPLATE, is_boilerplate },
    { ZONE_HEADLINE, is_numbered_heading }, { ZONE_DATELINE, is_dateline },
    { ZONE_BYLINE, is_byline },       { ZONE_HEADLINE, is_heading },
};

static enum zone zone_of(const struct look *look)
{
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        if (tests[i].fits(look))
            return tests[i].zone;
    return ZONE_BODY;
}

static bool is_of_text(const struct paragraph *p)
{
    return p->words && p->zone != ZONE_HEADLINE && p->zone != ZONE_BOILERPLATE;
}

/* Headings behind the last of the text that stand among page furniture are furniture too. */
static void close_furniture(struct paragraphs *paragraphs)
{
    size_t end = paragraphs->count;
    bool furniture = false;
    while (end && !is_of_text(&paragraphs->items[end - 1]))
        furniture |= paragraphs->items[--end].zone == ZONE_BOILERPLATE;
    for (size_t i = end; furniture && i < paragraphs->count; i++)
        paragraphs->items[i].zone = ZONE_BOILERPLATE;
}

/* "[2] G. Gavin, Armenia" goes on in the line just below it. */
static void continue_footnotes(struct str text, struct paragraphs *paragraphs)
{
    for (size_t i = 1; i < paragraphs->count; i++) {
        const struct paragraph *above = &paragraphs->items[i - 1];
        struct paragraph *p = &paragraphs->items[i];
        struct str between = str_slice(text, above->at.end, p->at.start);
        str_split(&between, '\n');
        bool next_line = !memchr(between.s, '\n', between.len);
        if (above->zone == ZONE_FOOTNOTE && p->zone == ZONE_BODY && next_line)
            p->zone = ZONE_FOOTNOTE;
    }
}

/* A Markdown text whose headings have their sign; what the reader set apart may stand before it. */
static bool begins_with_hash(const struct article *article)
{
    size_t start = article->zones_in_part ? article->zones.items[0].at.end : 0;
    return str_starts(str_trim(str_slice(article->text, start, article->text.len)), STR("# "));
}

void zones_find(const struct article *article, const struct text *text,
                const struct languages *languages, struct paragraphs *paragraphs)
{
    bool single = paragraphs->count == 1; /* a lone sentence is no headline */
    bool told = article->zones.count && !article->zones_in_part;
    bool hashes = begins_with_hash(article), body = false;
    size_t number = 0;
    for (size_t i = 0; i < paragraphs->count; i++) {
        struct paragraph *p = &paragraphs->items[i];
        struct look look = { article->text, text, languages, p, number,
                             hashes && body };
        if (p->zone != ZONE_COUNT)
            continue;
        p->zone = single || told || !p->words ? ZONE_BODY : zone_of(&look);
        number += p->words > 0;
        body |= p->words && p->zone == ZONE_BODY;
    }
    if (!told) {
        continue_footnotes(article->text, paragraphs);
        close_furniture(paragraphs);
    }
}
