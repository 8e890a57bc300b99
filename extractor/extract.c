#include <stdlib.h>

#include "extract.h"
#include "read/metadata.h"
#include "read/reader.h"
#include "text/stage.h"
#include "write/writer.h"

/* The corridor: the only file that calls the stages, in order. */

struct ngz_session {
    const struct ngz_engine *engine;
    struct matcher *matcher;
    struct arena arena;      /* of one article */
    struct buffer output;
    struct ngz_options options;
    struct analysis analysis;
    bool tracing;
};

struct ngz_session *ngz_session_new(const struct ngz_engine *engine)
{
    struct ngz_session *session = xmalloc(sizeof *session);
    *session = (struct ngz_session){ .engine = engine, .matcher = matcher_new(&engine->rules) };
    return session;
}

void ngz_session_free(struct ngz_session *session)
{
    if (!session)
        return;
    matcher_free(session->matcher);
    arena_free(&session->arena);
    buffer_free(&session->output);
    free(session);
}

void ngz_session_set(struct ngz_session *session, struct ngz_options options)
{
    session->options = options;
    matcher_set_exhaustive(session->matcher, options.exhaustive);
}

void session_trace(struct ngz_session *session, bool trace)
{
    session->tracing = trace;
}

const struct analysis *session_analysis(const struct ngz_session *session)
{
    return &session->analysis;
}

size_t session_limits_hit(struct ngz_session *session, const struct rule ***ret)
{
    return matcher_limits_hit(session->matcher, ret);
}

static const char *read_article(struct ngz_session *session, const struct ngz_input *input,
                                struct article *ret)
{
    struct str bytes = { input->bytes, input->len };
    const char *why = NULL;
    if (input->is_text)
        article_from_text(str_of(input->id), bytes, &session->arena, ret);
    else
        why = article_read((struct source){ .name = str_of(input->name), .bytes = bytes,
                                            .words = &session->engine->page_words },
                           &session->arena, ret);
    if (input->id)
        ret->id = arena_str(&session->arena, str_of(input->id));
    struct str published = published_date(str_of(input->published));
    if (published.len) {
        ret->published = arena_str(&session->arena, published);
        ret->basis = PUBLISHED_GIVEN;
    }
    return why;
}

static language declared_language(const struct ngz_engine *engine, const struct ngz_input *input,
                                  const struct article *article)
{
    return language_of_code(&engine->languages, input->lang ? str_of(input->lang) : article->lang);
}

/* Names as the rules see them. */
static struct name_symbol *name_symbols(const struct names *names, struct arena *arena)
{
    static const enum symbol symbols[] = {
        [NAME_PLACE] = SYMBOL_PLACE,
        [NAME_PERSON] = SYMBOL_PERSON,
        [NAME_ORGANISATION] = SYMBOL_ORGANISATION,
    };
    struct name_symbol *list = arena_array(arena, struct name_symbol, names->found.count + 1);
    for (size_t i = 0; i < names->found.count; i++) {
        const struct name_found *found = &names->found.items[i];
        list[i] = (struct name_symbol){
            found->mention.at, found->demonym ? SYMBOL_NATIONALITY : symbols[found->mention.type],
            (uint32_t)i,
        };
    }
    return list;
}

static struct record new_record(const struct ngz_engine *engine, const struct article *article,
                                language body)
{
    return (struct record){
        .article = article,
        .lang = language_code(&engine->languages, body),
        .published = article->published,
        .basis = article->basis,
        .rules_hash = str_of(engine->rules.compiled->hash),
        .gazetteers_hash = str_of(index_hash(engine->index)),
    };
}

const char *session_analyse(struct ngz_session *session, const struct ngz_input *input)
{
    const struct ngz_engine *engine = session->engine;
    struct analysis *a = &session->analysis;
    struct arena *arena = &session->arena;
    arena_reset(arena);
    *a = (struct analysis){ .names.tracing = session->tracing, .marks.tracing = session->tracing };
    const char *why = read_article(session, input, &a->article);
    if (why)
        return why;
    language body = text_analyse(&a->article, index_fold(engine->index), &engine->languages,
                                 declared_language(engine, input, &a->article), arena, &a->text);
    if (a->text.undecided)
        return "the models of languages cannot be read";
    names_find(engine->index, &a->text, a->article.published, engine->languages.codes, arena,
               &a->names);
    matcher_run(session->matcher, &a->text, name_symbols(&a->names, arena), a->names.found.count,
                arena, &a->marks);
    a->record = new_record(engine, &a->article, body);
    a->resolve = (struct resolve){ &a->article, &a->text, &engine->rules, &a->names, &a->marks,
                                   arena, &a->record, NULL, NULL, NULL, NULL };
    resolve_record(&a->resolve);
    return NULL;
}

enum ngz_status ngz_extract(struct ngz_session *session, const struct ngz_input *input,
                            enum ngz_format format, struct ngz_output *ret)
{
    const struct writer *writer = format == NGZ_JSONL ? &jsonl_writer : &xml_writer;
    struct write_options options = { .no_text = session->options.no_text };
    session->output.len = 0;
    *ret = (struct ngz_output){ .why = session_analyse(session, input) };
    if (!ret->why && session->analysis.article.is_record)
        ret->why = "a record that newsgaz wrote, not an article";
    if (ret->why)
        return session->analysis.text.undecided ? NGZ_UNABLE : NGZ_FAILED;
    writer->write(&session->analysis.record, &options, session->options.nested, &session->output);
    ret->bytes = session->output.bytes;
    ret->len = session->output.len;
    return NGZ_DONE;
}
