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
    [SECTION_LABELS] = { 1, 1 },
    [SECTION_YEARS] = { sizeof(struct layout_years), 0 },
    [SECTION_IDS] = { 1, 0 },
    [SECTION_ID_STARTS] = { sizeof(uint32_t), 0 },
    [SECTION_ENTITIES] = { sizeof(struct layout_entity), 0 },
    [SECTION_SORTS] = { sizeof(struct layout_sort), 0 },
    [SECTION_DETAILS] = { sizeof(struct layout_detail), 1 },
    [SECTION_NAMES] = { sizeof(struct layout_name), 2 },
    [SECTION_NAME_STARTS] = { sizeof(uint32_t), 2 },
    [SECTION_NAME_FILTER] = { 64, 1 },
    [SECTION_LOWER_FILTER] = { 64, 1 },
    [SECTION_MANNERS] = { sizeof(struct layout_manner), 0 },
    [SECTION_SPELLINGS] = { 1, 2 },
    [SECTION_SPELLING_STARTS] = { sizeof(uint32_t), 1 },
    [SECTION_WORDS] = { sizeof(struct layout_word), 0 },
    [SECTION_WORD_STARTS] = { sizeof(uint32_t), 2 },
    [SECTION_SURNAMES] = { sizeof(struct layout_surname), 0 },
    [SECTION_SURNAME_STARTS] = { sizeof(uint32_t), 2 },
    [SECTION_SURNAME_FILTER] = { 64, 1 },
    [SECTION_PRESS_RULES] = { sizeof(struct press_rule), 0 },
    [SECTION_PRESS] = { sizeof(struct layout_press), 0 },
    [SECTION_PRESS_STARTS] = { sizeof(uint32_t), 2 },
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

static struct lists lists_of(const struct index *index, enum section starts)
{
    return (struct lists){ section_of(index, starts), count_of(index, starts) - 1 };
}

static struct filter filter_of(const struct index *index, enum section section)
{
    return (struct filter){ section_of(index, section),
                            (uint32_t)(index->header->sections[section].size * 8) };
}

static void take_rows(struct index *index)
{
    index->labels = section_of(index, SECTION_LABELS);
    index->years = section_of(index, SECTION_YEARS);
    index->ids = section_of(index, SECTION_IDS);
    index->id_starts = section_of(index, SECTION_ID_STARTS);
    index->entities = section_of(index, SECTION_ENTITIES);
    index->entity_count = count_of(index, SECTION_ENTITIES);
    index->sorts = section_of(index, SECTION_SORTS);
    index->details = section_of(index, SECTION_DETAILS);
    index->names = section_of(index, SECTION_NAMES);
    index->name_count = count_of(index, SECTION_NAMES);
    index->manners = section_of(index, SECTION_MANNERS);
    index->spellings = section_of(index, SECTION_SPELLINGS);
    index->spelling_starts = section_of(index, SECTION_SPELLING_STARTS);
    index->words = section_of(index, SECTION_WORDS);
    index->surnames = section_of(index, SECTION_SURNAMES);
    index->press_names = section_of(index, SECTION_PRESS);
}

static void take_hashes(struct index *index)
{
    index->name_lists = lists_of(index, SECTION_NAME_STARTS);
    index->name_filter = filter_of(index, SECTION_NAME_FILTER);
    index->lower_filter = filter_of(index, SECTION_LOWER_FILTER);
    index->word_lists = lists_of(index, SECTION_WORD_STARTS);
    index->surname_lists = lists_of(index, SECTION_SURNAME_STARTS);
    index->surname_filter = filter_of(index, SECTION_SURNAME_FILTER);
    index->press_lists = lists_of(index, SECTION_PRESS_STARTS);
    index->press_filter = filter_of(index, SECTION_PRESS_FILTER);
}

static const char *take_sections(struct index *index)
{
    take_rows(index);
    take_hashes(index);
    press_open(section_of(index, SECTION_PRESS_RULES), count_of(index, SECTION_PRESS_RULES),
               &index->press);
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

struct str index_spelling(const struct index *index, uint32_t name)
{
    const char *at = index->spellings + index->spelling_starts[name / SPELLING_GROUP];
    struct str spelling = index_string(at), next = spelling;
    for (uint32_t i = 0; i < name % SPELLING_GROUP; i++) {
        next = index_string(next.s + next.len);
        spelling = next.len ? next : spelling;
    }
    return spelling;
}

const struct layout_surname *index_surnames(const struct index *index, uint64_t word,
                                            uint32_t *ret_count)
{
    bool known = filter_has(&index->surname_filter, word);
    const uint32_t *list = list_at(&index->surname_lists, word);
    uint32_t first = list[0], end = known ? list[1] : first, check = (uint32_t)word;
    while (first < end && index->surnames[first].check != check)
        first++;
    uint32_t behind = first;
    while (behind < end && index->surnames[behind].check == check)
        behind++;
    *ret_count = behind - first;
    return index->surnames + first;
}
