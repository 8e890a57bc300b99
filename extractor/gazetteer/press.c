#include "base/nfc.h"
#include "base/utf8.h"
#include "gazetteer/keys.h"
#include "gazetteer/press.h"

/* ---- rows ---- */

static bool copy_cell(struct str cell, char *into, size_t room)
{
    memset(into, 0, room);
    if (cell.len > room)
        return false;
    memcpy(into, cell.s, cell.len);
    return true;
}

/* "V_$": what stands before and behind, on the sides of a low line. */
static const char *read_where(struct str where, struct press_rule *ret)
{
    struct str before = { where.s, 0 }, after = { where.s, 0 };
    const char *line = where.len ? memchr(where.s, '_', where.len) : NULL;
    if (where.len && !line)
        return "write the letters before, a low line, and the letters behind";
    if (line) {
        before = str_slice(where, 0, (size_t)(line - where.s));
        after = str_slice(where, before.len + 1, where.len);
    }
    if (!copy_cell(before, ret->before, sizeof ret->before) ||
        !copy_cell(after, ret->after, sizeof ret->after))
        return "too many letters";
    return NULL;
}

const char *press_read_row(const struct press_row *row, struct press_rule *ret)
{
    *ret = (struct press_rule){ .length = (uint8_t)row->letters.len };
    if (row->letters.len == 0)
        return "no letters to read";
    if (!copy_cell(row->letters, ret->letters, sizeof ret->letters) ||
        !copy_cell(row->sounds, ret->sounds, sizeof ret->sounds))
        return "too many letters";
    for (size_t i = 0; i < row->sounds.len; i++)
        if ((unsigned char)row->sounds.s[i] >= 128)
            return "sounds are written in plain letters";
    return read_where(row->where, ret);
}

/* ---- the table ---- */

static bool is_bound(const struct press_rule *rule)
{
    return rule->before[0] || rule->after[0];
}

/* By first letter, the longest first, those that say where they hold before those that hold
 * everywhere; else as they stand in the table. */
static int by_letters(const struct press_rule *a, const struct press_rule *b)
{
    if (a->letters[0] != b->letters[0])
        return (unsigned char)a->letters[0] - (unsigned char)b->letters[0];
    return a->length != b->length ? b->length - a->length : is_bound(b) - is_bound(a);
}

void press_sort(struct press_rule *rules, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && by_letters(&rules[j - 1], &rules[j]) > 0; j--) {
            struct press_rule moved = rules[j];
            rules[j] = rules[j - 1];
            rules[j - 1] = moved;
        }
}

static bool is_own(const struct press *press, uint32_t c)
{
    for (uint32_t i = 0; i < press->own_count; i++)
        if (press->own[i] == c)
            return true;
    return false;
}

static void note_letters(struct press *press, struct str letters)
{
    for (size_t at = 0; at < letters.len;) {
        uint32_t c = utf8_next(letters, &at);
        bool room = press->own_count < sizeof press->own / sizeof *press->own;
        if (c >= 128 && room && !is_own(press, c))
            press->own[press->own_count++] = c;
    }
}

void press_open(const struct press_rule *rules, size_t count, struct press *ret)
{
    *ret = (struct press){ .rules = rules, .readings = 1 };
    for (size_t i = 0; i < count; i++) {
        ret->first[(unsigned char)rules[i].letters[0] + 1]++;
        note_letters(ret, (struct str){ rules[i].letters, rules[i].length });
        for (unsigned bit = 1; bit < MOST_READINGS; bit++)
            if (rules[i].readings != ALL_READINGS && rules[i].readings >> bit & 1 &&
                bit >= ret->readings)
                ret->readings = bit + 1;
    }
    for (size_t i = 0; i < 256; i++)
        ret->first[i + 1] += ret->first[i];
}

/* ---- keys ---- */

enum { MOST_LETTERS = 120, LONGEST_FOLDED = 64, FEWEST_CONSONANTS = 3 };

/* The letters of a name in lower case, folded where no rule speaks of them; one space between
 * words and one at each end. Apostrophes and marks are left out. */
struct spelling {
    char letters[MOST_LETTERS + LONGEST_FOLDED];
    char plain[MOST_LETTERS + LONGEST_FOLDED]; /* the letters without their marks */
    size_t len;
};

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0x2BB || c == '`' ||
           c == 0xB4 || c == 0x2032;
}

static void add_letter(const struct press *press, const struct fold *fold, struct str letter,
                       uint32_t c, struct spelling *ret)
{
    if (c < 128) {
        ret->letters[ret->len] = ret->plain[ret->len] = (char)fold_ascii(fold)[c];
        ret->len++;
        return;
    }
    struct buffer folded = { ret->plain, ret->len, sizeof ret->plain };
    uint32_t lower = nfc_lower(c);
    fold_append(fold, letter, &folded);
    size_t len = folded.len - ret->len;
    memcpy(ret->letters + ret->len, ret->plain + ret->len, len);
    if (is_own(press, lower)) {
        memset(ret->plain + ret->len + len, 0, 4);
        len = utf8_put(lower, ret->letters + ret->len);
    }
    ret->len += len;
}

static void add_space(struct spelling *ret)
{
    ret->letters[ret->len] = ret->plain[ret->len] = ' ';
    ret->len++;
}

/* Initials are left out of names that have two other words: they come and go. */
static void drop_initials(struct spelling *spelling)
{
    struct spelling kept = { .len = 0 };
    size_t words = 0;
    for (size_t at = 1, start = 1; at < spelling->len; at++) {
        if (spelling->plain[at] != ' ')
            continue;
        size_t from = at - start > 1 ? start : at + 1, len = at + 1 - from;
        memcpy(kept.letters + 1 + kept.len, spelling->letters + from, len);
        memcpy(kept.plain + 1 + kept.len, spelling->plain + from, len);
        kept.len += len;
        words += len > 0;
        start = at + 1;
    }
    if (words < 2)
        return;
    kept.letters[0] = kept.plain[0] = ' ';
    kept.len++;
    *spelling = kept;
}

static void spell(const struct press *press, const struct fold *fold, struct str name,
                  struct spelling *ret)
{
    ret->len = 0;
    add_space(ret);
    for (size_t at = 0; at < name.len && ret->len < MOST_LETTERS;) {
        size_t start = at;
        uint32_t c = utf8_next(name, &at);
        if (fold_is_word(fold, c))
            add_letter(press, fold, str_slice(name, start, at), c, ret);
        else if (!is_apostrophe(c) && ret->letters[ret->len - 1] != ' ')
            add_space(ret);
    }
    if (ret->letters[ret->len - 1] != ' ')
        add_space(ret);
    drop_initials(ret);
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool is_vowel_letter(char plain)
{
    return is_vowel(plain) || plain == 'y';
}

/* Whether the letter at the position is `letter` of a set, where V is any vowel, C any other
 * letter, and `edge` the word's end. */
static bool fits(struct str letter, const struct spelling *spelling, size_t at, char edge)
{
    char plain = spelling->plain[at];
    if (letter.s[0] == edge)
        return plain == ' ';
    if (letter.s[0] == 'V')
        return is_vowel_letter(plain);
    if (letter.s[0] == 'C')
        return plain != ' ' && !is_vowel_letter(plain);
    return letter.len == 1 ? plain == letter.s[0]
                           : memcmp(spelling->letters + at, letter.s, letter.len) == 0;
}

static bool is_in_set(const char *set, size_t room, const struct spelling *spelling, size_t at,
                      char edge)
{
    size_t start = 0;
    for (size_t end = 0; start < room && set[start]; start = end) {
        end = start + 1;
        while (end < room && utf8_is_tail(set[end]))
            end++;
        if (fits((struct str){ set + start, end - start }, spelling, at, edge))
            return true;
    }
    return start == 0;
}

static size_t letter_before(const struct spelling *spelling, size_t at)
{
    do
        at--;
    while (utf8_is_tail(spelling->letters[at]));
    return at;
}

static bool has_letters(const struct press_rule *rule, const char *letters)
{
    for (size_t i = 1; i < rule->length; i++)
        if (letters[i] != rule->letters[i])
            return false;
    return true;
}

/* The rules tried begin with the letter at the position. */
static bool applies(const struct press_rule *rule, const struct spelling *spelling, size_t at)
{
    if (!has_letters(rule, spelling->letters + at))
        return false;
    return !is_bound(rule) ||
           (is_in_set(rule->before, sizeof rule->before, spelling, letter_before(spelling, at),
                     '^') &&
            is_in_set(rule->after, sizeof rule->after, spelling, at + rule->length, '$'));
}

static void add_sound(struct press_key *key, char sound)
{
    bool doubled = key->length && key->sounds[key->length - 1] == sound;
    if (!doubled && key->length < LONGEST_KEY)
        key->sounds[key->length++] = sound;
}

/* *ret_varies is set where another reading may have another rule. */
static const struct press_rule *rule_at(const struct press *press, const struct spelling *spelling,
                                        size_t at, unsigned reading, bool *ret_varies)
{
    unsigned char letter = (unsigned char)spelling->letters[at];
    for (uint32_t i = press->first[letter]; i < press->first[letter + 1]; i++) {
        const struct press_rule *rule = &press->rules[i];
        if (!applies(rule, spelling, at))
            continue;
        *ret_varies |= rule->readings != ALL_READINGS;
        if (rule->readings >> reading & 1)
            return rule;
    }
    return NULL;
}

/* Whether other readings may differ. */
static bool read_aloud(const struct press *press, const struct spelling *spelling,
                       unsigned reading, struct press_key *ret)
{
    bool varies = false;
    ret->length = 0;
    for (size_t at = 1; at + 1 < spelling->len;) {
        const struct press_rule *rule = rule_at(press, spelling, at, reading, &varies);
        if (!rule)
            add_sound(ret, spelling->letters[at]);
        for (size_t i = 0; rule && i < sizeof rule->sounds && rule->sounds[i]; i++)
            add_sound(ret, rule->sounds[i]);
        at += rule ? rule->length : 1;
    }
    return varies;
}

static bool is_new(const struct press_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(press_sounds(&keys[i]), press_sounds(&keys[count])))
            return false;
    return true;
}

size_t press_keys(const struct press *press, const struct fold *fold, struct str name,
                  unsigned readings, struct press_key ret[MOST_READINGS])
{
    struct spelling spelling = { .len = 0 };
    size_t count = 0;
    bool varies = true;
    spell(press, fold, name, &spelling);
    for (unsigned reading = 0; varies && reading < press->readings; reading++) {
        if (!(readings >> reading & 1))
            continue;
        varies = read_aloud(press, &spelling, reading, &ret[count]);
        count += is_new(ret, count);
    }
    return count;
}

struct press_key press_joined(const struct press_key *key)
{
    struct press_key ret = { .length = 0 };
    for (size_t i = 0; i < key->length; i++)
        if (key->sounds[i] != ' ')
            add_sound(&ret, key->sounds[i]);
    return ret;
}

uint64_t press_file(const struct press_key *joined)
{
    struct press_key skeleton = press_skeleton(joined);
    if (skeleton.length < FEWEST_CONSONANTS)
        return 0;
    bool few = skeleton.length == FEWEST_CONSONANTS;
    return key_of(press_sounds(few ? joined : &skeleton));
}

void press_listen(const struct press *press, const struct fold *fold, struct str word,
                  struct sounds *ret)
{
    struct press_key keys[MOST_READINGS];
    size_t count = press_keys(press, fold, word, ALL_READINGS, keys);
    ret->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct press_key joined = press_joined(&keys[i]);
        if (press_file(&joined))
            ret->hashes[ret->count++] = key_of(press_sounds(&joined));
    }
}

bool press_agree(const struct sounds *a, const struct sounds *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (a->hashes[i] == b->hashes[j])
                return true;
    return false;
}

struct press_key press_skeleton(const struct press_key *key)
{
    struct press_key ret = { .length = 0 };
    for (size_t i = 0; i < key->length; i++)
        if (!is_vowel(key->sounds[i]) && key->sounds[i] != 'h')
            ret.sounds[ret.length++] = key->sounds[i];
    return ret;
}
