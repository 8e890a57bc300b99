#include "export/records.h"

#include <errno.h>

/* The first sign that is no space tells the notation. */
static int first_sign(FILE *stream)
{
    int sign;
    do
        sign = getc(stream);
    while (sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n');
    if (sign != EOF)
        ungetc(sign, stream);
    return sign;
}

void records_hand_on(struct records *records, const char *where)
{
    char why[256];
    const struct record *record = intake_end(&records->intake);
    if (record) {
        records->to->record(records->taker, record);
        return;
    }
    snprintf(why, sizeof why, "%s%s", where, records->intake.wrong);
    records->to->bad(records->taker, why);
}

/* A byte order mark begins with a byte that no JSON begins with. */
int records_read(const char *path, const struct records_taker *to, void *taker)
{
    struct records records = { .to = to, .taker = taker };
    records.stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
    if (!records.stream)
        return errno;
    intake_begin(&records.intake);
    errno = 0;
    int sign = first_sign(records.stream);
    if (sign == '<' || sign == 0xEF)
        records_read_xml(&records);
    else if (sign != EOF)
        records_read_json(&records);
    else if (str_ends(str_of(path), STR(".xml"))) /* lines of JSON may be none */
        to->bad(taker, "empty, no record");
    int error = ferror(records.stream) ? errno ? errno : EIO : 0;
    intake_free(&records.intake);
    if (records.stream != stdin)
        fclose(records.stream);
    return error;
}
