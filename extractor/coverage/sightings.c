#include "coverage/sightings.h"

#include <stdlib.h>

#include "base/utf8.h"

struct look {
    const struct ngz_engine *engine;
    const struct analysis *analysis;
    const struct text *text;
    struct quoting quoting;
    struct buffer scratch;
    struct sightings *into;
};

/* The next letter or digit at or behind *at, which moves to it; false when there is none. */
static bool find_letter(const struct fold *fold, struct str name, size_t *at)
{
    for (size_t next = *at; *at < name.len; *at = next)
        if (fold_is_word(fold, utf8_next(name, &next)))
            return true;
    return false;
}

void slug_add(const struct fold *fold, struct str name, struct buffer *into)
{
    size_t begun = into->len;
    for (size_t at = 0; find_letter(fold, name, &at);) {
        size_t start = at, next = at;
        while (at < name.len) {
            uint32_t c = utf8_next(name, &next);
            if (!fold_is_word(fold, c) && !utf8_is_invisible(c))
                break;
            at = next;
        }
        if (into->len > begun)
            buffer_byte(into, '-');
        fold_append(fold, str_slice(name, start, at), into);
    }
}

/* ---- where a name stands --------------------------------------------------------------------- */

static struct str language_at(const struct look *look, const struct sentence *sentence)
{
    const struct segment *segment = &look->text->segments.items[sentence->segment];
    return language_code(&look->engine->languages, segment->lang);
}

static struct str slug_of(struct look *look, struct str name)
{
    look->scratch.len = 0;
    slug_add(index_fold(look->engine->index), name, &look->scratch);
    return arena_str(&look->into->arena, buffer_str(&look->scratch));
}

/* What all sightings have. */
static struct sighting *see(struct look *look, struct span at, const struct sentence *sentence)
{
    size_t first = text_word_from(look->text, at.start);
    struct sighting *seen = array_push(&look->into->names, &look->into->arena);
    *seen = (struct sighting){
        .surface = quote_words(&look->quoting, at),
        .lang = language_at(look, sentence),
        .first_word = look->text->words.items[first].hash,
        .one_word = text_word_from(look->text, at.end - 1) == first,
        .citation = quote(&look->quoting, at),
    };
    return seen;
}

/* ---- names found, and capitals that may be names --------------------------------------------- */

static bool is_left_out(const struct look *look, const struct sentence *sentence)
{
    enum zone zone = look->text->segments.items[sentence->segment].zone;
    return zone == ZONE_BOILERPLATE || zone == ZONE_BYLINE;
}

/* The entity whose name ends at the byte, or NULL. */
static const struct entity *listed_until(const struct look *look, size_t byte)
{
    const struct record *record = &look->analysis->record;
    for (size_t i = 0; i < record->names.count; i++)
        if (record->names.items[i].at.end == byte && record->names.items[i].entity != NO_INDEX)
            return &record->entities.items[record->names.items[i].entity];
    return NULL;
}

static size_t skip_spaces_back(struct str text, size_t at)
{
    while (at && text.s[at - 1] == ' ')
        at--;
    return at;
}

/* "Stepanakert (Khankendi", "Stepanakert/Khankendi": what the second name stands beside. Behind a
 * person stands a party or an office rather than another name. */
static struct str beside(const struct look *look, struct span at, enum unlisted_type type)
{
    struct str text = look->text->bytes;
    size_t sign = skip_spaces_back(text, at.start);
    if (!sign || (text.s[sign - 1] != '(' && text.s[sign - 1] != '/'))
        return STR("");
    const struct entity *entity = listed_until(look, skip_spaces_back(text, sign - 1));
    bool fits = entity && (entity->type == (enum name_type)type ||
                           (entity->type == NAME_PLACE && type == UNLISTED_UNKNOWN));
    return fits ? entity->id : STR("");
}

static struct str copy(struct look *look, struct str text)
{
    return arena_str(&look->into->arena, text);
}

static void see_name(struct look *look, const struct name_mention *name)
{
    const struct record *record = &look->analysis->record;
    const struct sentence *sentence =
        text_sentence_of(look->text, text_word_from(look->text, name->at.start));
    if (is_left_out(look, sentence))
        return;
    struct sighting *seen = see(look, name->at, sentence);
    seen->type = (enum unlisted_type)name->type;
    seen->found = true;
    seen->listed = name->entity != NO_INDEX;
    if (seen->listed) {
        const struct entity *entity = &record->entities.items[name->entity];
        seen->subject = copy(look, entity->id);
        seen->called = copy(look, entity->name);
        seen->kind = copy(look, entity->kind);
        seen->variant_kind = copy(look, name->variant_kind);
        seen->runner_up = copy(look, name->runner_up);
        seen->ambiguous = name->ambiguous;
    } else {
        bool has_id = name->type == NAME_PERSON && name->local.len;
        seen->beside = copy(look, beside(look, name->at, seen->type));
        seen->subject = has_id ? copy(look, name->local) : slug_of(look, seen->surface);
    }
}

static void take_words(const struct text *text, struct span at, enum taken by, uint8_t *taken)
{
    for (size_t i = text_word_from(text, at.start);
         i < text->words.count && text->words.items[i].start < at.end; i++)
        if (!taken[i])
            taken[i] = (uint8_t)by;
}

static const uint8_t *words_taken(const struct look *look)
{
    const struct analysis *analysis = look->analysis;
    uint8_t *taken = arena_array(&look->into->arena, uint8_t, look->text->words.count + 1);
    for (size_t i = 0; i < analysis->names.found.count; i++)
        take_words(look->text, analysis->names.found.items[i].mention.at, TAKEN_BY_NAME, taken);
    for (size_t i = 0; i < analysis->record.dates.count; i++)
        take_words(look->text, analysis->record.dates.items[i].at, TAKEN_BY_OTHER, taken);
    for (size_t i = 0; i < analysis->record.numbers.count; i++)
        take_words(look->text, analysis->record.numbers.items[i].at, TAKEN_BY_OTHER, taken);
    return taken;
}

static void see_unlisted(struct look *look)
{
    struct unlisted unlisted = { 0 };
    unlisted_find(look->engine->index, &look->engine->languages, look->text, words_taken(look),
                  &look->into->arena, &unlisted);
    for (size_t i = 0; i < unlisted.items.count; i++) {
        const struct unlisted_name *name = &unlisted.items.items[i];
        struct sighting *seen = see(look, name->at, &look->text->sentences.items[name->sentence]);
        seen->type = name->type;
        seen->unproved = name->unproved;
        seen->beside = copy(look, beside(look, name->at, seen->type));
        seen->subject = slug_of(look, seen->surface);
    }
}

static void note_small_words(struct look *look)
{
    for (size_t i = 0; i < look->text->words.count; i++)
        if (!(look->text->words.items[i].flags & (WORD_CAPITAL | WORD_DIGITS)))
            *array_push(&look->into->small_words, &look->into->arena) =
                look->text->words.items[i].hash;
}

/* ---- where the article comes from ------------------------------------------------------------ */

/* "https://www.example.org/a" → "example.org" */
static struct str host_of(struct str url)
{
    static const struct str schemes[] = { { "https://", 8 }, { "http://", 7 }, { "www.", 4 } };
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (str_starts(url, schemes[i]))
            url = str_slice(url, schemes[i].len, url.len);
    size_t end = 0;
    while (end < url.len && !memchr("/?#:", url.s[end], 4))
        end++;
    return str_slice(url, 0, end);
}

static struct str source_of(const struct article *article, struct provenance provenance)
{
    struct str host = host_of(provenance.url.len ? provenance.url : article->url);
    return provenance.source.len    ? provenance.source
           : article->publisher.len ? article->publisher
           : host.len               ? host
                                    : provenance.folder;
}

struct sightings *sightings_of(const struct ngz_engine *engine, const struct analysis *analysis,
                               struct provenance provenance)
{
    struct sightings *into = xmalloc(sizeof *into);
    *into = (struct sightings){ 0 };
    struct str published = analysis->record.published;
    struct look look = {
        .engine = engine, .analysis = analysis, .text = &analysis->text, .into = into,
        .quoting = quoting_of(&analysis->text, provenance.file, &into->arena),
    };
    into->source = arena_str(&into->arena, source_of(&analysis->article, provenance));
    if (published.len >= sizeof "2023-09" - 1)
        into->month = arena_str(&into->arena, str_slice(published, 0, sizeof "2023-09" - 1));
    for (size_t i = 0; i < analysis->record.names.count; i++)
        see_name(&look, &analysis->record.names.items[i]);
    see_unlisted(&look);
    note_small_words(&look);
    buffer_free(&look.scratch);
    quoting_end(&look.quoting);
    return into;
}

void sightings_free(struct sightings *sightings)
{
    if (!sightings)
        return;
    arena_free(&sightings->arena);
    free(sightings);
}
