#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* What was read is the file as it stood if nobody has written to it since. */
static int check_unchanged(int fd, const struct stat *before, size_t length)
{
    struct stat now;
    if (fstat(fd, &now))
        return errno;
    return now.st_size == (off_t)length && same_time(now.st_mtim, before->st_mtim) ? 0 : ESTALE;
}

static int read_all(int fd, size_t limit, struct buffer *into)
{
    struct stat about;
    if (fstat(fd, &about))
        return errno;
    if (!S_ISREG(about.st_mode))
        return S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
    if ((uintmax_t)about.st_size > limit)
        return EFBIG;
    size_t begun = into->len;
    buffer_reserve(into, (size_t)about.st_size + 1);
    for (;;) {
        ssize_t got = read(fd, into->bytes + into->len, into->capacity - into->len);
        if (got == 0)
            return check_unchanged(fd, &about, into->len - begun);
        if (got < 0 && errno != EINTR)
            return errno;
        into->len += got > 0 ? (size_t)got : 0;
        if (into->len - begun > limit)
            return EFBIG;
        buffer_reserve(into, 1);
    }
}

int file_read(const char *path, size_t limit, struct buffer *into)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = read_all(fd, limit, into);
    close(fd);
    return error;
}

static int write_all(int fd, struct str contents)
{
    while (contents.len) {
        ssize_t put = write(fd, contents.s, contents.len);
        if (put < 0 && errno != EINTR)
            return errno;
        if (put > 0)
            contents = str_slice(contents, (size_t)put, contents.len);
    }
    return 0;
}

static int write_file(const char *path, struct str contents, bool lasting)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return errno;
    int error = write_all(fd, contents);
    if (!error && lasting && fsync(fd))
        error = errno;
    if (close(fd) && !error)
        error = errno;
    return error;
}

int file_write(const char *path, struct str contents)
{
    return write_file(path, contents, false);
}

int file_write_lasting(const char *path, struct str contents)
{
    return write_file(path, contents, true);
}

int file_system_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int error = fd < 0 || syncfs(fd) ? errno : 0;
    if (fd >= 0)
        close(fd);
    return error;
}

bool file_is_special(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

int file_replace(const char *path, struct str contents)
{
    char temporary[PATH_MAX];
    if (file_is_special(path))
        return file_write(path, contents);
    if (snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid()) >= PATH_MAX)
        return ENAMETOOLONG;
    int error = file_write(temporary, contents);
    if (!error && rename(temporary, path))
        error = errno;
    if (error)
        unlink(temporary);
    return error;
}

int folder_make(const char *path)
{
    char part[PATH_MAX];
    size_t len = strlen(path);
    if (len >= sizeof part)
        return ENAMETOOLONG;
    for (size_t i = 1; i <= len; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdir(part, 0777) && errno != EEXIST)
            return errno;
    }
    return 0;
}

int file_map(const char *path, struct str *ret)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = fstat(fd, &about) ? errno : !S_ISREG(about.st_mode) ? EINVAL : 0;
    if (!error && about.st_size == 0)
        error = ENODATA;
    void *map = error ? MAP_FAILED
                      : mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (!error && map == MAP_FAILED)
        error = errno;
    close(fd);
    if (!error)
        *ret = (struct str){ map, (size_t)about.st_size };
    return error;
}

void file_unmap(struct str mapped)
{
    if (mapped.s)
        munmap((void *)mapped.s, mapped.len);
}

FTSENT *file_walk(FTS *walk, int *ret_error)
{
    errno = 0;
    FTSENT *entry = fts_read(walk);
    bool told = entry && (entry->fts_errno || entry->fts_info == FTS_SLNONE);
    if (errno && !told)
        *ret_error = errno;
    return entry;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

void sha256_hex(struct str bytes, char ret[65])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, bytes.len, (const uint8_t *)bytes.s);
    sha256_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        ret[2 * i] = digits[digest[i] >> 4];
        ret[2 * i + 1] = digits[digest[i] & 15];
    }
    ret[64] = '\0';
}
