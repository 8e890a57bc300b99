/* triggers.c - what the words of a sentence can set off. */

#include "rules/run.h"

/* Should there be more tables than bits, the last bit stands for all the others. */
static unsigned memo_bit(size_t compound)
{
    return compound < 63 ? (unsigned)compound : 63;
}

static uint64_t ask_compounds(const struct run *run, const struct word *word)
{
    struct buffer letters = { 0 };
    uint64_t compounds = 0;
    fold_append(run->matcher->rules->fold,
                str_slice(run->text->bytes, word->start, word->end), &letters);
    for (size_t i = 0; i < run->grammar->compounds.count; i++)
        if (table_divides(run->grammar->compounds.items[i], buffer_str(&letters)))
            compounds |= UINT64_C(1) << memo_bit(i);
    buffer_free(&letters);
    return compounds;
}

/* The compound tables that a word is made of the entries of: asked once a word. */
static uint64_t compounds_of(struct run *run, const struct word *word)
{
    struct memo **memo = &run->matcher->memo[run->grammar->lang];
    if (!run->grammar->compounds.count || word->flags & WORD_DIGITS || word->end - word->start < 5)
        return 0;
    if (!*memo)
        *memo = xcalloc(MEMO, sizeof **memo);
    struct memo *slot = &(*memo)[word->hash % MEMO];
    if (slot->hash != word->hash)
        *slot = (struct memo){ word->hash, ask_compounds(run, word) };
    return slot->compounds;
}

static struct bits *copied(struct run *run, const struct bits *bits)
{
    struct bits *copy = arena_new(run->arena, struct bits);
    if (bits)
        *copy = *bits;
    return copy;
}

static const struct bits *with_compounds(struct run *run, const struct bits *known,
                                         uint64_t compounds)
{
    struct bits *both = copied(run, known);
    for (size_t i = 0; i < run->grammar->compounds.count; i++)
        if (compounds >> memo_bit(i) & 1)
            bits_set(both, run->grammar->compounds.items[i]->bit);
    return both;
}

/* Digits of other scripts are digits in the view: the bytes that their characters begin with. */
static bool has_digit(struct str text)
{
    unsigned char any = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.s[i];
        any |= ((byte >= '0') & (byte <= '9')) | ((byte >= 0xD9) & (byte != 0xE2)); /* no jumps */
    }
    return any;
}

/* True when Markdown signs, which the view looks through, stand between two parts of one word. */
static bool goes_on(const struct run *run, uint32_t word)
{
    const struct word *words = run->text->words.items + run->sentence->first_word;
    if (!run->text->markup.count || word + 1 == run->sentence->words ||
        !(words[word + 1].flags & WORD_GLUED))
        return false;
    size_t sign = view_first_markup(run->text, words[word].end);
    return sign < run->text->markup.count &&
           run->text->markup.items[sign].start < words[word + 1].start;
}

static const struct bits *united(struct run *run, const struct bits *a, const struct bits *b)
{
    if (!a || !b)
        return a ? a : b;
    struct bits *both = copied(run, a);
    bits_add(both, b);
    return both;
}

/* Adds the entries that the letters are, or begin together with the sentence's next words. */
static const struct bits *with(struct run *run, const struct bits *known, uint64_t letters,
                               uint32_t word)
{
    const struct word *words = run->text->words.items + run->sentence->first_word;
    known = united(run, known, grammar_word(run->grammar, letters));
    uint32_t end = word + MOST_PHRASE < run->sentence->words ? word + MOST_PHRASE
                                                            : run->sentence->words;
    while (++word < end && grammar_goes_on(run->grammar, letters)) {
        letters = phrase_hash(letters, words[word].hash);
        known = united(run, known, grammar_word(run->grammar, letters));
    }
    return known;
}

/* "30km", "18h30": digits have been written onto what is a word of its own to the rules. */
static const struct bits *with_tail(struct run *run, const struct bits *known, uint32_t word)
{
    static const char digits[] = "0123456789.,";
    const struct fold *fold = run->matcher->rules->fold;
    const struct word *at = run->text->words.items + run->sentence->first_word + word;
    struct str tail = str_slice(run->text->bytes, at->start, at->end);
    while (tail.len && memchr(digits, tail.s[0], sizeof digits - 1))
        tail = str_slice(tail, 1, tail.len);
    size_t end = 0;
    while (end < tail.len && !memchr(digits, tail.s[end], sizeof digits - 1))
        end++;
    if (!tail.len)
        return known;
    known = with(run, known, fold_hash(fold, str_slice(tail, 0, end)), word);
    return end < tail.len ? with(run, known, fold_hash(fold, tail), word) : known;
}

/* What a word has, and of one that goes on behind a sign, which only the view shows, and of the word
 * before it, which may begin a phrase with it: anything. */
static const struct bits *bits_of_word(struct run *run, uint32_t word)
{
    static const struct bits anything = { { [0 ... MOST_BITS / 64 - 1] = UINT64_MAX } };
    const struct word *at = run->text->words.items + run->sentence->first_word + word;
    const struct bits *known = with(run, NULL, at->hash, word);
    uint64_t compounds = compounds_of(run, at);
    for (uint32_t i = word; i < word + MOST_PHRASE && i < run->sentence->words; i++)
        if (goes_on(run, i))
            return &anything;
    if (at->flags & WORD_DIGITS)
        return with_tail(run, known, word);
    return compounds ? with_compounds(run, known, compounds) : known;
}

void run_find_bits(struct run *run)
{
    run->word_bits = arena_array(run->arena, const struct bits *, run->sentence->words);
    if (has_digit(span_text(run->text->bytes, run->sentence->at)))
        bits_set(&run->bits, BIT_DIGIT);
    for (uint32_t i = 0; i < run->sentence->words; i++) {
        run->word_bits[i] = bits_of_word(run, i);
        if (run->word_bits[i])
            bits_add(&run->bits, run->word_bits[i]);
    }
}
