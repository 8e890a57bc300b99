/* reader.h - one table of readers: bytes in, article out. */
#ifndef NEWSGAZ_READ_READER_H
#define NEWSGAZ_READ_READER_H

#include "base/buffer.h"
#include "read/page_words.h"

struct source {
    struct str name;     /* file name or path: its ending chooses the reader */
    struct str bytes;    /* borrowed until the article is done */
    struct str encoding; /* declared by the caller; empty if unknown */
    const struct page_words *words; /* for pages; NULL: go by the elements alone */
};

struct reader {
    const char *name;                          /* the format in the record: "text" "html" … */
    const char *endings;                       /* "txt text" */
    bool (*probe)(struct str start);           /* looks at how the bytes begin, byte order
                                                  mark and white space aside; may be NULL */
    /* Fills the article. NULL when done, else why it cannot be read ("DOCTYPE with declarations
     * refused"): a constant string or one in the arena. */
    const char *(*read)(struct source source, struct arena *arena, struct article *ret);
};

extern const struct reader text_reader, markdown_reader, html_reader, xml_reader;

/* The reader for a source: by ending, else by probing, else text. */
const struct reader *reader_for(struct source source);

/* True when the folder walk should take a file of this name. */
bool reader_knows(struct str name);

/* Reads a source with its reader and fills what all have in common: id, format, bytes, sha256. */
const char *article_read(struct source source, struct arena *arena, struct article *ret);

/* True when plain text carries some Markdown: links, strong emphasis, a heading. */
bool has_markdown(struct str text);

/* An article that is already text in UTF-8 (JSON Lines): control characters become U+FFFD. */
void article_from_text(struct str id, struct str text, struct arena *arena, struct article *ret);

#endif
