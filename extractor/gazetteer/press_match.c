#include "gazetteer/finder.h"
#include "gazetteer/likeness.h"
#include "gazetteer/press_match.h"

/* Capitalised words that no name has are taken for a name that sounds the same, where it is the
 * only one of its sound: "Chouchi", "Khankendy". What any other reading explains stays as it is. */

enum { MOST_WORDS = 5, FEWEST_LETTERS = 6 };

/* What cannot be, or be a part of, a misspelt name. */
#define OTHER_WORD                                                                            \
    (CLASS_TITLE | CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD | CLASS_MONTH_WEEKDAY |         \
     CLASS_COMMON_CAPITAL | CLASS_PLACE_PREPOSITION | CLASS_SAYING)

/* ---- the names of a sound ---- */

/* The words in all their readings. */
struct filed_keys {
    struct press_key joined[MOST_READINGS];
    uint64_t files[MOST_READINGS];
    size_t count;
};

static void read_sounds(const struct index *index, struct str letters, struct filed_keys *ret)
{
    struct press_key keys[MOST_READINGS];
    size_t count = press_keys(&index->press, index->fold, letters, ALL_READINGS, keys);
    ret->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct press_key joined = press_joined(&keys[i]);
        uint64_t file = press_file(&joined);
        if (!file || !filter_has(&index->press_filter, file))
            continue;
        ret->joined[ret->count] = joined;
        ret->files[ret->count++] = file;
    }
}

/* How far apart the two are, of all readings that are filed together. */
static unsigned apart(const struct filed_keys *sounds, const struct index *index, uint32_t name)
{
    struct press_key keys[MOST_READINGS];
    struct str spelling = index_spelling(index, name);
    size_t count = press_keys(&index->press, index->fold, spelling, ALL_READINGS, keys);
    unsigned least = UNLIKE;
    for (size_t i = 0; i < count; i++) {
        struct press_key joined = press_joined(&keys[i]);
        uint64_t file = press_file(&joined);
        for (size_t j = 0; j < sounds->count; j++) {
            if (sounds->files[j] != file)
                continue;
            unsigned edits = edit_distance(press_sounds(&joined), press_sounds(&sounds->joined[j]),
                                           MOST_APART);
            least = edits < least ? edits : least;
        }
    }
    return least;
}

static uint32_t node_of(const struct index *index, uint32_t name)
{
    while (index->names[name - 1].check == index->names[name].check)
        name--;
    return name;
}

static void consider(const struct index *index, const struct filed_keys *sounds, uint32_t name,
                     struct likely *best)
{
    unsigned edits = apart(sounds, index, name);
    if (edits > MOST_APART || edits > best->apart)
        return;
    uint32_t node = node_of(index, name);
    bool same = index->names[name].entity == index->names[best->name].entity;
    if (edits < best->apart)
        *best = (struct likely){ name, node, edits, false };
    else if (node != best->node && !same)
        best->shared = true;
}

bool press_likeliest(const struct index *index, struct str letters, struct likely *ret)
{
    struct filed_keys sounds;
    read_sounds(index, letters, &sounds);
    *ret = (struct likely){ .apart = UNLIKE };
    for (size_t i = 0; i < sounds.count; i++) {
        const uint32_t *list = list_at(&index->press_lists, sounds.files[i]);
        for (uint32_t j = list[0]; j < list[1]; j++)
            if (index->press_names[j].check == layout_press(0, sounds.files[i]).check)
                consider(index, &sounds, index->press_names[j].name, ret);
    }
    return ret->apart != UNLIKE && !ret->shared;
}

/* ---- runs of unknown words ---- */

enum { MEMO = 64 };

/* The last words of a hash that were asked about: names come again. */
struct asked {
    struct str letters;
    struct likely likely;
    bool found;
};

struct search {
    struct finder *finder;
    const struct line *line;
    const struct hit *hit; /* the first that ends behind the words looked at */
    struct hits found;
    struct asked memo[MEMO];
};

static const struct hit *hits_end(const struct search *search)
{
    return search->finder->hits.items + search->finder->hits.count;
}

static bool is_capital(const struct search *search, uint32_t at)
{
    return finder_word(search->finder, at)->flags & WORD_CAPITAL;
}

static bool is_joined(const struct search *search, uint32_t at)
{
    return at > search->line->first && at < search->line->end &&
           match_joined(search->finder->text, at);
}

static bool is_part(const struct search *search, uint32_t at)
{
    const struct word *word = finder_word(search->finder, at);
    return word->flags & WORD_CAPITAL && !(word->flags & (WORD_DIGITS | WORD_CAPITALS)) &&
           word->end - word->start > 1 &&
           !(finder_classes(search->finder, search->line, at) & OTHER_WORD);
}

/* Moves to the first hit that ends behind the word; whether the word stands in it. */
static bool is_known(struct search *search, uint32_t at)
{
    while (search->hit < hits_end(search) && search->hit->first + search->hit->words <= at)
        search->hit++;
    return search->hit < hits_end(search) && search->hit->first <= at;
}

/* Behind the capitalised words that begin at `first`, as far as `most`. */
static uint32_t run_end(const struct search *search, uint32_t first, uint32_t most)
{
    uint32_t end = first;
    while (end < most && (end == first || is_joined(search, end)) && is_part(search, end))
        end++;
    return end;
}

/* The first word of the next hit, of those that are longer than one word if `longer`. */
static uint32_t next_hit(const struct search *search, bool longer)
{
    const struct hit *hit = search->hit, *end = hits_end(search);
    uint32_t line_end = search->line->end;
    while (longer && hit < end && hit->first < line_end && hit->words == 1)
        hit++;
    return hit < end && hit->first < line_end ? hit->first : line_end;
}

/* A capitalised word before the name that leaves it a name: "The", "President", "Armenian". */
static bool leaves_name(const struct search *search, uint32_t before)
{
    const struct hit *hit = search->hit;
    bool behind_hit = hit > search->finder->hits.items &&
                      hit[-1].first + hit[-1].words == before + 1;
    if (behind_hit)
        return hit[-1].bits == HIT_DEMONYM;
    return finder_classes(search->finder, search->line, before) &
           (CLASS_TITLE | CLASS_PLACE_HEAD | CLASS_PLACE_PREPOSITION | CLASS_COMMON_CAPITAL);
}

/* Whether the words belong to a longer name: "New Chouchi", "Chouchi Hospital". */
static bool is_part_of_more(const struct search *search, uint32_t first, uint32_t end)
{
    if (is_joined(search, end) && is_capital(search, end))
        return true;
    return is_joined(search, first) && is_capital(search, first - 1) &&
           !leaves_name(search, first - 1);
}

static struct str letters_of(const struct search *search, uint32_t first, uint32_t end)
{
    return str_slice(search->finder->text->bytes, finder_word(search->finder, first)->start,
                     finder_word(search->finder, end - 1)->end);
}

/* A capital at the beginning of a sentence proves nothing, and a given name is no one's. */
static bool may_name(const struct search *search, uint32_t first, uint32_t end)
{
    if (end - first > MOST_WORDS || letters_of(search, first, end).len < FEWEST_LETTERS ||
        is_part_of_more(search, first, end))
        return false;
    return end > first + 1 ||
           (!(finder_word(search->finder, first)->flags & WORD_FIRST) &&
            !(finder_classes(search->finder, search->line, first) & CLASS_GIVEN));
}

/* The only name that the words may be; NULL when there is none. */
static const struct likely *likeliest(struct search *search, uint32_t first, uint32_t end)
{
    struct str letters = letters_of(search, first, end);
    uint64_t hash = finder_word(search->finder, first)->hash +
                    finder_word(search->finder, end - 1)->hash;
    struct asked *asked = &search->memo[hash % MEMO];
    if (!str_equal(asked->letters, letters)) {
        asked->letters = letters;
        asked->found = press_likeliest(search->finder->index, letters, &asked->likely);
    }
    return asked->found ? &asked->likely : NULL;
}

static bool try_run(struct search *search, uint32_t first, uint32_t end, uint8_t bit)
{
    const struct index *index = search->finder->index;
    const struct likely *likely = may_name(search, first, end) ? likeliest(search, first, end)
                                                              : NULL;
    if (!likely)
        return false;
    uint8_t named = (uint8_t)index_manner(index, likely->name)->bit;
    bool person = named == HIT_PERSON, same = likely->apart == 0;
    bool transcribed = index_sort(index, index_entity(index, likely->name))->transcribed;
    if (named != bit || (person && (!same || end == first + 1)))
        return false;
    *array_push(&search->found, search->finder->arena) = (struct hit){
        .first = first, .words = end - first, .node = likely->node,
        .bits = person ? bit : 0, .context = person ? 0 : bit,
        .by_sound = same && (person || transcribed) ? SOUND_SAME : SOUND_NEAR,
    };
    return true;
}

static void search_line(struct search *search)
{
    for (uint32_t at = search->line->first; at < search->line->end;) {
        bool known = is_known(search, at);
        uint32_t all = run_end(search, at, next_hit(search, true));
        uint32_t end = known ? search->hit->first + search->hit->words
                             : run_end(search, at, next_hit(search, false));
        if (all > at + 1 && try_run(search, at, all, HIT_PERSON))
            end = all;
        else if (!known && end > at)
            try_run(search, at, end, HIT_PLACE);
        at = end > at ? end : at + 1;
    }
}

static void keep(struct finder *finder, struct hits *all, const struct hit *hit)
{
    const struct hit *last = all->count ? &all->items[all->count - 1] : NULL;
    if (!last || last->first + last->words <= hit->first)
        *array_push(all, finder->arena) = *hit;
}

/* Both lists are in text order; a name of several words takes the place of those of one. */
static void merge(struct finder *finder, const struct hits *found)
{
    struct hits all = { 0 };
    size_t next = 0;
    for (size_t i = 0; i < finder->hits.count; i++) {
        while (next < found->count && found->items[next].first <= finder->hits.items[i].first)
            keep(finder, &all, &found->items[next++]);
        keep(finder, &all, &finder->hits.items[i]);
    }
    while (next < found->count)
        keep(finder, &all, &found->items[next++]);
    finder->hits = all;
}

void press_find(struct finder *finder)
{
    struct search search = { .finder = finder, .hit = finder->hits.items };
    for (size_t i = 0; i < finder->text->sentences.count; i++) {
        search.line = &finder->lines[i];
        if (!search.line->title_case && !search.line->boilerplate)
            search_line(&search);
    }
    if (search.found.count)
        merge(finder, &search.found);
}
