#include "write/positions.h"

#include "base/utf8.h"

struct positions positions_of(struct str text)
{
    return (struct positions){ .text = text, .ascii = utf8_count(text) == text.len };
}

size_t positions_at(struct positions *p, size_t byte)
{
    if (p->ascii)
        return byte;
    if (byte >= p->byte)
        p->code_point += utf8_count(str_slice(p->text, p->byte, byte));
    else
        p->code_point -= utf8_count(str_slice(p->text, byte, p->byte));
    p->byte = byte;
    return p->code_point;
}
