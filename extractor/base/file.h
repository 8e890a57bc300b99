/* file.h - whole files, read and replaced. Functions return 0 or an errno value. */
#ifndef NEWSGAZ_BASE_FILE_H
#define NEWSGAZ_BASE_FILE_H

#include <fts.h>

#include "base/buffer.h"

/* Appends the contents of a regular file to `into`. EFBIG when it holds more than `limit` bytes,
 * EISDIR or EINVAL when it is no regular file (a FIFO or device is never opened to block), ESTALE
 * when it was written to while it was read. */
int file_read(const char *path, size_t limit, struct buffer *into);

/* Writes to `path` itself: for temporary files that their owner renames or removes. The second
 * returns when the contents are on the disk. */
int file_write(const char *path, struct str contents);
int file_write_lasting(const char *path, struct str contents);

/* Returns when all that was written, renamed and removed on the file system of `path` is on the
 * disk. */
int file_system_sync(const char *path);

/* A device or FIFO: it is written to; a file put in its place would be the end of it. */
bool file_is_special(const char *path);

/* Writes to a temporary name beside `path` and renames it over `path`: readers see the old contents
 * or the new, never a part. What file_is_special is written to as it is. */
int file_replace(const char *path, struct str contents);

/* Makes the folder and those above it; 0 also when it is there already. */
int folder_make(const char *path);

/* Maps a regular file to be read. ENODATA when it is empty. Release with file_unmap. */
int file_map(const char *path, struct str *ret);
void file_unmap(struct str mapped);

bool file_exists(const char *path);

/* SHA-256 of `bytes` as 64 lower-case hexadecimal digits and a NUL. */
void sha256_hex(struct str bytes, char ret[65]);

/* fts_read, which by itself does not tell when a folder could not be listed to its end: *ret_error
 * is set to errno then, and kept otherwise. */
FTSENT *file_walk(FTS *walk, int *ret_error);

#endif
