/* metadata.c - see metadata.h. */
#include "read/metadata.h"

#include "base/buffer.h"
#include "read/ascii.h"

struct metadata metadata_new(struct arena *arena)
{
    struct metadata metadata = { .arena = arena };
    for (size_t i = 0; i < FIELD_COUNT; i++)
        metadata.fields[i].rank = RANK_NONE;
    return metadata;
}

/* Reads `digits` digits at the start of *rest, which moves behind them; -1 if there are fewer. */
static int take_number(struct str *rest, size_t digits)
{
    int value = 0;
    if (rest->len < digits)
        return -1;
    for (size_t i = 0; i < digits; i++) {
        if (!ascii_is_digit(rest->s[i]))
            return -1;
        value = value * 10 + (rest->s[i] - '0');
    }
    *rest = str_slice(*rest, digits, rest->len);
    return value;
}

static void skip_any(struct str *rest, const char *bytes)
{
    while (rest->len && rest->s[0] && strchr(bytes, rest->s[0]))
        *rest = str_slice(*rest, 1, rest->len);
}

static bool is_day(int year, int month, int day)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return year >= 1000 && month >= 1 && month <= 12 && day >= 1
           && day <= days[month - 1] + (month == 2 && leap);
}

static struct str day_string(int year, int month, int day, struct arena *arena)
{
    return is_day(year, month, day) ? arena_printf(arena, "%04d-%02d-%02d", year, month, day)
                                    : STR("");
}

/* "2023-09" or "2023-09-26", to its end. */
static bool is_date(struct str date)
{
    int year = take_number(&date, 4), day = 1;
    if (!str_starts(date, STR("-")))
        return false;
    date = str_slice(date, 1, date.len);
    int month = take_number(&date, 2);
    if (str_starts(date, STR("-"))) {
        date = str_slice(date, 1, date.len);
        day = take_number(&date, 2);
    }
    return date.len == 0 && is_day(year, month, day);
}

struct str published_date(struct str value)
{
    const size_t day = sizeof "2023-09-26" - 1;
    bool timed = value.len > day && (value.s[day] == 'T' || value.s[day] == ' ');
    struct str date = timed ? str_slice(value, 0, day) : value;
    return is_date(date) ? date : STR("");
}

/* The number of a month as RFC 5322 writes it in every language; 0 if `rest` starts otherwise. */
static int take_mail_month(struct str *rest)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int month = 0; month < 12; month++) {
        if (ascii_starts(*rest, (struct str){ months + month * 3, 3 })) {
            *rest = str_slice(*rest, 3, rest->len);
            return month + 1;
        }
    }
    return 0;
}

static struct str mail_day(struct str value, struct arena *arena)
{
    const char *comma = value.len ? memchr(value.s, ',', value.len) : NULL;
    if (comma)
        value = str_slice(value, (size_t)(comma + 1 - value.s), value.len);
    skip_any(&value, " ");
    size_t digits = value.len > 1 && ascii_is_digit(value.s[1]) ? 2 : 1;
    int day = take_number(&value, digits);
    skip_any(&value, " -");
    int month = take_mail_month(&value);
    skip_any(&value, " -");
    return day_string(take_number(&value, 4), month, day, arena);
}

struct str iso_day(struct str value, struct arena *arena)
{
    value = str_trim(value);
    struct str rest = value;
    int year = take_number(&rest, 4);
    if (year < 0)
        return mail_day(value, arena);
    skip_any(&rest, "-/");
    int month = take_number(&rest, 2);
    skip_any(&rest, "-/");
    int day = take_number(&rest, 2);
    if (rest.len && ascii_is_digit(rest.s[0]) && rest.len < 6)
        return STR("");
    return day_string(year, month, day, arena);
}

/* White space collapsed, in the arena. */
static struct str one_line(struct str value, struct arena *arena)
{
    char *line = arena_alloc(arena, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        bool space = ascii_is_space(value.s[i]);
        if (!space)
            line[len++] = value.s[i];
        else if (len && line[len - 1] != ' ')
            line[len++] = ' ';
    }
    return str_trim((struct str){ line, len });
}

/* A language tag by form: letters, digits and hyphens; "it_IT" is taken for "it-IT". */
static struct str language_tag(struct str value, struct arena *arena)
{
    struct str tag = arena_str(arena, str_trim(value));
    char *bytes = arena_alloc(arena, tag.len + 1);
    for (size_t i = 0; i < tag.len; i++) {
        bytes[i] = tag.s[i] == '_' ? '-' : tag.s[i];
        if (bytes[i] != '-' && !ascii_is_alnum(bytes[i]))
            return STR("");
    }
    return (struct str){ bytes, tag.len > 1 && tag.len < 36 ? tag.len : 0 };
}

/* An author who is an address or a profile page is no name. */
static struct str author_name(struct str value, struct arena *arena)
{
    struct str name = one_line(value, arena);
    bool address = ascii_starts(name, STR("http")) || ascii_starts(name, STR("//"))
                   || (name.len && name.s[0] == '@');
    return address ? STR("") : name;
}

static struct str web_address(struct str value, struct arena *arena)
{
    struct str url = arena_str(arena, str_trim(value));
    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.s[i] <= ' ')
            return STR("");
    bool absolute = ascii_starts(url, STR("https://")) || ascii_starts(url, STR("http://"));
    return absolute ? url : STR("");
}

void metadata_offer(struct metadata *metadata, enum field field, int rank, struct str value)
{
    static struct str (*const forms[FIELD_COUNT])(struct str, struct arena *) = {
        [FIELD_PUBLISHED] = iso_day,
        [FIELD_TITLE] = one_line,
        [FIELD_AUTHOR] = author_name,
        [FIELD_LANG] = language_tag,
        [FIELD_PUBLISHER] = author_name,
        [FIELD_URL] = web_address,
    };
    struct str *known = &metadata->fields[field].value;
    bool another_author = field == FIELD_AUTHOR && rank == metadata->fields[field].rank;
    if (rank >= metadata->fields[field].rank && !another_author)
        return;
    struct str formed = forms[field](value, metadata->arena);
    if (formed.len == 0)
        return;
    if (another_author && !memmem(known->s, known->len, formed.s, formed.len))
        *known = arena_printf(metadata->arena, "%.*s, %.*s", STR_ARG(*known), STR_ARG(formed));
    else if (!another_author)
        *known = formed;
    metadata->fields[field].rank = rank;
}

void metadata_finish(const struct metadata *metadata, struct article *article)
{
    article->published = metadata->fields[FIELD_PUBLISHED].value;
    article->title = metadata->fields[FIELD_TITLE].value;
    article->author = metadata->fields[FIELD_AUTHOR].value;
    article->lang = metadata->fields[FIELD_LANG].value;
    article->publisher = metadata->fields[FIELD_PUBLISHER].value;
    article->url = metadata->fields[FIELD_URL].value;
    article->basis = article->published.len ? PUBLISHED_METADATA : PUBLISHED_NONE;
}
