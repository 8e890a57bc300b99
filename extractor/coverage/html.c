#include "coverage/writer.h"
#include "write/escape.h"

/* One page that needs nothing else: no script, no request. Details are folded away by <details>,
 * light and dark by the reader's own setting. It is well-formed XML, too. */

enum { COLUMNS_SHOWN = 8, MOST_CROSSINGS = 500 };

static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--line:#c8c8c8;--soft:#f3f3f0;"
    "--link:#0b57a4;--mark:#ffe58a;--heat:11,87,164}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#161616;--line:#484848;"
    "--soft:#222;--link:#8ab8f0;--mark:#5c4a00;--heat:138,184,240}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;max-width:72rem;padding:1rem;font:1rem/1.5 system-ui,sans-serif;"
    "color:var(--ink);background:var(--paper)}\n"
    "a{color:var(--link)}h1{margin:.5rem 0}h2{margin:2.5rem 0 .5rem;border-bottom:2px solid}"
    "h3{font-size:1rem;margin:1rem 0 .25rem}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:1rem;padding:0;list-style:none}\n"
    "table{border-collapse:collapse;margin:.25rem 0 1rem}"
    "caption{text-align:left;font-weight:600}\n"
    "th,td{border:1px solid var(--line);padding:.15rem .5rem;text-align:left;vertical-align:top}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}\n"
    "td.h{background:rgba(var(--heat),calc(var(--s)*.45))}\n"
    "details{border:1px solid var(--line);border-radius:.3rem;margin:.3rem 0;padding:0 .75rem}"
    "details[open]{padding-bottom:.5rem;background:var(--soft)}\n"
    "summary{cursor:pointer;padding:.3rem 0}summary small{margin-left:.5rem}\n"
    "summary:focus-visible,a:focus-visible,pre:focus-visible{outline:3px solid var(--link)}\n"
    ".wide{overflow-x:auto}pre{tab-size:8;overflow-x:auto;padding:.5rem;"
    "border:1px solid var(--line);background:var(--paper);user-select:all;margin:.25rem 0}\n"
    ".at{margin:.2rem 0}.at cite{font:.8rem ui-monospace,monospace}"
    "mark{background:var(--mark);color:inherit}\n";

struct page {
    const struct report *report;
    struct buffer *into;
    struct keys shown; /* entities that have an anchor */
};

static void put(struct page *page, struct str text)
{
    escape(page->into, text, &xml_attribute_escapes);
}

static void raw(struct page *page, const char *html)
{
    buffer_add(page->into, str_of(html));
}

/* <tag>text</tag> */
static void put_in(struct page *page, const char *tag, struct str text)
{
    buffer_printf(page->into, "<%s>", tag);
    put(page, text);
    buffer_printf(page->into, "</%.*s>", (int)strcspn(tag, " "), tag);
}

static void put_citation(struct page *page, const struct citation *at, struct str surface)
{
    raw(page, "<p class=\"at\">");
    put(page, at->before);
    put_in(page, "mark", surface);
    put(page, at->after);
    raw(page, " <cite>");
    put(page, at->file);
    buffer_printf(page->into, ":%u</cite></p>\n", at->at);
}

static void put_section(struct page *page, const char *id, const char *title, size_t shown,
                        size_t all)
{
    buffer_printf(page->into, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id,
                  title);
    if (shown < all)
        buffer_printf(page->into, "<p>The %zu most frequent of %zu.</p>\n", shown, all);
}

/* A link where the entity is shown further down. */
static void put_id(struct page *page, struct str id)
{
    bool linked = keys_get(&page->shown, key_of(id)) != UINT32_MAX;
    if (linked) {
        raw(page, "<a href=\"#e-");
        put(page, id);
        raw(page, "\">");
    }
    put_in(page, "code", id);
    raw(page, linked ? "</a>" : "");
}

/* ---- totals ---------------------------------------------------------------------------------- */

static void put_total(struct page *page, struct coverage_total total)
{
    raw(page, "<td class=\"n\">");
    if (total.listed + total.unlisted) {
        put_share(page->into, total);
        buffer_printf(page->into, " <small>of %u</small>", total.listed + total.unlisted);
    }
    raw(page, "</td>");
}

static void put_totals(struct page *page)
{
    const struct report *report = page->report;
    raw(page, "<section aria-labelledby=\"totals\">\n<h2 id=\"totals\">Share of names that the "
              "gazetteer has</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">"
              "Language</th>");
    for (int type = 0; type < UNLISTED_TYPES; type++)
        put_in(page, "th class=\"n\" scope=\"col\"", unlisted_type_name((enum unlisted_type)type));
    raw(page, "<th class=\"n\" scope=\"col\">all</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < report->totals.count; i++) {
        const struct language_totals *totals = &report->totals.items[i];
        raw(page, "<tr>");
        put_in(page, "th scope=\"row\"", totals->lang.len ? totals->lang : STR("all"));
        for (int type = 0; type <= ALL_TYPES; type++)
            put_total(page, totals->types[type]);
        raw(page, "</tr>\n");
    }
    raw(page, "</tbody></table></div>\n<p>Counted are mentions in text of the three languages, but "
              "not in bylines and furniture of the page. <em>Unknown</em> are capitalised words of "
              "which the text does not tell what they name.</p>\n</section>\n");
}

/* ---- how often, where and when --------------------------------------------------------------- */

static void put_heat(struct page *page, uint32_t count, uint32_t all)
{
    uint32_t percent = (uint32_t)((uint64_t)count * 100 / (all ? all : 1));
    if (count)
        buffer_printf(page->into, "<td class=\"n h\" style=\"--s:%u.%02u\">%u</td>", percent / 100,
                      percent % 100, count);
    else
        raw(page, "<td class=\"n\"></td>");
}

static uint32_t sum_from(const uint32_t *counts, size_t start, size_t end)
{
    uint32_t sum = 0;
    for (size_t i = start; i < end; i++)
        sum += counts[i];
    return sum;
}

/* A row for each language, source or month, a column for each variant. */
static void put_matrix(struct page *page, const struct reported *of, const char *title,
                       const struct breakdown *by)
{
    size_t columns = of->variant_count < COLUMNS_SHOWN ? of->variant_count : COLUMNS_SHOWN;
    bool others = columns < of->variant_count;
    buffer_printf(page->into, "<div class=\"wide\"><table>\n<caption>By %s</caption>\n<thead><tr>"
                              "<td></td>", title);
    for (size_t v = 0; v < columns; v++)
        put_in(page, "th class=\"n\" scope=\"col\"", of->variants[v]->surface);
    raw(page, others ? "<th class=\"n\" scope=\"col\">others</th>" : "");
    raw(page, "<th class=\"n\" scope=\"col\">all</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < by->rows.count; i++) {
        const struct breakdown_row *row = &by->rows.items[i];
        raw(page, "<tr>");
        put_in(page, "th scope=\"row\"", shown_label(row->label));
        for (size_t v = 0; v < columns; v++)
            put_heat(page, row->counts[v], row->total);
        if (others)
            put_heat(page, sum_from(row->counts, columns, of->variant_count), row->total);
        buffer_printf(page->into, "<td class=\"n\">%u</td></tr>\n", row->total);
    }
    raw(page, "</tbody></table></div>\n");
}

static void put_variants(struct page *page, const struct reported *of)
{
    raw(page, "<div class=\"wide\"><table>\n<caption>Variants</caption>\n<thead><tr>"
              "<th scope=\"col\">As written</th><th scope=\"col\">Kind</th>"
              "<th class=\"n\" scope=\"col\">Count</th>"
              "<th class=\"n\" scope=\"col\">Files</th></tr></thead>\n<tbody>\n");
    for (size_t v = 0; v < of->variant_count; v++) {
        raw(page, "<tr>");
        put_in(page, "th scope=\"row\"", of->variants[v]->surface);
        put_in(page, "td", of->variants[v]->kind);
        buffer_printf(page->into, "<td class=\"n\">%u</td><td class=\"n\">%u</td></tr>\n",
                      of->variants[v]->count.names, of->variants[v]->count.files);
    }
    raw(page, "</tbody></table></div>\n");
}

/* Where one variant or another is preferred, and since when: not shown where one table of the two
 * tells it all, nor where it would be endless. */
static void put_crossing(struct page *page, const struct reported *of, struct arena *arena)
{
    struct breakdown by = breakdown_of(page->report, of, BY_SOURCE_AND_MONTH, arena);
    if (of->variant_count < 2 || by.rows.count > MOST_CROSSINGS)
        return;
    raw(page, "<details><summary>By source and month</summary>\n");
    put_matrix(page, of, "source and month", &by);
    raw(page, "</details>\n");
}

/* "By month: 2023-09 12, 2023-10 3" says as much of one variant as a table. */
static void put_row_of_counts(struct page *page, const char *title, const struct breakdown *by)
{
    struct buffer counts = { 0 };
    put_breakdown(&counts, by, 0, SIZE_MAX);
    buffer_printf(page->into, "<p>By %s: ", title);
    put(page, buffer_str(&counts));
    raw(page, "</p>\n");
    buffer_free(&counts);
}

static void put_breakdowns(struct page *page, const struct reported *of)
{
    static const char *const titles[DIMENSIONS] = { "language", "source", "month" };
    struct arena arena = { 0 };
    bool several = true;
    for (int i = 0; i < DIMENSIONS; i++) {
        struct breakdown by = breakdown_of(page->report, of, (enum dimension)i, &arena);
        several &= i == BY_LANGUAGE || by.rows.count > 1;
        if (of->variant_count == 1)
            put_row_of_counts(page, titles[i], &by);
        else
            put_matrix(page, of, titles[i], &by);
    }
    if (several)
        put_crossing(page, of, &arena);
    arena_free(&arena);
}

static void put_contexts(struct page *page, const struct reported *of)
{
    raw(page, "<h3>In context</h3>\n");
    for (size_t v = 0; v < of->variant_count && v < COLUMNS_SHOWN; v++)
        for (size_t i = 0; i < of->variants[v]->citations.count; i++)
            put_citation(page, &of->variants[v]->citations.items[i], of->variants[v]->surface);
}

static void put_count(struct page *page, const struct count *count)
{
    buffer_printf(page->into, " <small>%u %s in %u %s</small>", count->names,
                  count->names == 1 ? "mention" : "mentions", count->files,
                  count->files == 1 ? "file" : "files");
}

/* ---- names that no gazetteer has ------------------------------------------------------------- */

static void put_near(struct page *page, const struct reported *name)
{
    raw(page, "<h3>Nearest entries</h3>\n");
    if (!name->near_count)
        raw(page, "<p>None is near.</p>\n");
    for (size_t i = 0; i < name->near_count; i++) {
        raw(page, "<p>");
        put_id(page, name->near[i].id);
        raw(page, " ");
        put_score(page->into, name->near[i].score);
        raw(page, ", ");
        put(page, name->near[i].reason);
        raw(page, " of ");
        put_in(page, "b", name->near[i].nearest);
        raw(page, "</p>\n");
    }
    if (name->subject->beside.len) {
        raw(page, "<p>Written in brackets or behind a slash beside ");
        put_id(page, name->subject->beside);
        buffer_printf(page->into, ", %u times</p>\n", name->subject->beside_count);
    }
}

static void put_rows(struct page *page, const struct reported *name)
{
    raw(page, "<h3>Rows to paste</h3>\n");
    if (name->known)
        raw(page, "<p>None: the gazetteer has this name, but it was not taken for it here.</p>\n");
    for (size_t i = 0; i < name->row_count; i++) {
        raw(page, name->rows[i].of_variant ? "<div>As a variant, in " : "<div>As a new entry, in ");
        put_in(page, "code", name->rows[i].table);
        raw(page, "</div>\n<pre tabindex=\"0\">");
        escape(page->into, name->rows[i].line, &xml_text_escapes);
        raw(page, "</pre>\n");
    }
}

static bool is_likely_variant(const struct reported *name)
{
    return name->row_count && name->rows[0].of_variant;
}

/* What is soonest done: links to the names that may be no more than a spelling to add. */
static void put_likely_variants(struct page *page)
{
    const struct reported_list *list = &page->report->unlisted;
    const char *before = "<p>Likely variants of entries: ";
    for (size_t i = 0; i < list->items.count; i++) {
        if (!is_likely_variant(&list->items.items[i]))
            continue;
        buffer_printf(page->into, "%s<a href=\"#u-%zu\">", before, i + 1);
        put(page, list->items.items[i].name);
        raw(page, "</a>");
        before = ", ";
    }
    raw(page, *before == ',' ? "</p>\n" : "");
}

static void put_unlisted_name(struct page *page, const struct reported *name, size_t number)
{
    buffer_printf(page->into, "<details id=\"u-%zu\"><summary>", number);
    put_in(page, "b", name->name);
    raw(page, " ");
    put_in(page, "small", unlisted_type_name(name->type));
    put_count(page, &name->subject->count);
    if (name->near_count) {
        raw(page, " <small>near ");
        put(page, name->near[0].id);
        raw(page, " ");
        put_score(page->into, name->near[0].score);
        raw(page, "</small>");
    }
    raw(page, "</summary>\n");
    put_near(page, name);
    put_rows(page, name);
    put_contexts(page, name);
    put_breakdowns(page, name);
    raw(page, "</details>\n");
}

static void put_unlisted(struct page *page)
{
    const struct reported_list *list = &page->report->unlisted;
    put_section(page, "unlisted", "Names that no gazetteer has", list->items.count, list->all);
    put_likely_variants(page);
    for (size_t i = 0; i < list->items.count; i++)
        put_unlisted_name(page, &list->items.items[i], i + 1);
    raw(page, "</section>\n");
}

/* ---- entries --------------------------------------------------------------------------------- */

static void put_unseen(struct page *page, const struct unseen_name *names, size_t count,
                       bool with_id)
{
    raw(page, "<ul>\n");
    for (size_t i = 0; i < count; i++) {
        raw(page, "<li>");
        if (with_id) {
            put_in(page, "code", names[i].id);
            raw(page, " ");
        }
        put(page, names[i].spelling);
        raw(page, " <small>");
        put(page, names[i].langs);
        raw(page, ", ");
        put(page, names[i].kind);
        raw(page, names[i].needs_context ? ", in context only</small></li>\n" : "</small></li>\n");
    }
    raw(page, "</ul>\n");
}

/* The variants of an entry at a glance. */
static void put_glance(struct page *page, const struct reported *entry)
{
    raw(page, " <small>");
    for (size_t v = 0; v < entry->variant_count && v < COLUMNS_SHOWN; v++) {
        raw(page, v ? ", " : "");
        put(page, entry->variants[v]->surface);
        buffer_printf(page->into, " %u", entry->variants[v]->count.names);
    }
    raw(page, entry->variant_count > COLUMNS_SHOWN ? " …</small>" : "</small>");
}

/* What the tables do not have although it was understood. */
static void put_rows_for_sounds(struct page *page, const struct reported *entry)
{
    struct arena arena = { 0 };
    for (size_t v = 0; v < entry->variant_count; v++) {
        struct str row = row_for_sound(page->report, entry, entry->variants[v], &arena);
        if (!row.len)
            continue;
        raw(page, "<p>Known by its sound alone; as a variant, in <code>names.tsv</code>:</p>\n"
                  "<pre tabindex=\"0\">");
        escape(page->into, row, &xml_text_escapes);
        raw(page, "</pre>\n");
    }
    arena_free(&arena);
}

static void put_entry(struct page *page, const struct reported *entry)
{
    raw(page, "<details id=\"e-");
    put(page, entry->subject->id);
    raw(page, page->report->options.entry.len ? "\" open=\"open\"><summary>" : "\"><summary>");
    put_in(page, "b", entry->name);
    raw(page, " ");
    put_in(page, "code", entry->subject->id);
    put_count(page, &entry->subject->count);
    put_glance(page, entry);
    raw(page, "</summary>\n");
    put_variants(page, entry);
    put_rows_for_sounds(page, entry);
    put_breakdowns(page, entry);
    put_contexts(page, entry);
    if (entry->unseen.count) {
        raw(page, "<h3>Names never seen</h3>\n");
        put_unseen(page, entry->unseen.items, entry->unseen.count, false);
    }
    raw(page, "</details>\n");
}

static void put_entries(struct page *page)
{
    const struct reported_list *list = &page->report->entries;
    put_section(page, "entries", "Entries and their variants", list->items.count, list->all);
    for (size_t i = 0; i < list->items.count; i++)
        put_entry(page, &list->items.items[i]);
    raw(page, "</section>\n");
    if (!page->report->options.all_unseen)
        return;
    put_section(page, "never", "Names of entries never seen", page->report->never.count,
                page->report->all_never);
    put_unseen(page, page->report->never.items, page->report->never.count, true);
    raw(page, "</section>\n");
}

/* ---- readings -------------------------------------------------------------------------------- */

static void put_doubt(struct page *page, const struct doubt *doubt)
{
    raw(page, "<tr>");
    put_in(page, "th scope=\"row\"", doubt->surface);
    raw(page, "<td>");
    put_id(page, doubt->chosen);
    raw(page, "</td><td>");
    put_id(page, doubt->other);
    buffer_printf(page->into, "</td><td>%s</td><td class=\"n\">%u</td><td class=\"n\">%u</td><td>",
                  doubt->undecided ? "undecided" : "decided", doubt->count.names,
                  doubt->count.files);
    put_citation(page, &doubt->citation, doubt->surface);
    raw(page, "</td></tr>\n");
}

static void put_doubts(struct page *page)
{
    put_section(page, "readings", "Names with several readings", page->report->doubts.count,
                page->report->all_doubts);
    raw(page, "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">As written</th><th "
              "scope=\"col\">Taken for</th><th scope=\"col\">Rather than</th><th scope=\"col\">"
              "How clearly</th><th class=\"n\" scope=\"col\">Count</th>"
              "<th class=\"n\" scope=\"col\">Files</th><th scope=\"col\">First</th></tr></thead>\n"
              "<tbody>\n");
    for (size_t i = 0; i < page->report->doubts.count; i++)
        put_doubt(page, page->report->doubts.items[i]);
    raw(page, "</tbody></table></div>\n</section>\n");
}

static void put_head(struct page *page)
{
    raw(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta "
              "name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta "
              "name=\"generator\" content=\"newsgaz " NEWSGAZ_VERSION "\"/>\n"
              "<title>Coverage of names</title>\n<style>\n");
    raw(page, style);
    raw(page, "</style>\n</head>\n<body>\n<header>\n<h1>Coverage of names</h1>\n<p>");
    buffer_printf(page->into, "%u articles. The gazetteer has ", page->report->files);
    put_share(page->into, report_total(page->report));
    raw(page, " of their names.</p>\n<nav aria-label=\"Sections\"><ul>"
              "<li><a href=\"#totals\">Totals</a></li>"
              "<li><a href=\"#unlisted\">Names that no gazetteer has</a></li>"
              "<li><a href=\"#readings\">Several readings</a></li>"
              "<li><a href=\"#entries\">Entries</a></li></ul></nav>\n</header>\n<main>\n");
}

static void write_html(const struct report *report, struct buffer *into)
{
    struct page page = { .report = report, .into = into };
    bool old;
    for (size_t i = 0; i < report->entries.items.count; i++)
        keys_put(&page.shown, key_of(report->entries.items.items[i].subject->id), 0, &old);
    put_head(&page);
    put_totals(&page);
    put_unlisted(&page);
    put_doubts(&page);
    put_entries(&page);
    raw(&page, "</main>\n</body>\n</html>\n");
    keys_free(&page.shown);
}

const struct coverage_writer coverage_html = {
    .name = "html", .limit = 300, .citations = 2, .write = write_html,
};
