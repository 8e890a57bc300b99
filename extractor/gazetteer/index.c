#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/sound.h"
#include "gazetteer/lookup.h"

static const struct {
    size_t item, least; /* bytes of an item; fewest items */
} shapes[SECTION_COUNT] = {
    [SECTION_FOLD] = { 1, 1 },
    [SECTION_STRINGS] = { 1, 1 },
    [SECTION_LABELS] = { 1, 1 },
    [SECTION_IDS] = { 1, 0 },
    [SECTION_ID_STARTS] = { sizeof(uint32_t), 0 },
    [SECTION_ENTITIES] = { sizeof(struct layout_entity), 0 },
    [SECTION_DETAILS] = { sizeof(struct layout_detail), 1 },
    [SECTION_NAMES] = { sizeof(struct layout_name), 0 },
    [SECTION_USAGES] = { sizeof(struct layout_usage), 0 },
    [SECTION_NODES] = { sizeof(uint32_t), 2 },
    [SECTION_EDGES] = { sizeof(struct layout_edge), 8 },
    [SECTION_FILTER] = { 64, 1 },
    [SECTION_LOWER] = { 64, 1 },
    [SECTION_WORDS] = { sizeof(struct layout_word), 8 },
    [SECTION_SURNAMES] = { sizeof(struct layout_surname), 0 },
    [SECTION_SURNAME_FILTER] = { 64, 1 },
    [SECTION_PRESS_RULES] = { sizeof(struct press_rule), 0 },
    [SECTION_PRESS_STARTS] = { sizeof(uint32_t), 2 },
    [SECTION_PRESS] = { sizeof(uint32_t), 0 },
    [SECTION_PRESS_FILTER] = { 64, 1 },
};

/* ---- opening ---- */

static const char *map_file(const char *path, struct stat *about, bool *ret_sound)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    void *map = MAP_FAILED;
    if (fstat(fd, about) == 0 && S_ISREG(about->st_mode) && about->st_size > 0) {
        *ret_sound = sound_is_known(path, about);
        map = mmap(NULL, (size_t)about->st_size, PROT_READ,
                   MAP_SHARED | (*ret_sound ? 0 : MAP_POPULATE), fd, 0);
    }
    close(fd);
    return map == MAP_FAILED ? NULL : map;
}

static bool section_fits(const struct index *index, int i)
{
    struct layout_section section = index->header->sections[i];
    return section.start % SECTION_ALIGNMENT == 0 && section.start <= index->size &&
           section.size <= index->size - section.start && section.size % shapes[i].item == 0 &&
           section.size / shapes[i].item >= shapes[i].least;
}

static bool has_its_checksum(const struct index *index)
{
    const struct layout_header *header = index->header;
    struct str behind = { index->map + sizeof *header, index->size - sizeof *header };
    struct str head = { (const char *)&header->sections, sizeof header->sections };
    struct str hash = { header->source_hash, sizeof header->source_hash };
    return header->checksum == layout_checksum(behind, head, hash);
}

/* NULL when the file is sound, else what is wrong with it. */
static const char *check_file(const struct index *index, bool known_sound)
{
    const struct layout_header *header = index->header;
    if (index->size < sizeof *header || memcmp(header->magic, LAYOUT_MAGIC, sizeof header->magic))
        return "not a compiled gazetteer";
    if (header->version != LAYOUT_VERSION || header->order != LAYOUT_ORDER)
        return "compiled by another version";
    for (int i = 0; i < SECTION_COUNT; i++)
        if (!section_fits(index, i))
            return "damaged";
    return known_sound || has_its_checksum(index) ? NULL : "damaged";
}

static uint32_t count_of(const struct index *index, enum section section)
{
    return (uint32_t)(index->header->sections[section].size / shapes[section].item);
}

static const void *section_of(const struct index *index, enum section section)
{
    return index->map + index->header->sections[section].start;
}

static const char *take_sections(struct index *index)
{
    index->strings = section_of(index, SECTION_STRINGS);
    index->labels = section_of(index, SECTION_LABELS);
    index->ids = section_of(index, SECTION_IDS);
    index->id_starts = section_of(index, SECTION_ID_STARTS);
    index->details = section_of(index, SECTION_DETAILS);
    index->usages = section_of(index, SECTION_USAGES);
    index->entities = section_of(index, SECTION_ENTITIES);
    index->names = section_of(index, SECTION_NAMES);
    index->nodes = section_of(index, SECTION_NODES);
    index->edges = section_of(index, SECTION_EDGES);
    index->filter = section_of(index, SECTION_FILTER);
    index->lower = section_of(index, SECTION_LOWER);
    index->words = section_of(index, SECTION_WORDS);
    index->surnames = section_of(index, SECTION_SURNAMES);
    index->surname_filter = section_of(index, SECTION_SURNAME_FILTER);
    index->entity_count = count_of(index, SECTION_ENTITIES);
    index->edge_count = count_of(index, SECTION_EDGES);
    index->word_count = count_of(index, SECTION_WORDS);
    index->surname_count = count_of(index, SECTION_SURNAMES);
    index->filter_bits = index->header->sections[SECTION_FILTER].size * 8;
    index->surname_bits = index->header->sections[SECTION_SURNAME_FILTER].size * 8;
    index->lower_bits = index->header->sections[SECTION_LOWER].size * 8;
    index->press_names = section_of(index, SECTION_PRESS);
    index->press_starts = section_of(index, SECTION_PRESS_STARTS);
    index->press_lists = count_of(index, SECTION_PRESS_STARTS) - 1;
    index->press_filter = section_of(index, SECTION_PRESS_FILTER);
    index->press_bits = index->header->sections[SECTION_PRESS_FILTER].size * 8;
    press_open(section_of(index, SECTION_PRESS_RULES), count_of(index, SECTION_PRESS_RULES),
               &index->press);
    index->node_count = count_of(index, SECTION_NODES) - 1;
    memcpy(index->hash, index->header->source_hash, sizeof index->header->source_hash);
    index->fold = fold_open((struct str){ section_of(index, SECTION_FOLD),
                                          index->header->sections[SECTION_FOLD].size });
    return index->fold ? NULL : "compiled with another version of ICU";
}

/* NULL when the file is not sound. */
static struct index *index_of(struct str file, bool is_own, bool known_sound,
                              const char **ret_reason)
{
    struct index *index = xmalloc(sizeof *index);
    *index = (struct index){ .map = file.s, .size = file.len, .is_own = is_own };
    index->header = (const struct layout_header *)index->map;
    *ret_reason = index->map ? check_file(index, known_sound) : "cannot be read";
    if (!*ret_reason)
        *ret_reason = take_sections(index);
    if (!*ret_reason)
        return index;
    index_close(index);
    return NULL;
}

struct index *index_open(const char *path, const char **ret_reason)
{
    struct stat about = { 0 };
    bool known_sound = false;
    const char *map = map_file(path, &about, &known_sound);
    struct index *index = index_of((struct str){ map, (size_t)about.st_size }, false, known_sound,
                                   ret_reason);
    if (index && !known_sound)
        sound_note(path, &about);
    return index;
}

struct index *index_take(struct buffer *compiled, const char **ret_reason)
{
    struct str file = buffer_str(compiled);
    *compiled = (struct buffer){ 0 };
    return index_of(file, true, true, ret_reason);
}

void index_close(struct index *index)
{
    if (!index)
        return;
    fold_close(index->fold);
    if (index->is_own)
        free((void *)(uintptr_t)index->map);
    else if (index->map)
        munmap((void *)(uintptr_t)index->map, index->size);
    free(index);
}

const struct fold *index_fold(const struct index *index)
{
    return index->fold;
}

const char *index_hash(const struct index *index)
{
    return index->hash;
}

struct str index_id(const struct index *index, uint32_t entity, struct arena *arena)
{
    struct buffer id = { 0 };
    const char *at = index->ids + index->id_starts[entity / ID_GROUP];
    for (uint32_t i = 0; i <= entity % ID_GROUP; i++) {
        id.len = (unsigned char)at[0];
        buffer_add(&id, (struct str){ at + 2, (unsigned char)at[1] });
        at += 2 + (unsigned char)at[1];
    }
    struct str copy = arena_str(arena, buffer_str(&id));
    buffer_free(&id);
    return copy;
}

const struct layout_surname *index_surnames(const struct index *index, uint64_t word,
                                            uint32_t *ret_count)
{
    bool known = bit_at(index->surname_filter, layout_bit(word, index->surname_bits));
    uint32_t low = 0, high = known ? index->surname_count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (layout_surname_hash(&index->surnames[middle]) < word)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_count = 0;
    while (low + *ret_count < index->surname_count &&
           layout_surname_hash(&index->surnames[low + *ret_count]) == word)
        ++*ret_count;
    return index->surnames + low;
}
