/* blocks.c - see blocks.h. */
#include "read/blocks.h"

#include "read/ascii.h"

#define NO_BREAK_SPACE "\xC2\xA0"

static void open_block(struct blocks *blocks)
{
    if (blocks->text.len)
        buffer_add(&blocks->text, STR("\n\n"));
    blocks->start = blocks->text.len;
    blocks->open = true;
    blocks->space = blocks->line = false;
}

static void add_word(struct blocks *blocks, struct str word, struct blocks_style style)
{
    if (!blocks->open)
        open_block(blocks);
    if (blocks->line || blocks->space)
        buffer_byte(&blocks->text, blocks->line ? '\n' : ' ');
    blocks->line = blocks->space = false;
    buffer_add(&blocks->text, word);
    blocks->in_zone[style.zone] += word.len;
    blocks->in_links += style.link ? word.len : 0;
}

static void add_words(struct blocks *blocks, struct str text, struct blocks_style style)
{
    size_t at = 0;
    while (at < text.len) {
        size_t start = at;
        while (at < text.len && !ascii_is_space(text.s[at]))
            at++;
        struct str word = str_slice(text, start, at);
        while (!blocks->open && str_starts(word, STR(NO_BREAK_SPACE)))
            word = str_slice(word, strlen(NO_BREAK_SPACE), word.len);
        if (word.len)
            add_word(blocks, word, style);
        while (at < text.len && ascii_is_space(text.s[at])) {
            blocks->space = true;
            at++;
        }
    }
}

void blocks_text(struct blocks *blocks, struct str text, struct blocks_style style)
{
    if (!style.preformatted) {
        add_words(blocks, text, style);
        return;
    }
    while (text.len) {
        struct str line = str_split(&text, '\n');
        bool ended = line.s + line.len < text.s;
        add_words(blocks, line, style);
        if (ended)
            blocks_line(blocks);
    }
}

void blocks_line(struct blocks *blocks)
{
    if (blocks->line)
        blocks_end(blocks);
    blocks->line = blocks->open;
}

void blocks_join(struct blocks *blocks)
{
    blocks->space = blocks->line = false;
}

/* Of the zones that are marked the largest, if at least half of the block is marked at all. */
static enum zone marked_zone(const struct blocks *blocks, size_t length)
{
    enum zone largest = ZONE_HEADLINE;
    for (enum zone zone = ZONE_HEADLINE; zone < ZONE_COUNT; zone++)
        if (blocks->in_zone[zone] > blocks->in_zone[largest])
            largest = zone;
    return blocks->in_zone[ZONE_BODY] * 2 <= length ? largest : ZONE_BODY;
}

/* Links without a sentence: menus, "read also". */
static bool is_link_list(const struct blocks *blocks, size_t length)
{
    return blocks->in_links * 2 > length && blocks->text.bytes[blocks->text.len - 1] != '.';
}

static enum zone block_zone(const struct blocks *blocks)
{
    size_t length = 0;
    for (enum zone zone = 0; zone < ZONE_COUNT; zone++)
        length += blocks->in_zone[zone];
    enum zone zone = marked_zone(blocks, length);
    return zone == ZONE_BODY && is_link_list(blocks, length) ? ZONE_BOILERPLATE : zone;
}

void blocks_end(struct blocks *blocks)
{
    if (blocks->open) {
        struct span at = { (uint32_t)blocks->start, (uint32_t)blocks->text.len };
        enum zone zone = block_zone(blocks);
        if (zone != ZONE_BODY)
            *array_push(&blocks->article->zones, blocks->arena) = (struct zone_mark){ at, zone };
    }
    memset(blocks->in_zone, 0, sizeof blocks->in_zone);
    blocks->in_links = 0;
    blocks->open = blocks->space = blocks->line = false;
}

void blocks_finish(struct blocks *blocks)
{
    blocks_end(blocks);
    blocks->article->text = arena_str(blocks->arena, buffer_str(&blocks->text));
    buffer_free(&blocks->text);
}
