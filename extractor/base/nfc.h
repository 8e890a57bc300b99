/* nfc.h - whether text is in Unicode's composed form (NFC), as the project's own files must be. */
#ifndef NEWSGAZ_BASE_NFC_H
#define NEWSGAZ_BASE_NFC_H

#include "base/buffer.h"

/* Bytes at the start of valid UTF-8 that are in NFC; text.len when all are. */
size_t nfc_prefix(struct str text);

/* Appends valid UTF-8 in composed form. */
void nfc_append(struct str text, struct buffer *into);

/* Appends what an id may be made of: letters without their marks as small ASCII letters, digits,
 * and one hyphen for all that stands between; letters without an ASCII one are left out. */
void nfc_append_id(struct str text, struct buffer *into);

/* Appends a word written in capitals as names are: "MELONI" as "Meloni". */
void nfc_append_titled(struct str word, struct buffer *into);

/* True for three letters and more, all of them capitals. */
bool nfc_is_shouted(struct str word);

/* The first letter of the text; digits are none. */
enum nfc_letter { NFC_NO_LETTER, NFC_SMALL, NFC_CAPITAL, NFC_CASELESS };
enum nfc_letter nfc_first_letter(struct str text);

/* The one character that a letter and a combining mark make, or 0 if there is none. */
uint32_t nfc_compose(uint32_t letter, uint32_t mark);

/* The lower-case form of a letter by itself, the same in every locale. */
uint32_t nfc_lower(uint32_t code_point);

/* True for what is written onto the character before it: accents, circles, variation selectors. */
bool nfc_is_mark(uint32_t code_point);

/* What a decimal digit of any script is worth: 0 to 9, or -1 for all else. */
int nfc_digit(uint32_t code_point);

#endif
