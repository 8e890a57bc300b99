#include "export/records.h"

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

/* A byte order mark begins with a byte that no JSON begins with. */
bool records_open(struct records *records, const char *path)
{
    *records = (struct records){ 0 };
    records->stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
    if (!records->stream)
        return false;
    int sign = first_sign(records->stream);
    records->reader = sign == '<' || sign == 0xEF ? &xml_records : &json_records;
    records->reader->begin(records);
    return true;
}

enum records_next records_next(struct records *records, const struct record **ret)
{
    return records->reader->next(records, ret);
}

void records_close(struct records *records)
{
    records->reader->end(records);
    intake_free(&records->intake);
    if (records->stream != stdin)
        fclose(records->stream);
}
