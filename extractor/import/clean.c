#include "base/nfc.h"
#include "base/utf8.h"
#include "gazetteer/check.h"
#include "import/clean.h"

enum { LONGEST_NAME = 200, MOST_WORDS = 16 };

static bool is_white(uint32_t c)
{
    return c <= ' ' || (c >= 0x7F && c <= 0xA0) || (c >= 0x2000 && c <= 0x200A) ||
           (c >= 0x2028 && c <= 0x2029) || c == 0x202F || c == 0x205F || c == 0x3000;
}

static bool is_dropped(uint32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

static void put(struct buffer *into, uint32_t c)
{
    char bytes[4];
    if (c == 0x1DD || c == 0x18E)
        c = c == 0x1DD ? 0x259 : 0x18F; /* the turned e is meant for the letter schwa */
    buffer_add(into, (struct str){ bytes, utf8_put(c, bytes) });
}

void clean_text(struct str raw, struct buffer *into)
{
    struct buffer plain = { 0 };
    bool gap = false;
    raw.len = utf8_valid(raw);
    for (size_t at = 0; at < raw.len;) {
        uint32_t c = utf8_next(raw, &at);
        if (is_dropped(c) || c == 0xFFFD)
            continue;
        if (!is_white(c) && gap && plain.len)
            buffer_byte(&plain, ' ');
        gap = is_white(c);
        if (!gap)
            put(&plain, c);
    }
    nfc_append(buffer_str(&plain), into);
    buffer_free(&plain);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "[14]" and the like, wherever they stand. */
static void drop_notes(struct buffer *text)
{
    size_t kept = 0;
    for (size_t i = 0; i < text->len; i++) {
        size_t end = i + 1;
        while (end < text->len && is_digit(text->bytes[end]))
            end++;
        bool note = text->bytes[i] == '[' && end > i + 1 && end < text->len &&
                    text->bytes[end] == ']';
        if (note)
            i = end;
        else
            text->bytes[kept++] = text->bytes[i];
    }
    text->len = kept;
}

/* "Abingdon (UK)": what tells it from others of its name. */
static struct str without_bracket(struct str name)
{
    const char *open = name.len && name.s[name.len - 1] == ')'
                           ? memrchr(name.s, '(', name.len) : NULL;
    return open && open > name.s ? str_trim(str_slice(name, 0, (size_t)(open - name.s))) : name;
}

/* "SH", "S.Pd.", "Ph.D.", "Jr.": capitals follow each other, or dots stand within. */
static bool is_degree(struct str part)
{
    size_t capitals = 0, small = 0, dots = 0;
    for (size_t i = 0; i < part.len; i++) {
        capitals += part.s[i] >= 'A' && part.s[i] <= 'Z';
        small += (unsigned char)part.s[i] >= 'a';
        dots += part.s[i] == '.';
    }
    return dots || small <= 1 || (capitals > 1 && memchr(part.s, ' ', part.len) == NULL);
}

/* "Surname, Name" is turned; of "Name, SH" the degree is dropped. */
static void say_person(struct str name, struct buffer *into)
{
    struct str rest = name, first = str_trim(str_split(&rest, ','));
    struct str second = str_trim(str_split(&rest, ','));
    if (second.len && !is_degree(second)) {
        buffer_add(into, second);
        buffer_byte(into, ' ');
    }
    buffer_add(into, first);
}

/* "XXIII" */
static bool is_numeral(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!memchr("IVXLCDM", word.s[i], 7))
            return false;
    return true;
}

enum words { LOUD, QUIET, ALL };

static bool is_loud(struct str word)
{
    return nfc_is_shouted(word) && !is_numeral(word);
}

/* Those words of a name, with a space before each, the loud ones as names are written. */
static void add_words(struct str name, enum words wanted, struct buffer *into)
{
    while (name.len) {
        struct str word = str_split(&name, ' ');
        bool loud = is_loud(word);
        if (wanted != ALL && loud != (wanted == LOUD))
            continue;
        buffer_byte(into, ' ');
        if (loud)
            nfc_append_titled(word, into);
        else
            buffer_add(into, word);
    }
}

static bool has_quiet_word(struct str name)
{
    while (name.len) {
        struct str word = str_split(&name, ' ');
        if (!is_loud(word) && !is_numeral(word))
            return true;
    }
    return false;
}

/* "MELONI Giorgia", "Giorgia MELONI": lists write the surname in capitals, first or last. In a name
 * that is capitals altogether nothing tells the order. */
static void say_surname_last(struct buffer *name)
{
    struct buffer said = { 0 };
    struct str written = buffer_str(name);
    if (!written.len || !memchr(written.s, ' ', written.len))
        return;
    if (has_quiet_word(written)) {
        add_words(written, QUIET, &said);
        add_words(written, LOUD, &said);
    } else {
        add_words(written, ALL, &said);
    }
    name->len = 0;
    buffer_add(name, str_slice(buffer_str(&said), 1, said.len));
    buffer_free(&said);
}

static size_t count_words(struct str name)
{
    size_t words = 0;
    bool in_word = false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.s[i];
        bool letter = c >= 128 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      is_digit(name.s[i]);
        words += letter && !in_word;
        in_word = letter;
    }
    return words;
}

/* NULL when a table may hold it. */
static const char *fault_of(struct str name)
{
    struct bad_text bad;
    if (nfc_first_letter(name) == NFC_NO_LETTER)
        return "no letters";
    if (utf8_count(name) < 2)
        return "a single letter";
    if (name.len > LONGEST_NAME || count_words(name) > MOST_WORDS)
        return "too long for a name";
    return check_text(name, &bad) ? NULL : "characters that no name has";
}

const char *clean_name(struct str raw, enum name_type type, struct buffer *into)
{
    struct buffer text = { 0 };
    size_t begun = into->len;
    if (utf8_valid(raw) < raw.len)
        return "not UTF-8";
    clean_text(raw, &text);
    drop_notes(&text);
    struct str name = without_bracket(str_trim(buffer_str(&text)));
    struct buffer said = { 0 };
    if (type == NAME_PERSON && memchr(name.s, ',', name.len))
        say_person(name, &said);
    else
        buffer_add(&said, name);
    if (type == NAME_PERSON)
        say_surname_last(&said);
    buffer_add(into, buffer_str(&said));
    buffer_free(&said);
    buffer_free(&text);
    struct str clean = str_slice(buffer_str(into), begun, into->len);
    return clean.len ? fault_of(clean) : "empty";
}

static bool put_date(struct str digits, struct buffer *into)
{
    int year;
    struct buffer date = { 0 };
    if (digits.len == 8)
        buffer_printf(&date, "%.4s-%.2s-%.2s", digits.s, digits.s + 4, digits.s + 6);
    else
        buffer_add(&date, digits);
    bool good = digits.len && check_date(buffer_str(&date), false, &year);
    if (good)
        buffer_add(into, buffer_str(&date));
    buffer_free(&date);
    return good;
}

bool clean_date(struct str raw, struct buffer *into)
{
    struct str text = str_trim(raw);
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++)
        digits += is_digit(text.s[i]);
    if (digits == text.len || (text.len >= 7 && text.s[4] == '-'))
        return put_date(text, into);
    for (size_t end = text.len, start = end; start > 0; start--) {
        bool digit = is_digit(text.s[start - 1]);
        if (digit && start == end - 3 && (start == 1 || !is_digit(text.s[start - 2])))
            return put_date(str_slice(text, start - 1, end), into);
        if (!digit)
            end = start - 1;
    }
    return false;
}
