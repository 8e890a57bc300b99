/* reading.h - a sentence read from the left for names. What the readers share:
 *     reading.c       what stands at a word
 *     read_persons.c  persons that no gazetteer knows
 *     read_heads.c    places and organisations by a word in or beside their name
 *     read_hits.c     what a name of the gazetteer is here
 *     marks.c         every sentence, one reader after the other
 * The classes of words come from words.tsv, so that no language is known here. */
#ifndef NEWSGAZ_GAZETTEER_READING_H
#define NEWSGAZ_GAZETTEER_READING_H

#include "gazetteer/finder.h"

/* `prior` of places that no person or thing is likelier than, and that few families are called as. */
enum { LARGE_PLACE = 1000000, LARGE_FOR_A_SURNAME = 60000 };

struct reading {
    struct finder *finder;
    struct line line;
    const struct hit *hit, *hits_end; /* the next one */
    uint32_t sport; /* words of sport in the line, and one; 0 before they are counted */
};

/* A reader looks at the word and leaves a mark, or gives `at` back: the end of what it has read. */
typedef uint32_t reader(struct reading *reading, uint32_t at);

enum {
    NO_SURNAME = CLASS_TITLE | CLASS_PLACE_HEAD | CLASS_ORGANISATION_HEAD | CLASS_MONTH_WEEKDAY,
};

static inline const struct word *word_at(const struct reading *reading, uint32_t at)
{
    return finder_word(reading->finder, at);
}

static inline uint32_t classes_at(struct reading *reading, uint32_t at)
{
    return finder_classes(reading->finder, &reading->line, at);
}

static inline bool in_line(const struct reading *reading, uint32_t at)
{
    return at >= reading->line.first && at < reading->line.end;
}

/* Whether the word goes on with what the word before it began. */
static inline bool follows(const struct reading *reading, uint32_t at)
{
    return at > reading->line.first && at < reading->line.end &&
           match_joined(reading->finder->text, at);
}

/* Characters of a word; a mark that is written behind its letter is none (U+0300 to U+036F). */
static inline uint32_t letters(const struct reading *reading, uint32_t at)
{
    const struct word *word = word_at(reading, at);
    const char *s = reading->finder->text->bytes.s;
    uint32_t count = 0;
    for (uint32_t i = word->start; i < word->end; i++) {
        uint8_t byte = (uint8_t)s[i];
        count += (byte & 0xc0) != 0x80 && byte != 0xcc && byte != 0xcd;
    }
    return count;
}

static inline bool is_capital(const struct reading *reading, uint32_t at)
{
    return word_at(reading, at)->flags & WORD_CAPITAL;
}

static inline bool is_in_capitals(const struct reading *reading, uint32_t at)
{
    return word_at(reading, at)->flags & WORD_CAPITALS;
}

static inline bool is_ordinary(struct reading *reading, uint32_t at)
{
    return classes_at(reading, at) & CLASS_COMMON_CAPITAL;
}

static inline const struct mark *last_mark(const struct reading *reading)
{
    size_t count = reading->finder->marks.count;
    return count ? &reading->finder->marks.items[count - 1] : NULL;
}

/* ---- reading.c ---- */

const struct hit *hit_at(const struct reading *reading, uint32_t at);

/* What only sounds like a name of the gazetteer: no reason not to read it otherwise. */
const struct hit *near_hit_at(const struct reading *reading, uint32_t at);
bool is_one_letter(const struct reading *reading, uint32_t at);
bool is_initial(const struct reading *reading, uint32_t at);

/* The first part of "D'Alema", "O'Brien". */
bool is_elided(struct reading *reading, uint32_t at);

/* "Giordano", "Russo": an adjective that is written small in the language, here with a capital. */
bool is_raised_demonym(const struct reading *reading, uint32_t at);

/* A capitalised word that can be part of a person's name. */
bool is_name_word(struct reading *reading, uint32_t at);
bool is_known_place(const struct reading *reading, uint32_t at);
bool is_unknown(struct reading *reading, uint32_t at);
bool is_known_surname(const struct reading *reading, uint32_t at);

/* Whether only a space stands before the word: a hyphen or bracket divides more than it joins. */
bool is_spaced(const struct reading *reading, uint32_t at);

/* Whether a hyphen joins the word to the one before. */
bool is_hyphened(const struct reading *reading, uint32_t at);

/* A given name whose capital says something. */
bool is_given(struct reading *reading, uint32_t at);

/* An article of French or Italian before the word: "il Wanda Metropolitano" is no person. */
bool has_article(struct reading *reading, uint32_t at);
uint32_t largest(const struct reading *reading, const struct hit *hit);
bool is_large(const struct reading *reading, const struct hit *hit);
bool is_settlement(const struct index *index, const struct hit *hit);
struct mark *add_mark(struct reading *reading, enum mark_type type, uint32_t first, uint32_t end,
                      const char *rule);
uint32_t add_hit(struct reading *reading, enum mark_type type, const struct hit *hit);

/* "MS", "AD" are abbreviations of other things unless the name is in capitals as well. */
bool is_titled(struct reading *reading, uint32_t at);

/* Words that lead from one part of the name to the next: "de", "von der", "al". */
uint32_t skip_particles(struct reading *reading, uint32_t at);

/* ---- read_persons.c ---- */

/* "la nave Andrea Doria", but "il compagno di squadra Andrea Doria" */
bool is_thing(struct reading *reading, uint32_t at);

/* Whether the word is the next of a row behind the mark: "Aurora, …", "Aurora and …". */
bool is_next_of(struct reading *reading, const struct mark *mark, uint32_t at);

/* A surname by the gazetteer's persons, by the lists of words, or by its ending. */
bool is_surname_word(struct reading *reading, uint32_t at);

/* "J. Okonkwo", "J. T. Okonkwo" */
uint32_t read_initials(struct reading *reading, uint32_t at);
uint32_t read_given(struct reading *reading, uint32_t at);
uint32_t read_titled(struct reading *reading, uint32_t at);

/* "the mayor, Omar al-Gaithi, …" */
uint32_t read_between_commas(struct reading *reading, uint32_t at);

/* "… and Whitney sang": a given name by itself, where nothing speaks for something else. */
uint32_t read_given_alone(struct reading *reading, uint32_t at);

/* "Enrico IV", "Manuele I Comneno" */
uint32_t read_regnal(struct reading *reading, uint32_t at);

/* "Luigi Russo", where the language writes its adjectives of nationality small. */
bool is_demonym_as_surname(struct reading *reading, uint32_t at);

/* "SAMADOV Bahruz", "Orbán Viktor" */
uint32_t read_inverted(struct reading *reading, uint32_t at);
uint32_t read_person(struct reading *reading, uint32_t at);

/* ---- read_heads.c ---- */

/* "del Senato Pietro Grasso": where a person's full name begins, the name before has ended. */
bool begins_person(struct reading *reading, uint32_t at);
uint32_t capitals_end(struct reading *reading, uint32_t at);
uint32_t skip_connecting(struct reading *reading, uint32_t at);

/* "Bank of America": what an organisation's head word begins. */
uint32_t read_organisation(struct reading *reading, uint32_t at);

/* "les Cubs de Chicago": what a town's club calls itself. */
uint32_t read_club(struct reading *reading, uint32_t at);

/* The word is the head itself. */
uint32_t read_head(struct reading *reading, uint32_t at);

/* A head in lower case stands before the word, perhaps with particles between. */
uint32_t read_behind_head(struct reading *reading, uint32_t at);

/* What a capitalised head word behind a name makes of it: "Washington Post", "Orange County". */
uint32_t read_tail(struct reading *reading, uint32_t first, uint32_t end);
uint32_t read_owned(struct reading *reading, uint32_t at);

/* "Policoro, in provincia di Matera", "Irving, Texas" */
uint32_t read_place_by_next(struct reading *reading, uint32_t at);

/* "Treasure Island", "Bellevue Hospital", "Lafayette Park": the head stands last. */
uint32_t read_tailed(struct reading *reading, uint32_t at);

/* ---- read_hits.c ---- */

/* A word that is a place's name somewhere and something else nearly always: "University". */
bool is_other_word(struct reading *reading, const struct hit *hit);

/* Words of sport in the sentence, and results of matches. */
uint32_t words_of_sport(struct reading *reading);
uint32_t read_hit(struct reading *reading, const struct hit *hit);

#endif
