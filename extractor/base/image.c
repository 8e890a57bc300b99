#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/image.h"
#include "base/sound.h"

/* A file is its header, what the arena holds, and a bit for each word of both. */

enum { LONGEST_KIND = 152, ROOM = 128 << 20 };

struct header {
    char magic[8];
    uint64_t checksum; /* of all behind it */
    uint64_t order;    /* shows another order of bytes */
    uint64_t size;     /* of header and contents: where the bits begin */
    uint64_t root;     /* where in them */
    char kind[LONGEST_KIND];
};

static const char magic[8] = "NGZIMAGE";
static const uint64_t order = 0x0102030405060700u + sizeof(void *);

/* Far from where systems put programs, heaps and libraries by themselves. */
static const uintptr_t home = (uintptr_t)UINT64_C(0x2E475A000000);

static size_t bits_size(uint64_t size)
{
    return (size_t)(size / sizeof(void *) + 7) / 8;
}

static uint64_t checksum_of(struct str file)
{
    return sound_checksum(1, str_slice(file, offsetof(struct header, order), file.len));
}

/* ---- making --------------------------------------------------------------------------------- */

/* An arena of its own memory, filled. */
struct half {
    char *start;
    size_t size, root;
};

/* False when it is not to be kept, or there is not room enough. */
static bool fill_half(struct half *half, image_fill *fill, void *context)
{
    struct arena arena = { 0 };
    arena_over(&arena, half->start + sizeof(struct header), ROOM - sizeof(struct header));
    const char *root = fill(context, &arena);
    const char *end = arena_alloc(&arena, 0);
    half->root = (size_t)(root - half->start);
    half->size = (size_t)(end - half->start);
    arena_free(&arena);
    return root && half->root < ROOM && half->size < ROOM;
}

static bool is_within(const struct half *half, uintptr_t word)
{
    return word >= (uintptr_t)half->start && word <= (uintptr_t)half->start + half->size;
}

/* What differs and is no pointer are bytes between the members of a structure, which nobody has
 * written to: zero in the file, so that it is the same whenever it is made. */
static uintptr_t without_gaps(uintptr_t word, uintptr_t other)
{
    for (size_t shift = 0; shift < 8 * sizeof word; shift += 8)
        if ((word ^ other) >> shift & 0xFF)
            word &= ~((uintptr_t)0xFF << shift);
    return word;
}

/* Writes the pointers of the first half as for the home address, and a bit for each. */
static void settle(struct half halves[2], uint8_t *bits)
{
    for (size_t at = 0; at < halves[0].size; at += sizeof(uintptr_t)) {
        uintptr_t word, other;
        memcpy(&word, halves[0].start + at, sizeof word);
        memcpy(&other, halves[1].start + at, sizeof other);
        if (word == other)
            continue;
        if (is_within(&halves[0], word) && other - word == (uintptr_t)ROOM) {
            word += home - (uintptr_t)halves[0].start;
            bits[at / sizeof word / 8] |= (uint8_t)(1u << at / sizeof word % 8);
        } else {
            word = without_gaps(word, other);
        }
        memcpy(halves[0].start + at, &word, sizeof word);
    }
}

static void add_file(struct half halves[2], struct str kind, struct buffer *into)
{
    struct arena arena = { 0 };
    const struct half *half = &halves[0];
    size_t begun = into->len;
    uint8_t *bits = arena_array(&arena, uint8_t, bits_size(half->size));
    struct header header = { .order = order, .size = half->size, .root = half->root };
    memcpy(header.magic, magic, sizeof magic);
    memcpy(header.kind, kind.s, kind.len);
    settle(halves, bits);
    memcpy(half->start, &header, sizeof header);
    buffer_reserve(into, half->size + bits_size(half->size));
    buffer_add(into, (struct str){ half->start, half->size });
    buffer_add(into, (struct str){ (const char *)bits, bits_size(half->size) });
    uint64_t checksum = checksum_of(str_slice(buffer_str(into), begun, into->len));
    memcpy(into->bytes + begun + offsetof(struct header, checksum), &checksum, sizeof checksum);
    arena_free(&arena);
}

bool image_make(image_fill *fill, void *context, struct str kind, struct buffer *into)
{
    size_t room = 2 * (size_t)ROOM;
    char *memory = mmap(NULL, room, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return false;
    struct half halves[2] = { { memory, 0, 0 }, { memory + ROOM, 0, 0 } };
    bool good = kind.len <= LONGEST_KIND && fill_half(&halves[0], fill, context) &&
                fill_half(&halves[1], fill, context) && halves[0].size == halves[1].size &&
                halves[0].root == halves[1].root;
    if (good)
        add_file(halves, kind, into);
    munmap(memory, room);
    return good;
}

/* ---- opening -------------------------------------------------------------------------------- */

static bool is_of_kind(struct str file, struct str kind)
{
    struct header wanted = { .order = order }, found;
    if (file.len < sizeof found || kind.len > LONGEST_KIND)
        return false;
    memcpy(&found, file.s, sizeof found);
    memcpy(wanted.kind, kind.s, kind.len);
    return !memcmp(found.magic, magic, sizeof magic) && found.order == order &&
           !memcmp(found.kind, wanted.kind, sizeof wanted.kind) && found.size >= sizeof found &&
           found.size < file.len && found.size % sizeof(void *) == 0 && found.root < found.size &&
           file.len == found.size + bits_size(found.size);
}

static bool has_its_checksum(struct str file)
{
    struct header header;
    memcpy(&header, file.s, sizeof header);
    return header.checksum == checksum_of(file);
}

/* The pointers are those of the home address, but the file is not there. */
static void move(char *file)
{
    const struct header *header = (const struct header *)file;
    const uint8_t *bits = (const uint8_t *)file + header->size;
    for (size_t at = 0; at < header->size; at += sizeof(uintptr_t)) {
        uintptr_t word;
        if (!(bits[at / sizeof word / 8] >> at / sizeof word % 8 & 1))
            continue;
        memcpy(&word, file + at, sizeof word);
        word += (uintptr_t)file - home;
        memcpy(file + at, &word, sizeof word);
    }
}

/* At the home address if that is free, else elsewhere, to be written to; NULL when it cannot be. */
static char *map_file(int fd, size_t size)
{
    void *wanted = (void *)home;
    void *map = mmap(wanted, size, PROT_READ, MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, 0);
    if (map != wanted && map != MAP_FAILED)
        munmap(map, size);
    if (map != wanted)
        map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    return map == MAP_FAILED ? NULL : map;
}

static struct str map_path(const char *path, struct stat *about)
{
    struct str mapped = { NULL, 0 };
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return mapped;
    if (fstat(fd, about) == 0 && S_ISREG(about->st_mode) && about->st_size > 0)
        mapped = (struct str){ map_file(fd, (size_t)about->st_size), (size_t)about->st_size };
    close(fd);
    return mapped;
}

bool image_open(const char *path, struct str kind, struct image *ret)
{
    struct stat about;
    struct header header;
    *ret = (struct image){ .mapped = map_path(path, &about) };
    if (!ret->mapped.s)
        return false;
    bool known = sound_is_known(path, &about);
    if (!is_of_kind(ret->mapped, kind) || (!known && !has_its_checksum(ret->mapped)))
        return image_close(ret), false;
    if (!known)
        sound_note(path, &about);
    memcpy(&header, ret->mapped.s, sizeof header);
    if ((uintptr_t)ret->mapped.s != home) {
        move((char *)ret->mapped.s);
        mprotect((char *)ret->mapped.s, ret->mapped.len, PROT_READ);
    }
    ret->root = ret->mapped.s + header.root;
    return true;
}

void image_close(struct image *image)
{
    if (image->mapped.s)
        munmap((char *)image->mapped.s, image->mapped.len);
    *image = (struct image){ 0 };
}
