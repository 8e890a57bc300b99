#include "base/file.h"
#include "base/sound.h"

enum { LONGEST_NOTE = 256, YOUNG_SECONDS = 2 };

/* Fletcher's sums in eight chains that the processor adds up side by side: opening a file must not
 * take longer than reading it. */
uint64_t sound_checksum(uint64_t seed, struct str bytes)
{
    uint64_t plain[8] = { seed }, weighed[8] = { seed }, words[8], sum = bytes.len;
    for (; bytes.len >= sizeof words; bytes = str_slice(bytes, sizeof words, bytes.len)) {
        memcpy(words, bytes.s, sizeof words);
        for (int i = 0; i < 8; i++) {
            plain[i] += words[i];
            weighed[i] += plain[i];
        }
    }
    for (size_t i = 0; i < bytes.len; i++)
        sum = (sum ^ (unsigned char)bytes.s[i]) * 0x100000001B3u;
    for (int i = 0; i < 8; i++) {
        sum = (sum ^ plain[i]) * 0xD6E8FEB86659FD93u;
        sum = (sum ^ sum >> 32 ^ weighed[i]) * 0xD6E8FEB86659FD93u;
        sum ^= sum >> 29;
    }
    return sum;
}

static void note_path(const char *path, struct buffer *into)
{
    buffer_printf(into, "%s.sound", path);
    buffer_byte(into, '\0');
}

static void note_of(const struct stat *about, struct buffer *into)
{
    buffer_printf(into, "%llu %llu %lld %lld.%09ld %lld.%09ld\n",
                  (unsigned long long)about->st_dev, (unsigned long long)about->st_ino,
                  (long long)about->st_size, (long long)about->st_mtim.tv_sec,
                  about->st_mtim.tv_nsec, (long long)about->st_ctim.tv_sec,
                  about->st_ctim.tv_nsec);
}

bool sound_is_known(const char *path, const struct stat *about)
{
    struct buffer name = { 0 }, wanted = { 0 }, found = { 0 };
    struct stat note;
    note_path(path, &name);
    note_of(about, &wanted);
    bool known = stat(name.bytes, &note) == 0 &&
                 note.st_mtim.tv_sec > about->st_ctim.tv_sec + YOUNG_SECONDS &&
                 file_read(name.bytes, LONGEST_NOTE, &found) == 0 &&
                 str_equal(buffer_str(&wanted), buffer_str(&found));
    buffer_free(&name);
    buffer_free(&wanted);
    buffer_free(&found);
    return known;
}

void sound_note(const char *path, const struct stat *about)
{
    struct buffer name = { 0 }, note = { 0 };
    note_path(path, &name);
    note_of(about, &note);
    file_replace(name.bytes, buffer_str(&note));
    buffer_free(&name);
    buffer_free(&note);
}
