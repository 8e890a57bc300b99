/* tei.c - texts with their mentions marked in them, as TEI P5: a corpus of one TEI an article, with
 * its places, persons and organisations beside the text. */
#include "base/days.h"
#include "export/exporters.h"
#include "export/layers.h"
#include "write/digits.h"
#include "write/fields.h"

/* A record on its way out. */
struct writing_tei {
    struct export *export;
    const struct record *record;
    struct buffer *into;
    struct annotations marks;
    size_t next; /* of the marks */
};

/* ---- XML ------------------------------------------------------------------------------------ */

static void text(struct buffer *into, struct str characters)
{
    escape(into, characters, &xml_text_escapes);
}

static void attribute(struct buffer *into, const char *name, struct str value)
{
    if (!value.len)
        return;
    buffer_printf(into, " %s=\"", name);
    escape(into, value, &xml_attribute_escapes);
    buffer_byte(into, '"');
}

static void integer_attribute(struct buffer *into, const char *name, int64_t value)
{
    if (value < 0)
        return;
    buffer_printf(into, " %s=\"", name);
    digits_integer(into, value);
    buffer_byte(into, '"');
}

static void element(struct buffer *into, const char *name, struct str content)
{
    if (!content.len)
        return;
    buffer_printf(into, "<%s>", name);
    text(into, content);
    buffer_printf(into, "</%s>", name);
}

/* "r12.stepanakert": unique in the corpus, and a name also where the id begins with a digit. */
static void id_attribute(struct writing_tei *w, const char *name, const char *sign, struct str id)
{
    buffer_printf(w->into, " %s=\"%sr%zu.", name, sign, w->export->records);
    escape(w->into, id, &xml_attribute_escapes);
    buffer_byte(w->into, '"');
}

/* ---- what stands before the text ------------------------------------------------------------ */

static void header(struct writing_tei *w)
{
    const struct article *article = w->record->article;
    struct str title = article->title.len ? article->title : article->id;
    buffer_add(w->into, STR("<teiHeader><fileDesc><titleStmt>"));
    element(w->into, "title", title);
    element(w->into, "author", article->author);
    buffer_add(w->into, STR("</titleStmt><publicationStmt><p>Marked up by newsgaz.</p>"
                            "</publicationStmt><sourceDesc><bibl>"));
    element(w->into, "title", title);
    if (w->record->published.len) {
        buffer_add(w->into, STR("<date"));
        attribute(w->into, "when", w->record->published);
        buffer_add(w->into, STR("/>"));
    }
    element(w->into, "idno", article->href.len ? article->href : article->id);
    buffer_add(w->into, STR("</bibl></sourceDesc></fileDesc></teiHeader>\n"));
}

static const struct kind {
    const char *list, *item, *name;
} kinds[] = {
    [NAME_PLACE] = { "listPlace", "place", "placeName" },
    [NAME_PERSON] = { "listPerson", "person", "persName" },
    [NAME_ORGANISATION] = { "listOrg", "org", "orgName" },
};

static void idno(struct buffer *into, const char *type, struct str id)
{
    if (!id.len)
        return;
    buffer_printf(into, "<idno type=\"%s\">", type);
    text(into, id);
    buffer_add(into, STR("</idno>"));
}

static void entity(struct writing_tei *w, const struct entity *entity)
{
    const struct kind *kind = &kinds[entity->type];
    buffer_printf(w->into, "<%s", kind->item);
    id_attribute(w, "xml:id", "", entity->id);
    if (entity->type == NAME_PLACE)
        attribute(w->into, "type", entity->kind);
    buffer_byte(w->into, '>');
    element(w->into, kind->name, entity->name);
    if (entity->located) {
        buffer_add(w->into, STR("<location><geo>"));
        digits_decimal(w->into, entity->lat);
        buffer_byte(w->into, ' ');
        digits_decimal(w->into, entity->lon);
        buffer_add(w->into, STR("</geo></location>"));
    }
    idno(w->into, "geonames", entity->geonames);
    idno(w->into, "wikidata", entity->wikidata);
    buffer_printf(w->into, "</%s>\n", kind->item);
}

static void list(struct writing_tei *w, enum name_type type)
{
    bool any = false;
    for (size_t i = 0; i < w->record->entities.count; i++) {
        if (w->record->entities.items[i].type != type)
            continue;
        if (!any)
            buffer_printf(w->into, "<%s>\n", kinds[type].list);
        any = true;
        entity(w, &w->record->entities.items[i]);
    }
    if (any)
        buffer_printf(w->into, "</%s>\n", kinds[type].list);
}

static void lists(struct writing_tei *w)
{
    if (!w->record->entities.count)
        return;
    buffer_add(w->into, STR("<standOff>\n"));
    for (enum name_type type = NAME_PLACE; type <= NAME_ORGANISATION; type++)
        list(w, type);
    buffer_add(w->into, STR("</standOff>\n"));
}

/* ---- marks in the text ---------------------------------------------------------------------- */

static bool is_plain_date(struct str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (i == 4 || i == 7 ? value.s[i] != '-' : value.s[i] < '0' || value.s[i] > '9')
            return false;
    return value.len == 4 || value.len == 10 || (value.len == 7 && value.s[5] < '2');
}

/* TEI knows days, months and years; what else EDTF says is told by the days that it lasts. */
static void date_attributes(struct writing_tei *w, struct str value)
{
    const char *slash = value.len ? memchr(value.s, '/', value.len) : NULL;
    struct days days = days_of(value);
    if (is_plain_date(value)) {
        attribute(w->into, "when", value);
    } else if (slash) {
        struct str rest = value, from = str_split(&rest, '/');
        attribute(w->into, "from", is_plain_date(from) ? from : STR(""));
        attribute(w->into, "to", is_plain_date(rest) ? rest : STR(""));
    } else if (days_known(days)) {
        attribute(w->into, "notBefore", str_of(day_text(days.first).text));
        attribute(w->into, "notAfter", str_of(day_text(days.last).text));
    } else {
        loss_count(&w->export->loss, 1, "date has no value that TEI can state",
                   "dates have no value that TEI can state");
    }
}

static void measure_attributes(struct writing_tei *w, const struct casualty *casualty)
{
    struct str victims = span_text(w->record->article->text, casualty->victims.at);
    attribute(w->into, "type", casualty->role);
    attribute(w->into, "subtype", casualty->status);
    attribute(w->into, "unit", STR("count"));
    attribute(w->into, "commodity", victims.len ? victims : STR("persons"));
    if (casualty->low == casualty->high)
        integer_attribute(w->into, "quantity", casualty->low);
    integer_attribute(w->into, "atLeast", casualty->low);
    integer_attribute(w->into, "atMost", casualty->open ? -1 : casualty->high);
}

static const char *open_mark(struct writing_tei *w, const struct annotation *mark)
{
    if (mark->layer == LAYER_NAME) {
        const struct name_mention *name = &w->record->names.items[mark->index];
        buffer_printf(w->into, "<%s", kinds[name->type].name);
        if (name->entity != NO_INDEX)
            id_attribute(w, "ref", "#", w->record->entities.items[name->entity].id);
        buffer_byte(w->into, '>');
        return kinds[name->type].name;
    }
    bool date = mark->layer == LAYER_DATE;
    buffer_add(w->into, date ? STR("<date") : STR("<measure"));
    if (date)
        date_attributes(w, w->record->dates.items[mark->index].value);
    else
        measure_attributes(w, &w->record->casualties.items[mark->index]);
    buffer_byte(w->into, '>');
    return date ? "date" : "measure";
}

/* The text of a span with the marks that lie in it. Marks nest no deeper than there are layers
 * and parts of claims, so this does not go deep. */
static void marked_text(struct writing_tei *w, struct span at)
{
    struct str all = w->record->article->text;
    uint32_t done = at.start;
    while (w->next < w->marks.count && w->marks.items[w->next].at.start < at.end) {
        const struct annotation *mark = &w->marks.items[w->next++];
        if (mark->at.start < done || mark->at.end > at.end) {
            loss_count(&w->export->loss, 1, "mention that crosses a paragraph is not marked",
                       "mentions that cross paragraphs are not marked");
            continue;
        }
        text(w->into, str_slice(all, done, mark->at.start));
        const char *name = open_mark(w, mark);
        marked_text(w, mark->at);
        buffer_printf(w->into, "</%s>", name);
        done = mark->at.end;
    }
    text(w->into, str_slice(all, done, at.end));
}

static void segment(struct writing_tei *w, const struct record_segment *segment)
{
    bool body = segment->zone == ZONE_BODY;
    buffer_add(w->into, body ? STR("<p") : STR("<ab"));
    if (!body)
        attribute(w->into, "type", str_of(zone_name(segment->zone)));
    attribute(w->into, "xml:lang", segment->lang);
    buffer_byte(w->into, '>');
    marked_text(w, segment->at);
    buffer_add(w->into, body ? STR("</p>\n") : STR("</ab>\n"));
}

static void body(struct writing_tei *w)
{
    buffer_add(w->into, STR("<text><body>\n"));
    for (size_t i = 0; i < w->record->segments.count; i++)
        segment(w, &w->record->segments.items[i]);
    if (!w->record->segments.count)
        buffer_add(w->into, STR("<p/>\n"));
    buffer_add(w->into, STR("</body></text>\n"));
}

/* ---- the corpus ----------------------------------------------------------------------------- */

static void begin(struct export *export)
{
    buffer_add(&export->out.bytes,
               STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader><fileDesc>"
                   "<titleStmt><title>Articles marked up by newsgaz</title></titleStmt>"
                   "<publicationStmt><p>Made by newsgaz export.</p></publicationStmt>"
                   "<sourceDesc><p>The articles' own headers name their sources.</p></sourceDesc>"
                   "</fileDesc></teiHeader>\n"));
}

static void write_record(struct export *export, const struct record *record)
{
    struct writing_tei w = { export, record, &export->out.bytes, { 0 }, 0 };
    size_t dropped;
    w.marks = annotations_nested(annotations_of(record, &export->arena), false, &export->arena,
                                 &dropped);
    loss_count(&export->loss, dropped, "mention that overlaps another is not marked",
               "mentions that overlap others are not marked");
    loss_count(&export->loss, record->casualties.count,
               "claim keeps no speaker, place and date", "claims keep no speaker, place and date");
    buffer_add(w.into, STR("<TEI"));
    attribute(w.into, "xml:lang", record->lang);
    buffer_add(w.into, STR(">\n"));
    header(&w);
    lists(&w);
    body(&w);
    buffer_add(w.into, STR("</TEI>\n"));
}

static void end(struct export *export)
{
    buffer_add(&export->out.bytes, STR("</teiCorpus>\n"));
}

const struct exporter tei_exporter = {
    .name = "tei",
    .target = TARGET_STREAM,
    .begin = begin,
    .record = write_record,
    .end = end,
};
