/* blocks.h - readable text put together from markup: blocks apart by a blank line, white space
 * collapsed, each block with the zone that most of its bytes are in. */
#ifndef NEWSGAZ_READ_BLOCKS_H
#define NEWSGAZ_READ_BLOCKS_H

#include "base/buffer.h"
#include "read/article.h"

struct blocks {
    struct arena *arena;
    struct article *article;      /* receives zones, and the text at the end */
    struct buffer text;
    size_t start;                 /* of the open block */
    size_t in_zone[ZONE_COUNT];   /* its bytes by zone, and those within links */
    size_t in_links;
    bool open, space, line;       /* white space or a new line is due before the next character */
};

struct blocks_style {
    enum zone zone;
    bool link;
    bool preformatted;            /* line ends stand for themselves */
};

void blocks_text(struct blocks *blocks, struct str text, struct blocks_style style);

/* A line break within the block; two in a row end it. */
void blocks_line(struct blocks *blocks);

/* What comes next goes on with the last word, whatever white space is due. */
void blocks_join(struct blocks *blocks);

/* Ends the block; body text that is mostly links becomes boilerplate. */
void blocks_end(struct blocks *blocks);

/* Ends the last block and hands the text to the article. */
void blocks_finish(struct blocks *blocks);

#endif
