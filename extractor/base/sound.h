/* sound.h - whether a file that newsgaz has made is as it was written.
 *
 * A checksum over a million names takes longer than an article. So what was found sound is noted in
 * a file beside it, PATH.sound, with all by which the system tells a changed file: device, inode,
 * size, and the times of its last writing and last change, of which the latter cannot be set back.
 * Any other file, and one so young that a later change need not show in its times, is to be read as
 * a whole. */
#ifndef NEWSGAZ_BASE_SOUND_H
#define NEWSGAZ_BASE_SOUND_H

#include <sys/stat.h>

#include "base/str.h"

/* Of the bytes, and of what `seed` is the checksum of. */
uint64_t sound_checksum(uint64_t seed, struct str bytes);

/* True when the file was noted as sound and has not changed since. */
bool sound_is_known(const char *path, const struct stat *about);

/* Where it cannot be written the next process reads the whole file too. */
void sound_note(const char *path, const struct stat *about);

#endif
