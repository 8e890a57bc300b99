/* index.h - gazetteer tables compiled to one file that is mapped and shared. */
#ifndef NEWSGAZ_GAZETTEER_INDEX_H
#define NEWSGAZ_GAZETTEER_INDEX_H

#include "base/diag.h"
#include "text/fold.h"

struct index;

/* Reads and checks all tables below `folder` (the layout is told in gazetteers/README.md), adds
 * every mistake to `diag`, and appends the compiled form to `into`: same tables, same bytes.
 * False when there were errors; `into` is then of no use. */
bool index_compile(const char *folder, struct diag *diag, struct buffer *into);

/* Maps a compiled file and checks it: magic, version, bounds of every section, and the checksum
 * unless PATH.sound, which it writes, says that this very file was found sound before.
 * NULL when it is damaged or of another version: *ret_reason says which. */
struct index *index_open(const char *path, const char **ret_reason);

/* The same of bytes that index_compile has made, which it takes over. */
struct index *index_take(struct buffer *compiled, const char **ret_reason);
void index_close(struct index *index);

/* The folding table that the file carries, for the text stage. */
const struct fold *index_fold(const struct index *index);

/* SHA-256 over the names and contents of the tables it was compiled from, hexadecimal: it stands in
 * records as generator/@gazetteers. */
const char *index_hash(const struct index *index);

#endif
