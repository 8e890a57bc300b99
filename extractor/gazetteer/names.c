#include "base/utf8.h"
#include "gazetteer/finder.h"

enum { SHORTEST_TITLE_CASE = 5, SHORTEST_IN_CAPITALS = 3 };

/* A line of prose that is full of names ends with a full stop; a headline does not. */
static bool ends_with_stop(const struct text *text, const struct sentence *sentence)
{
    uint32_t end = text->words.items[sentence->first_word + sentence->words - 1].end;
    return end < sentence->at.end && memchr(text->bytes.s + end, '.', sentence->at.end - end);
}

bool sentence_is_shouted(const struct text *text, const struct sentence *sentence)
{
    uint32_t capital = 0, capitals = 0, all = 0;
    for (uint32_t i = 0; i < sentence->words; i++) {
        const struct word *word = &text->words.items[sentence->first_word + i];
        bool counts = (word->end - word->start >= 4) & !(word->flags & WORD_DIGITS);
        all += counts;
        capital += counts & ((word->flags & WORD_CAPITAL) != 0);
        capitals += counts & ((word->flags & WORD_CAPITALS) != 0);
    }
    if (all >= SHORTEST_IN_CAPITALS && capitals == all)
        return true;
    if (all < SHORTEST_TITLE_CASE || capital * 10 <= all * 7)
        return false;
    return capitals * 10 > all * 7 || !ends_with_stop(text, sentence);
}

static struct line line_of(const struct finder *finder, const struct sentence *sentence)
{
    const struct segment *segment = &finder->text->segments.items[sentence->segment];
    bool known = segment->lang != LANGUAGE_UNKNOWN;
    return (struct line){
        .first = sentence->first_word,
        .end = sentence->first_word + sentence->words,
        .tag = known ? layout_tag(finder->codes[segment->lang]) : 0,
        .title_case = sentence_is_shouted(finder->text, sentence),
        .boilerplate = segment->zone == ZONE_BOILERPLATE,
    };
}

bool finder_led_to(struct finder *finder, const struct line *line, uint32_t word, uint32_t classes)
{
    return word > line->first && match_joined(finder->text, word) &&
           finder_classes(finder, line, word - 1) & classes;
}

bool finder_directed(struct finder *finder, const struct line *line, uint32_t first)
{
    return finder_led_to(finder, line, first, CLASS_CONNECTING | CLASS_PLACE_PREPOSITION) &&
           !finder_led_to(finder, line, first, CLASS_DETERMINER) &&
           finder_led_to(finder, line, first - 1, CLASS_SETTLING);
}

bool finder_peopled(struct finder *finder, const struct line *line, uint32_t first, uint32_t end)
{
    enum { OTHER = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE };
    uint32_t classes = end < line->end ? finder_classes(finder, line, end) : 0;
    return classes & CLASS_SETTLING && !(classes & OTHER) && match_joined(finder->text, end) &&
           !(finder_word(finder, end)->flags & (WORD_CAPITAL | WORD_GLUED)) && first > line->first &&
           (finder_word(finder, first - 1)->flags & WORD_DIGITS ||
            finder_led_to(finder, line, first, CLASS_DETERMINER) ||
            (finder_led_to(finder, line, first - 1, CLASS_DETERMINER) && /* "a former … resident" */
             !(finder_word(finder, first - 1)->flags & WORD_CAPITAL)));
}

/* "in Norse mythology", but "near Karuma on Monday", "police in Karuma said"; and "a Paolo disse". */
static bool goes_on(struct finder *finder, const struct line *line, uint32_t first, uint32_t end)
{
    enum { VERB = CLASS_AUXILIARY | CLASS_SAYING | CLASS_ACTING,
           SMALL_WORD = CLASS_MONTH_WEEKDAY | CLASS_COMMON_CAPITAL,
           ENDS_PHRASE = CLASS_PLACE_PREPOSITION | CLASS_LOCATIVE | CLASS_COORDINATOR |
                         CLASS_SETTLING };
    if (end >= line->end || !match_joined(finder->text, end))
        return false;
    uint32_t classes = finder_classes(finder, line, end);
    if (classes & ENDS_PHRASE)
        return false;
    return classes & VERB ? !finder_led_to(finder, line, first, CLASS_LOCATIVE)
                          : !(classes & SMALL_WORD);
}

bool finder_located(struct finder *finder, const struct line *line, uint32_t first, uint32_t end)
{
    if (finder_directed(finder, line, first)) /* "mayor of Irving Park", "maire de Florence Dario …" */
        return !(end < line->end && match_joined(finder->text, end) &&
                 finder_word(finder, end)->flags & WORD_CAPITAL &&
                 !(finder_classes(finder, line, end) & CLASS_GIVEN));
    bool near = finder_led_to(finder, line, first, CLASS_PLACE_PREPOSITION) &&
                finder_led_to(finder, line, first - 1, CLASS_LOCATIVE);
    bool settled = finder_led_to(finder, line, first, CLASS_SETTLING) &&
                   finder_led_to(finder, line, first, CLASS_PLACE_PREPOSITION) &&
                   !finder_led_to(finder, line, first - 1, CLASS_SAYING | CLASS_ADDRESSING);
    bool housed = finder_led_to(finder, line, first, CLASS_LOCATIVE) && /* "the abbey at Wilcote" */
                  finder_led_to(finder, line, first - 1, CLASS_PLACE_HEAD) &&
                  !finder_led_to(finder, line, first - 1, CLASS_TITLE);
    return (near || settled || housed) && !goes_on(finder, line, first, end);
}

bool finder_area_behind(const struct finder *finder, const struct mark *mark)
{
    const struct mark *before = mark - 1;
    struct str text = finder->text->bytes;
    uint32_t end = finder_word(finder, mark->first)->end;
    return mark > finder->marks.items && before->type == MARK_PLACE &&
           before->first + before->words == mark->first &&
           text.s[finder_word(finder, mark->first - 1)->end] == ',' && end < text.len &&
           (text.s[end] == ',' || text.s[end] == '.');
}

uint32_t finder_endings(const struct finder *finder, const struct line *line, uint32_t word)
{
    enum { LONGEST_ENDING = 7, FEWEST_BEFORE = 3 };
    const struct word *at = finder_word(finder, word);
    struct str text = finder->text->bytes;
    uint32_t classes = 0;
    size_t start = at->end;
    for (int count = 0; start > at->start + FEWEST_BEFORE && count < LONGEST_ENDING; count++) {
        utf8_previous(text, &start);
        uint64_t hash = fold_hash(finder->index->fold, str_slice(text, start, at->end));
        classes |= index_classes(finder->index, hash, line->tag);
    }
    return classes;
}

static bool is_quotation_mark(uint32_t c)
{
    return c == '"' || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F) || c == 0x2039 ||
           c == 0x203A;
}

/* French printers put a space inside. */
static bool is_narrow_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F;
}

static bool opens_quotation(struct str text, size_t before)
{
    uint32_t c = before ? utf8_previous(text, &before) : 0;
    if (is_narrow_space(c) && before)
        return utf8_previous(text, &before) == 0xAB;
    return is_quotation_mark(c);
}

/* American printers put the comma inside. */
static bool closes_quotation(struct str text, size_t behind)
{
    uint32_t c = behind < text.len ? utf8_next(text, &behind) : 0;
    if ((c == ',' || is_narrow_space(c)) && behind < text.len)
        return is_quotation_mark(utf8_next(text, &behind));
    return is_quotation_mark(c);
}

bool finder_quoted(const struct finder *finder, uint32_t first, uint32_t end)
{
    struct str text = finder->text->bytes;
    return opens_quotation(text, finder_word(finder, first)->start) &&
           closes_quotation(text, finder_word(finder, end - 1)->end);
}

bool finder_abbreviated(const struct finder *finder, uint32_t word)
{
    const struct word *at = finder_word(finder, word);
    struct str text = finder->text->bytes;
    return at->end - at->start <= 2 && at->end < text.len && text.s[at->end] == '.';
}

struct str finder_slug(struct finder *finder, uint32_t first, uint32_t words)
{
    struct buffer *scratch = &finder->scratch;
    scratch->len = 0;
    for (uint32_t i = first; i < first + words; i++) {
        const struct word *word = finder_word(finder, i);
        if (i > first)
            buffer_byte(scratch, '-');
        fold_append(finder->index->fold,
                    str_slice(finder->text->bytes, word->start, word->end), scratch);
    }
    return arena_str(finder->arena, buffer_str(scratch));
}

/* ---- what later stages get ---- */

static struct str foreign_id(struct arena *arena, const char *prefix, uint32_t number)
{
    return number ? arena_printf(arena, "%s%u", prefix, number) : STR("");
}

static struct entity entity_of(const struct index *index, uint32_t number, struct arena *arena)
{
    const struct layout_entity *from = &index->entities[number];
    const struct layout_sort *sort = index_sort(index, from);
    const struct layout_detail *detail = index_detail(index, from);
    return (struct entity){
        .id = index_id(index, number, arena),
        .name = index_called(index, from),
        .type = (enum name_type)sort->type,
        .kind = index_label(index, sort->kind),
        .country = index_label(index, sort->country),
        .settlement = sort->settlement,
        .located = sort->located,
        .lat = detail->lat / 1e6,
        .lon = detail->lon / 1e6,
        .geonames = foreign_id(arena, "", detail->geonames),
        .wikidata = foreign_id(arena, "Q", detail->wikidata),
    };
}

struct output {
    struct finder *finder;
    struct names *names;
    ARRAY(uint32_t) numbers; /* of the index, for each of names.entities */
};

static uint32_t add_entity(struct output *output, uint32_t number)
{
    for (size_t i = 0; i < output->numbers.count; i++)
        if (output->numbers.items[i] == number)
            return (uint32_t)i;
    *array_push(&output->numbers, output->finder->arena) = number;
    *array_push(&output->names->entities, output->finder->arena) =
        entity_of(output->finder->index, number, output->finder->arena);
    return (uint32_t)output->numbers.count - 1;
}

/* With the bracket before "[Ilham] Aliyev", whose other half stands within. */
static struct span with_bracket(struct str text, struct span at)
{
    bool opened = at.start && text.s[at.start - 1] == '[';
    if (opened && memchr(text.s + at.start, ']', span_length(at)))
        at.start--;
    return at;
}

static struct span span_of(const struct finder *finder, const struct mark *mark)
{
    struct span at = { finder_word(finder, mark->first)->start,
                       finder_word(finder, mark->first + mark->words - 1)->end };
    if (mark->hit.node)
        at = match_span(finder->index, finder->text, &mark->hit);
    return with_bracket(finder->text->bytes, at);
}

static struct str id_of(const struct finder *finder, uint32_t entity)
{
    return entity == NO_INDEX ? STR("") : index_id(finder->index, entity, finder->arena);
}

static void set_identity(struct output *output, const struct mark *mark, uint32_t entity,
                         struct name_mention *mention)
{
    struct finder *finder = output->finder;
    if (mark->type == MARK_DEMONYM)
        mention->local = id_of(finder, entity);
    else if (entity != NO_INDEX)
        mention->entity = add_entity(output, entity);
    else if (mark->person != NO_INDEX)
        mention->local = finder->persons.items[mark->person].local;
    else
        mention->local = finder_slug(finder, mark->first, mark->words);
}

static struct name_mention mention_of(struct output *output, const struct mark *mark)
{
    struct finder *finder = output->finder;
    uint32_t entity = mark->entity;
    if (mark->person != NO_INDEX)
        entity = finder->persons.items[mark->person].entity;
    struct name_mention mention = {
        .at = span_of(finder, mark),
        .type = mark->type == MARK_DEMONYM ? NAME_PLACE : (enum name_type)mark->type,
        .entity = NO_INDEX,
        .variant_kind = mark->kind,
        .variant_lang = mark->lang,
        .rule = mark->rule,
        .metonym = mark->acts ? STR("government") : STR(""),
        .ambiguous = mark->ambiguous,
        .runner_up = id_of(finder, mark->runner_up),
        .margin = mark->margin,
    };
    set_identity(output, mark, entity, &mention);
    return mention;
}

static void add_trace(struct output *output, const struct mark *mark, struct span at)
{
    const struct finder *finder = output->finder;
    struct arena *arena = finder->arena;
    struct str id = id_of(finder, mark->entity), other = id_of(finder, mark->runner_up);
    struct name_trace trace = { .at = at };
    trace.row = arena_printf(arena, "%.*s %.*s %.*s", STR_ARG(id), STR_ARG(mark->kind),
                             STR_ARG(mark->lang));
    if (mark->hit.by_sound && mark->hit.node) {
        struct str spelling = index_spelling(finder->index, mark->hit.node);
        trace.row = arena_printf(arena, "%.*s sounds as %.*s", STR_ARG(id), STR_ARG(spelling));
    }
    if (other.len)
        trace.lost = arena_printf(arena, "%.*s%s", STR_ARG(other),
                                  mark->ambiguous ? ": hardly less likely" : ": less likely");
    *array_push(&output->names->traces, arena) = trace;
}

static void add_found(struct output *output, const struct mark *mark)
{
    const struct index *index = output->finder->index;
    struct name_found found = { .demonym = mark->type == MARK_DEMONYM };
    if (found.demonym && mark->entity != NO_INDEX)
        found.country =
            index_label(index, index_sort(index, &index->entities[mark->entity])->country);
    found.mention = mention_of(output, mark);
    *array_push(&output->names->found, output->finder->arena) = found;
    if (output->names->tracing)
        add_trace(output, mark, found.mention.at);
}

/* "Khankendy" that nothing else explains may be the place that it sounds like. */
static void take_by_sound(struct finder *finder)
{
    for (size_t i = 0; i < finder->marks.count; i++) {
        struct mark *mark = &finder->marks.items[i];
        if (mark->type == MARK_LOOSE && mark->hit.node) {
            mark->type = MARK_PLACE;
            mark->needs_support = true;
        }
        if (mark->type == MARK_PLACE && mark->hit.by_sound == SOUND_NEAR) {
            mark->kind = STR("press");
            mark->rule = STR("names/press-key");
        }
    }
}

/* Leaves the marks that are, or may be, names: what follows looks at them again and again. */
static void drop_others(struct finder *finder)
{
    size_t kept = 0;
    for (size_t i = 0; i < finder->marks.count; i++) {
        finder->marks.items[kept] = finder->marks.items[i];
        kept += finder->marks.items[i].type < MARK_LOOSE;
    }
    finder->marks.count = kept;
}

/* "3-1", "3 – 1": two numbers of one or two digits with nothing but a hyphen or dash between. */
static bool is_score(const struct text *text, const struct word *word)
{
    static const char *const dashes[] = { "-", " - ", "–", " – " };
    if (!(word->flags & WORD_DIGITS && word[1].flags & WORD_DIGITS &&
          word->end - word->start < 3 && word[1].end - word[1].start < 3))
        return false;
    struct str between = str_slice(text->bytes, word->end, word[1].start);
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (str_is(between, dashes[i]))
            return true;
    return false;
}

static void note_scores(struct finder *finder)
{
    const struct text *text = finder->text;
    for (uint32_t i = 0; i + 1 < text->words.count; i++)
        if (is_score(text, &text->words.items[i]))
            *array_push(&finder->scores, finder->arena) = i;
}

static int year_of(struct str published)
{
    long year;
    return published.len >= 4 && str_to_long(str_slice(published, 0, 4), &year) ? (int)year
                                                                                : NO_YEAR;
}

void names_find(const struct index *index, const struct text *text, struct str published,
                const struct str *language_codes, struct arena *arena, struct names *ret)
{
    struct finder finder = {
        .index = index, .text = text, .codes = language_codes, .arena = arena,
        .year = year_of(published),
    };
    struct output output = { .finder = &finder, .names = ret };
    finder.classes = arena_array(arena, uint32_t, text->words.count + 1);
    finder.notes = arena_array(arena, uint8_t, text->words.count + 1);
    finder.lines = arena_array(arena, struct line, text->sentences.count + 1);
    for (size_t i = 0; i < text->sentences.count; i++)
        finder.lines[i] = line_of(&finder, &text->sentences.items[i]);
    match_find(index, text, arena, &finder.hits);
    note_scores(&finder);
    press_find(&finder);
    marks_read(&finder);
    works_drop(&finder);
    persons_link(&finder);
    loose_judge(&finder);
    take_by_sound(&finder);
    persons_name(&finder);
    drop_others(&finder);
    resolve_marks(&finder);
    for (size_t i = 0; i < finder.marks.count; i++)
        if (finder.marks.items[i].type < MARK_LOOSE)
            add_found(&output, &finder.marks.items[i]);
    buffer_free(&finder.scratch);
}
