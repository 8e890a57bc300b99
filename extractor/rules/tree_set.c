#include "base/letter.h"
#include "base/utf8.h"
#include "rules/tree_read.h"

/* Sets of characters: "[^a-z\\d]", "\\p{L}". */

static bool is_same_set(const struct letters *a, const struct letters *b)
{
    return a->ascii[0] == b->ascii[0] && a->ascii[1] == b->ascii[1] && a->symbols == b->symbols &&
           a->kinds == b->kinds && a->caseless == b->caseless && a->negated == b->negated &&
           !a->ranges.count;
}

static uint64_t heads_of_letters(const struct letters *letters)
{
    uint64_t heads = heads_of_ascii(letters->ascii) | heads_of_symbols(letters->symbols);
    if (letters->negated || letters->ranges.count || letters->kinds & KIND_PRIVATE)
        return heads | heads_of_others() | heads_of_symbols(UINT32_MAX);
    return letters->kinds ? heads | heads_of_others() : heads;
}

struct node *set_node(struct reader *reader, const struct letters *letters)
{
    struct trees *trees = reader->trees;
    struct node *node = reader_node(reader, NODE_LETTERS);
    for (size_t i = 0; i < trees->plan->sets.count && !letters->ranges.count; i++)
        if (is_same_set(trees->plan->sets.items[i], letters))
            return node->letters = trees->plan->sets.items[i], node;
    struct letters *kept = arena_new(trees->arena, struct letters);
    *kept = *letters;
    memset(&kept->ranges, 0, sizeof kept->ranges);
    for (size_t i = 0; i < letters->ranges.count; i++)
        *array_push(&kept->ranges, trees->arena) = letters->ranges.items[i];
    kept->heads = heads_of_letters(kept);
    kept->number = (uint32_t)trees->plan->sets.count;
    *array_push(&trees->plan->sets, trees->arena) = kept;
    return node->letters = kept, node;
}

static void add_ascii(struct letters *letters, uint32_t c)
{
    letters->ascii[c / 64] |= UINT64_C(1) << c % 64;
}

void set_add_range(struct reader *reader, struct letters *letters, uint32_t first, uint32_t last)
{
    for (uint32_t c = first; c <= last && c < 128; c++) {
        add_ascii(letters, c);
        uint32_t other = letter_other_case(c);
        if (reader->caseless && other < 128)
            add_ascii(letters, other);
    }
    if (last >= 128)
        *array_push(&letters->ranges, reader->walk.arena) =
            (struct range){ first < 128 ? 128 : first, last };
}

static void add_between(struct letters *letters, uint32_t first, uint32_t last)
{
    for (uint32_t c = first; c <= last; c++)
        add_ascii(letters, c);
}

static void add_kinds(struct letters *letters, unsigned kinds)
{
    letters->kinds |= kinds;
    if (kinds & (KIND_LETTER | KIND_UPPER))
        add_between(letters, 'A', 'Z');
    if (kinds & (KIND_LETTER | KIND_LOWER))
        add_between(letters, 'a', 'z');
    if (kinds & KIND_NUMBER)
        add_between(letters, '0', '9');
}

void set_remove(struct reader *reader, struct letters *from, const struct letters *set)
{
    from->ascii[0] &= ~set->ascii[0];
    from->ascii[1] &= ~set->ascii[1];
    from->symbols |= set->symbols;
    from->kinds |= set->kinds;
    for (size_t i = 0; i < set->ranges.count; i++)
        *array_push(&from->ranges, reader->walk.arena) = set->ranges.items[i];
}

/* "{F8FF}", behind \x */
static uint32_t hexadecimal(struct reader *reader)
{
    static const char digits[] = "0123456789ABCDEF";
    uint32_t value = 0;
    const char *digit;
    if (!reader_take(reader, "{"))
        reader_fail(reader);
    while (reader_byte(reader) && (digit = strchr(digits, reader_byte(reader)))) {
        value = value * 16 + (uint32_t)(digit - digits);
        reader->walk.at++;
    }
    if (!reader_take(reader, "}"))
        reader_fail(reader);
    return value;
}

uint32_t reader_escaped(struct reader *reader)
{
    if (reader_take(reader, "x"))
        return hexadecimal(reader);
    char c = reader_byte(reader);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || !c)
        return reader_fail(reader), 0;
    return reader_code_point(reader);
}

/* At "\d", "\p{Lu}" and the like: adds what it stands for. False when it is a single character. In a
 * view every space is ' ' and every digit one of 0 to 9. */
bool set_add_escape(struct reader *reader, struct letters *letters)
{
    static const struct {
        const char *escape;
        unsigned kinds;
        const char *more;
    } sets[] = {
        { "\\s", 0, " " }, { "\\d", 0, "0123456789" }, { "\\w", KIND_LETTER | KIND_NUMBER, "_" },
        { "\\p{L}", KIND_LETTER, "" }, { "\\p{Lu}", KIND_UPPER, "" }, { "\\p{Ll}", KIND_LOWER, "" },
        { "\\p{N}", KIND_NUMBER, "" }, { "\\p{Co}", KIND_PRIVATE, "" },
    };
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (reader_take(reader, sets[i].escape)) {
            add_kinds(letters, sets[i].kinds);
            for (const char *c = sets[i].more; *c; c++)
                add_ascii(letters, (uint32_t)*c);
            return true;
        }
    return false;
}

static uint32_t class_character(struct reader *reader)
{
    return reader_take(reader, "\\") ? reader_escaped(reader) : reader_code_point(reader);
}

static void class_item(struct reader *reader, struct letters *letters)
{
    if (reader_sees(reader, "[:") || reader_sees(reader, "[.") || reader_sees(reader, "[="))
        reader_fail(reader);
    else if (!set_add_escape(reader, letters)) {
        uint32_t first = class_character(reader), last = first;
        size_t hyphen = reader->walk.at;
        if (reader_take(reader, "-") && reader_byte(reader) != ']' && !reader_sees(reader, "\\p") &&
            !reader_sees(reader, "\\s") && !reader_sees(reader, "\\d") && !reader_sees(reader, "\\w"))
            last = class_character(reader);
        else
            reader->walk.at = hyphen;
        set_add_range(reader, letters, first, last);
    }
}

void set_negate(struct letters *letters)
{
    letters->negated = true;
    letters->ascii[0] = ~letters->ascii[0];
    letters->ascii[1] = ~letters->ascii[1];
}

struct node *set_read_class(struct reader *reader)
{
    struct letters letters = { .caseless = reader->caseless };
    reader_take(reader, "[");
    bool negated = reader_take(reader, "^");
    bool first = true;
    while (!walk_is_over(&reader->walk) && (first || reader_byte(reader) != ']')) {
        class_item(reader, &letters);
        first = false;
    }
    if (negated)
        set_negate(&letters);
    return reader_take(reader, "]") ? set_node(reader, &letters) : reader_fail(reader);
}
