#include "base/utf8.h"
#include "gazetteer/core.h"
#include "gazetteer/match.h"

enum { MOST_WORDS = 16, LEAST_IN_CAPITALS = 4, LONGEST_ABBREVIATED = 4, LONGEST_ARTICLE = 3 };

static bool is_white(uint32_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

static bool is_hyphen_or_apostrophe(uint32_t c)
{
    return c == '-' || c == '\'' || c == 0x2019 || c == 0x2010 || c == 0x2011 || c == 0x2BC ||
           c == 0xB4 || c == '`' || c == 0x2018;
}

/* The text between two words without the markup in it, up to four characters; more give 5. */
static size_t gap_characters(const struct text *text, uint32_t start, uint32_t end, uint32_t gap[4])
{
    size_t count = 0, at = start;
    for (size_t i = 0; i < text->markup.count; i++) {
        struct span markup = text->markup.items[i];
        if (markup.end > start && markup.start < end) {
            while (at < markup.start && count < 4)
                gap[count++] = utf8_next(text->bytes, &at);
            at = markup.end > at ? markup.end : at;
        }
    }
    while (at < end && count < 4)
        gap[count++] = utf8_next(text->bytes, &at);
    return at < end ? 5 : count;
}

/* The common case: no markup in the article. */
static size_t read_gap(const struct text *text, uint32_t start, uint32_t end, uint32_t gap[4])
{
    if (text->markup.count)
        return gap_characters(text, start, end, gap);
    size_t count = 0, at = start;
    while (at < end && count < 4)
        gap[count++] = utf8_next(text->bytes, &at);
    return at < end ? 5 : count;
}

/* Nothing, a white space, a hyphen, an apostrophe; a dot (and space or hyphen) after what is
 * shortened; a bracket that an editor put around a part of the name. */
bool match_joined_otherwise(const struct text *text, uint32_t word)
{
    const struct word *before = &text->words.items[word - 1], *after = before + 1;
    uint32_t gap[4];
    size_t count = read_gap(text, before->end, after->start, gap);
    if (count == 0)
        return true;
    bool shortened = before->end - before->start <= LONGEST_ABBREVIATED;
    if (count == 1)
        return is_white(gap[0]) || is_hyphen_or_apostrophe(gap[0]) || (gap[0] == '.' && shortened);
    if (count != 2)
        return false;
    return (gap[0] == '.' && (is_white(gap[1]) || gap[1] == '-') && shortened) ||
           (is_white(gap[0]) && gap[1] == '[') || (gap[0] == ']' && is_white(gap[1]));
}

/* "al-Bayda", "el-Arish": the article of "Al Bayda" where a hyphen ties it to what it belongs to. */
static bool is_tied_article(const struct word *words, const struct hit *hit, uint32_t word)
{
    return word == 0 && hit->words > 1 && words[1].flags & WORD_GLUED &&
           words[1].flags & WORD_CAPITAL && words[0].end - words[0].start <= LONGEST_ARTICLE;
}

bool match_case(const struct text *text, const struct hit *hit, const struct layout_manner *manner)
{
    const struct word *words = &text->words.items[hit->first];
    uint32_t letters = words[hit->words - 1].end - words[0].start;
    for (uint32_t i = 0; i < hit->words; i++) {
        bool capital = manner->capital >> i & 1, capitals = manner->capitals >> i & 1;
        uint8_t flags = words[i].flags;
        if (capital && !(flags & WORD_CAPITAL) && !is_tied_article(words, hit, i))
            return false;
        if (capitals && !(flags & WORD_CAPITALS))
            return false;
        if (flags & WORD_CAPITALS && !capitals && letters < LEAST_IN_CAPITALS)
            return false;
    }
    return true;
}

/* "U.S." needs its dots; "U S" is something else. */
static bool has_dots(const struct text *text, const struct hit *hit)
{
    for (uint32_t i = 0; i + 1 < hit->words; i++)
        if (text->bytes.s[text->words.items[hit->first + i].end] != '.')
            return false;
    return true;
}

/* What the names at the hit's node may be here; false when none may stand. */
static bool read_bits(const struct index *index, const struct text *text, struct hit *hit)
{
    hit->bits = hit->context = 0;
    for (uint32_t i = hit->node, end = index_end(index, i); i < end; i++) {
        const struct layout_manner *manner = index_manner(index, i);
        if (manner->use == USE_NEVER || !match_case(text, hit, manner) ||
            (manner->form == FORM_DOTTED && !has_dots(text, hit)))
            continue;
        if (manner->use == USE_YES)
            hit->bits |= manner->bit;
        else
            hit->context |= manner->bit;
    }
    return hit->bits | hit->context;
}

static bool folds_to(const struct index *index, struct str spelling, struct str letters,
                     struct buffer *folded)
{
    folded->len = 0;
    fold_append(index->fold, spelling, folded);
    return str_equal(buffer_str(folded), letters);
}

/* Equal hashes are no proof: the letters are compared, as written or folded. */
static bool has_letters(const struct index *index, const struct text *text, const struct hit *hit,
                        struct buffer folded[2])
{
    const struct word *words = &text->words.items[hit->first];
    struct str spelling = index_spelling(index, hit->node);
    struct str surface = str_slice(text->bytes, words[0].start, words[hit->words - 1].end);
    if (str_equal(spelling, surface))
        return true;
    folded[0].len = 0;
    for (uint32_t i = 0; i < hit->words; i++)
        fold_append(index->fold, str_slice(text->bytes, words[i].start, words[i].end), &folded[0]);
    return folds_to(index, spelling, buffer_str(&folded[0]), &folded[1]);
}

/* A word that names begin with, and the node below the root that it leads to. */
struct candidate {
    uint32_t word, node;
};

/* The longest name that begins at the word. */
static bool longest_at(const struct index *index, const struct text *text, struct candidate from,
                       uint32_t end, struct buffer folded[2], struct hit *ret)
{
    uint32_t nodes[MOST_WORDS] = { from.node }, depth = 1;
    const struct word *words = text->words.items + from.word;
    uint64_t key = layout_key(0, words[0].hash);
    while (depth < MOST_WORDS && from.word + depth < end) {
        uint32_t node = index_node(index, key = layout_key(key, words[depth].hash));
        if (!node || !match_joined(text, from.word + depth))
            break;
        nodes[depth++] = node;
    }
    for (; depth > 0; depth--) {
        *ret = (struct hit){ .first = from.word, .words = depth, .node = nodes[depth - 1] };
        if (index_has_names(index, ret->node) && read_bits(index, text, ret) &&
            has_letters(index, text, ret, folded))
            return true;
    }
    return false;
}

/* Words that a name may begin with: capitalised, a number, outside ASCII or one that a name has in
 * lower case. No branch depends on the word: guessing one wrong costs more than the look-up. */
static uint32_t list_candidates(const struct index *index, const struct text *text,
                                struct candidate *ret)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < text->words.count; i++) {
        const struct word *word = &text->words.items[i];
        uint64_t key = layout_key(0, word->hash);
        bool may = ((word->flags & (WORD_CAPITAL | WORD_DIGITS)) != 0) |
                   ((unsigned char)text->bytes.s[word->start] >= 128) |
                   filter_has(&index->lower_filter, key);
        ret[count].word = i;
        count += may & filter_has(&index->name_filter, key);
    }
    return count;
}

static const uint32_t *list_of(const struct index *index, const struct word *word)
{
    return list_at(&index->name_lists, layout_key(0, word->hash));
}

/* Leaves those that lead to a node. The gazetteer is larger than the caches: what all of them will
 * touch is asked for before the first is followed. */
static uint32_t enter_candidates(const struct index *index, const struct text *text,
                                 struct candidate *candidates, uint32_t count)
{
    const struct word *words = text->words.items;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(list_of(index, &words[candidates[i].word]));
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&index->names[*list_of(index, &words[candidates[i].word])]);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t word = candidates[i].word;
        uint32_t node = index_node(index, layout_key(0, words[word].hash));
        candidates[kept] = (struct candidate){ word, node };
        kept += node != 0;
        __builtin_prefetch(&index->spelling_starts[node / SPELLING_GROUP]);
    }
    return kept;
}

/* "La Repubblica Ceca" is no newspaper: what begins behind an article and goes on beyond the name
 * that holds the article is the longer name. */
static bool is_outdone(const struct index *index, const struct text *text, const struct hit *hit,
                       struct candidate behind, uint32_t end, struct buffer folded[2],
                       struct hit *ret)
{
    return hit->words > 1 && behind.word == hit->first + 1 &&
           classes_in_any(index, text->words.items[hit->first].hash) &
               (CLASS_ARTICLE | CLASS_DETERMINER) &&
           longest_at(index, text, behind, end, folded, ret) && ret->words >= hit->words;
}

void match_find(const struct index *index, const struct text *text, struct arena *arena,
                struct hits *ret)
{
    struct buffer folded[2] = { { 0 }, { 0 } };
    struct hit hit, longer;
    const struct sentence *sentence = text->sentences.items;
    struct candidate *all = arena_array(arena, struct candidate, text->words.count + 1);
    uint32_t count = enter_candidates(index, text, all, list_candidates(index, text, all));
    for (uint32_t i = 0, end = 0, next = 0; i < count; i++) {
        for (; all[i].word >= end; sentence++)
            end = sentence->first_word + sentence->words;
        if (all[i].word >= next && longest_at(index, text, all[i], end, folded, &hit)) {
            if (i + 1 < count && is_outdone(index, text, &hit, all[i + 1], end, folded, &longer))
                hit = longer;
            *array_push(ret, arena) = hit;
            next = hit.first + hit.words;
        }
    }
    buffer_free(&folded[0]);
    buffer_free(&folded[1]);
}

static bool has_letters_of(const struct index *index, const struct text *text,
                           const uint32_t *words, uint32_t count, uint32_t node)
{
    struct buffer folded[2] = { { 0 }, { 0 } };
    struct str spelling = index_spelling(index, node);
    for (uint32_t i = 0; i < count; i++) {
        const struct word *word = &text->words.items[words[i]];
        fold_append(index->fold, str_slice(text->bytes, word->start, word->end), &folded[0]);
    }
    bool equal = folds_to(index, spelling, buffer_str(&folded[0]), &folded[1]);
    buffer_free(&folded[0]);
    buffer_free(&folded[1]);
    return equal;
}

bool match_words(const struct index *index, const struct text *text, const uint32_t *words,
                 uint32_t count, struct hit *ret)
{
    uint64_t key = 0;
    for (uint32_t i = 0; i < count; i++)
        key = layout_key(key, text->words.items[words[i]].hash);
    uint32_t node = index_node(index, key);
    *ret = (struct hit){ .node = node };
    return index_has_names(index, node) && has_letters_of(index, text, words, count, node);
}

uint32_t match_prior(const struct index *index, const struct hit *hit)
{
    uint32_t prior = 0;
    for (uint32_t i = hit->node, end = index_end(index, i); i < end; i++)
        if (index_entity(index, i)->prior > prior)
            prior = index_entity(index, i)->prior;
    return prior;
}

struct span match_span(const struct index *index, const struct text *text, const struct hit *hit)
{
    const struct word *words = &text->words.items[hit->first];
    struct span at = { words[0].start, words[hit->words - 1].end };
    bool dot = at.end < text->bytes.len && text->bytes.s[at.end] == '.';
    for (uint32_t i = hit->node, end = index_end(index, i); dot && i < end; i++)
        if ((index_manner(index, i)->form == FORM_DOTTED && hit->words > 1) ||
            str_ends(index_spelling(index, i), STR(".")))
            return (struct span){ at.start, at.end + 1 };
    return at;
}
