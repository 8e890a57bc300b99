/* test_gazetteer.c - tables to a compiled file, and names out of sentences.
 * Usage: test_gazetteer FOLDER, where FOLDER is tests/. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "gazetteer/listing.h"
#include "gazetteer/lists.h"
#include "gazetteer/lookup.h"
#include "gazetteer/names.h"
#include "text/words.h"

static char folder[] = "/tmp/newsgaz-test-XXXXXX";
static const char *tests_folder;

static const char places[] =
    "id\tname\tkind\tcountry\tlat\tlon\twithin\tprior\tgeonames\twikidata\tnote\n"
    "armenia\tArmenia\tcountry\tAM\t40\t45\t\t100000000\t174982\tQ399\t\n"
    "azerbaijan\tAzerbaijan\tcountry\tAZ\t40.5\t47.5\t\t100000000\t587116\tQ227\t\n"
    "spain\tSpain\tcountry\tES\t40\t-4\t\t100000000\t\t\t\n"
    "nicaragua\tNicaragua\tcountry\tNI\t13\t-85\t\t100000000\t\t\t\n"
    "united-states\tUnited States\tcountry\tUS\t39.76\t-98.5\t\t100000000\t\t\t\n"
    "texas\tTexas\tprovince\tUS\t31\t-100\tunited-states\t25000000\t\t\t\n"
    "paris\tParis\tcapital\tFR\t48.85341\t2.3488\t\t2100000\t\tQ90\t\n"
    "paris-us\tParis\tcity\tUS\t33.66\t-95.55\ttexas\t25000\t\t\t\n"
    "granada-es\tGranada\tcity\tES\t37.18\t-3.6\tspain\t230000\t\t\t\n"
    "granada-ni\tGranada\tcity\tNI\t11.93\t-85.95\tnicaragua\t90000\t\t\t\n"
    "stepanakert\tStepanakert\tcity\tAZ\t39.8177\t46.7528\tazerbaijan\t55000\t146970\tQ129352\t\n"
    "lachin\tLachin\ttown\tAZ\t39.6\t46.55\tazerbaijan\t2000\t\t\t\n"
    "aquila\tL'Aquila\tcity\tIT\t42.35\t13.4\t\t70000\t\t\t\n"
    "ivory-coast\tCôte d'Ivoire\tcountry\tCI\t8\t-5\t\t100000000\t\t\t\n"
    "nice\tNice\tcity\tFR\t43.7\t7.26\t\t340000\t\t\t\n"
    "washington\tWashington\tcapital\tUS\t38.9\t-77.03\tunited-states\t600000\t\t\t\n"
    "stavropol\tStavropol\tcity\tRU\t45.04\t41.97\t\t400000\t\t\t\n";

static const char place_names[] =
    "id\tname\tlang\tkind\tfrom\tto\tuse\tsource\n"
    "armenia\tArmenia\ten\tofficial\t\t\t\t\n"
    "armenia\tArmenia\tit\texonym\t\t\t\t\n"
    "armenia\tArménie\tfr\texonym\t\t\t\t\n"
    "armenia\tArmenian\ten\tadjective\t\t\t\t\n"
    "armenia\tarméniens\tfr\tadjective\t\t\t\t\n"
    "armenia\tarmeni\tit\tadjective\t\t\t\t\n"
    "azerbaijan\tAzerbaijan\ten\tofficial\t\t\t\t\n"
    "azerbaijan\tAzerbaigian\tit\texonym\t\t\t\t\n"
    "azerbaijan\tAzərbaycan\taz\tofficial\t\t\t\t\n"
    "spain\tSpain\ten\texonym\t\t\t\t\n"
    "nicaragua\tNicaragua\ten\tofficial\t\t\t\t\n"
    "united-states\tUnited States\ten\tofficial\t\t\t\t\n"
    "united-states\tUS\ten\tabbreviation\t\t\t\t\n"
    "texas\tTexas\ten\tofficial\t\t\t\t\n"
    "paris\tParis\tfr\tofficial\t\t\t\t\n"
    "paris-us\tParis\ten\tofficial\t\t\t\t\n"
    "granada-es\tGranada\tes\tofficial\t\t\t\t\n"
    "granada-ni\tGranada\tes\tofficial\t\t\t\t\n"
    "stepanakert\tStepanakert\ten\texonym\t\t\t\t\n"
    "stepanakert\tStephanakert\ten\tmisspelling\t\t\t\t\n"
    "stepanakert\tXankəndi\taz\tofficial\t\t\t\t\n"
    "lachin\tLachin\ten\texonym\t\t\t\t\n"
    "lachin\tLaçın\taz\tofficial\t\t\t\t\n"
    "aquila\tL'Aquila\tit\tofficial\t\t\t\t\n"
    "ivory-coast\tCôte d'Ivoire\tfr\tofficial\t\t\t\t\n"
    "nice\tNice\tfr\tofficial\t\t\tcontext\t\n"
    "washington\tWashington\ten\tofficial\t\t\t\t\n"
    "stavropol\tStavropol\ten\texonym\t\t\t\t\n"
    "stavropol\tVoroshilovsk\ten\thistoric\t1935\t1943\tnever\t\n";

static const char persons[] =
    "id\tname\tcountry\trole\tfrom\tto\twikidata\tnote\n"
    "nikol-pashinyan\tNikol Pashinyan\tAM\tprime minister\t2018\t\tQ7035479\t\n"
    "ilham-aliyev\tIlham Aliyev\tAZ\tpresident\t2003\t\t\t\n"
    "heydar-aliyev\tHeydar Aliyev\tAZ\tpresident\t1993\t2003\t\t\n"
    "viktor-orban\tViktor Orbán\tHU\tprime minister\t2010\t\t\t\n";

static const char person_names[] =
    "id\tname\tlang\tkind\tfrom\tto\tuse\tsource\n"
    "nikol-pashinyan\tNikol Pashinyan\ten\tofficial\t\t\t\t\n"
    "nikol-pashinyan\tNikol Pachinian\tfr\tofficial\t\t\t\t\n"
    "nikol-pashinyan\tPashinyan\ten\tshort\t\t\t\t\n"
    "ilham-aliyev\tIlham Aliyev\ten\tofficial\t\t\t\t\n"
    "heydar-aliyev\tHeydar Aliyev\ten\tofficial\t\t\t\t\n"
    "ilham-aliyev\tAliyev\ten\tshort\t\t\t\t\n"
    "heydar-aliyev\tAliyev\ten\tshort\t\t\t\t\n"
    "viktor-orban\tViktor Orbán\thu\tofficial\t\t\t\t\n";

static const char words[] =
    "word\tlang\tclass\tnote\n"
    "in\ten\tplace-preposition\t\n"
    "in\ten\tlocative\t\n"
    "de\ten\tconnecting\t\n"
    "from\ten\tplace-preposition\t\n"
    "president\ten\ttitle\t\n"
    "minister\ten\ttitle\t\n"
    "reporter\ten\ttitle\t\n"
    "George\ten\tgiven\t\n"
    "Paris\ten\tgiven\t\n"
    "Nikol\tund\tgiven\t\n"
    "Gabriel\ten\tgiven\t\n"
    "Bahruz\tund\tgiven\t\n"
    "Alain\tund\tgiven\t\n"
    "Viktor\tund\tgiven\t\n"
    "de\tund\tparticle\t\n"
    "bank\ten\torganisation-head\t\n"
    "post\ten\torganisation-head\t\n"
    "said\ten\tsaying\t\n"
    "-yan\tund\tsurname-ending\t\n"
    "the\ten\tcommon-capital\t\n"
    "dell\tund\tarticle\t\n"
    "sull\tund\tarticle\t\n"
    "l\tund\tarticle\t\n"
    "il\tund\tarticle\t\n"
    "nice\ten\tcommon-capital\t\n";

static void put(const char *name, struct str contents)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_replace(path, contents), 0);
}

static void drop(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static const char *index_path(void)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/compiled", folder);
    return path;
}

static int set_up(void **state)
{
    assert_non_null(mkdtemp(folder));
    put("a.places.tsv", str_of(places));
    put("a.names.tsv", str_of(place_names));
    put("b.persons.tsv", str_of(persons));
    put("b.names.tsv", str_of(person_names));
    put("words.tsv", str_of(words));
    struct diag diag = { 0 };
    struct buffer compiled = { 0 };
    bool good = index_compile(folder, &diag, &compiled);
    diag_print(&diag, stderr);
    assert_true(good);
    assert_int_equal(diag.warnings, 0);
    assert_int_equal(file_replace(index_path(), buffer_str(&compiled)), 0);
    const char *reason;
    *state = index_open(index_path(), &reason);
    assert_non_null(*state);
    buffer_free(&compiled);
    diag_free(&diag);
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = { "a.places.tsv", "a.names.tsv", "b.persons.tsv",
                                         "b.names.tsv", "words.tsv", "compiled", "compiled.sound",
                                         "damaged.sound" };
    index_close(*state);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        drop(names[i]);
    rmdir(folder);
    return 0;
}

/* ---- names out of sentences ---- */

/* Each line is a sentence of English. */
static void divide(struct text *text, struct arena *arena)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < text->words.count; i++) {
        struct word *word = &text->words.items[i];
        bool last = i + 1 == text->words.count ||
                    memchr(text->bytes.s + word->end, '\n', word[1].start - word->end);
        if (i == first)
            word->flags |= WORD_FIRST;
        if (!last)
            continue;
        *array_push(&text->sentences, arena) = (struct sentence){
            .at = { text->words.items[first].start, word->end },
            .first_word = first, .words = i + 1 - first,
        };
        first = i + 1;
    }
}

/* All names as "surface=id", demonyms as "surface~id", divided by "; ". */
static const char *found_in(struct index *index, const char *sentences, const char *published)
{
    static struct buffer shown;
    static const struct str codes[] = { { "en", 2 } };
    struct arena arena = { 0 };
    struct text text = { .bytes = str_of(sentences) };
    struct names names = { .tracing = true };
    words_scan(index_fold(index), &text, &arena);
    divide(&text, &arena);
    *array_push(&text.segments, &arena) = (struct segment){ { 0, 0 }, ZONE_BODY, 0 };
    names_find(index, &text, str_of(published), codes, &arena, &names);
    shown.len = 0;
    for (size_t i = 0; i < names.found.count; i++) {
        struct name_mention mention = names.found.items[i].mention;
        struct str id = mention.entity == NO_INDEX ? mention.local
                                                   : names.entities.items[mention.entity].id;
        buffer_printf(&shown, "%s%.*s%c%.*s", i ? "; " : "",
                      STR_ARG(span_text(text.bytes, mention.at)),
                      names.found.items[i].demonym ? '~' : '=', STR_ARG(id));
    }
    buffer_byte(&shown, '\0');
    arena_free(&arena);
    return shown.bytes;
}

static const struct {
    const char *text, *published, *found;
} sentences[] = {
    /* spellings */
    { "They fled from Stephanakert.", "", "Stephanakert=stepanakert" },
    { "The road to Lacin and LAÇIN was cut.", "", "Lacin=lachin; LAÇIN=lachin" },
    { "Azarbaycan and Azǝrbaycan", "", "Azarbaycan=azerbaijan; Azǝrbaycan=azerbaijan" },
    /* elision, possessive, and names that contain an apostrophe */
    { "la frontiera dell'Azerbaigian, l’Armenia", "", "Azerbaigian=azerbaijan; Armenia=armenia" },
    { "Armenia's army", "", "Armenia=armenia" },
    { "a quake near L’Aquila and a march in Cote d'Ivoire", "",
      "L’Aquila=aquila; Cote d'Ivoire=ivory-coast" },
    { "il sisma dell'Aquila, un volo sull'Aquila", "", "Aquila=aquila; Aquila=aquila" },
    /* a club that is called after its town */
    { "ha vinto il Granada a Paris", "", "Paris=paris" },
    /* case is evidence */
    { "they told us of armenia and the US, not the Us", "", "US=united-states" },
    { "A U.S. envoy", "", "U.S.=united-states" },
    { "united States", "", "" },
    /* nationalities are no places */
    { "two Armenian towns, les arméniens, gli armeni", "",
      "Armenian~armenia; arméniens~armenia; armeni~armenia" },
    /* which of several */
    { "He was born in Granada, southern Spain, they say.", "",
      "Granada=granada-es; Spain=spain" },
    { "After Nicaragua he saw Granada again.", "", "Nicaragua=nicaragua; Granada=granada-ni" },
    { "They met in Paris.", "", "Paris=paris" },
    { "They met in Paris, Texas.", "", "Paris=paris-us; Texas=texas" },
    /* names that need support */
    { "Nice people came.", "", "" },
    { "They saw Nice and Paris.", "", "Nice=nice; Paris=paris" },
    { "They live in Nice now.", "", "Nice=nice" },
    { "He wrote to Voroshilovsk.", "", "" },
    /* persons against places and organisations */
    { "We saw George Washington there.", "", "George Washington=george-washington" },
    { "We saw Paris Hilton there.", "", "Paris Hilton=paris-hilton" },
    { "He reads the Washington Post daily.", "", "Washington Post=washington-post" },
    { "He left the Bank de Washington.", "", "Bank de Washington=bank-de-washington" },
    /* one person, many forms */
    { "It was Nikol Pashinyan who spoke.\nLater Pashinyan left.", "",
      "Nikol Pashinyan=nikol-pashinyan; Pashinyan=nikol-pashinyan" },
    { "It was Nikol Pachinian who spoke.\nPashinyan left.", "",
      "Nikol Pachinian=nikol-pashinyan; Pashinyan=nikol-pashinyan" },
    { "Text by Gabriel Gavin here.\nSee also G. Gavin there.\nThen Gavin left.", "",
      "Gabriel Gavin=gabriel-gavin; G. Gavin=gabriel-gavin; Gavin=gabriel-gavin" },
    { "See G. Gavin there.\nText by Gabriel Gavin.", "",
      "G. Gavin=gabriel-gavin; Gabriel Gavin=gabriel-gavin" },
    { "an essay of SAMADOV Bahruz was read, with Bahruz Samadov there", "",
      "SAMADOV Bahruz=samadov-bahruz; Bahruz Samadov=samadov-bahruz" },
    { "a speech of Orbán Viktor was heard", "", "Orbán Viktor=viktor-orban" },
    { "calls with president [Ilham] Aliyev today", "", "[Ilham] Aliyev=ilham-aliyev" },
    { "a visit of president Aliyev to them", "1995-06-01", "Aliyev=heydar-aliyev" },
    { "a visit of president Aliyev to them", "2015-06-01", "Aliyev=ilham-aliyev" },
    { "a photo by ALAIN JOCARD was shown", "", "ALAIN JOCARD=alain-jocard" },
    { "a text of PASHINYAN Nikol was read", "", "PASHINYAN Nikol=nikol-pashinyan" },
    { "we met Gabriel De Lossek and then De Lossek left", "",
      "Gabriel De Lossek=gabriel-de-lossek; De Lossek=gabriel-de-lossek" },
    { "the reporter Xu told it", "", "Xu=xu" },
    { "the reporter Lossek told it", "", "Lossek=lossek" },
    { "talks with Dzhabrail Osdoyan went on", "", "Dzhabrail Osdoyan=dzhabrail-osdoyan" },
    { "later Mbaku Lossek said so", "", "Mbaku Lossek=mbaku-lossek" },
    { "The House voted and The Rain fell.", "", "" },
};

static void finds_names(void **state)
{
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        const char *found = found_in(*state, sentences[i].text, sentences[i].published);
        if (strcmp(found, sentences[i].found))
            print_message("%s\n", sentences[i].text);
        assert_string_equal(found, sentences[i].found);
    }
}

/* ---- the compiled file ---- */

static void compiles_to_the_same_bytes(void **state)
{
    (void)state;
    struct diag diag = { 0 };
    struct buffer first = { 0 }, second = { 0 };
    assert_true(index_compile(folder, &diag, &first));
    assert_true(index_compile(folder, &diag, &second));
    assert_true(str_equal(buffer_str(&first), buffer_str(&second)));
    buffer_free(&first);
    buffer_free(&second);
    diag_free(&diag);
}

static void try_open(const char *path, bool wanted)
{
    const char *reason;
    struct index *index = index_open(path, &reason);
    assert_int_equal(index != NULL, wanted);
    index_close(index);
}

struct row {
    uint64_t hash;
    uint32_t number;
};

static int by_hash(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* Rows of equal hashes stay in their order, each row stands in the list of its hash, and the filter
 * passes them all, but few others. */
static void files_rows_by_hash(void **state)
{
    (void)state;
    enum { ROWS = 1000 };
    struct row rows[ROWS];
    struct buffer starts = { 0 }, bits = { 0 };
    for (uint32_t i = 0; i < ROWS; i++)
        rows[i] = (struct row){ layout_key(0, i % 700 + 1), i };
    uint32_t lists = lists_for(ROWS), passed = 0;
    lists_sort(rows, sizeof *rows, ROWS, by_hash);
    lists_starts(rows, sizeof *rows, ROWS, lists, &starts);
    lists_filter(rows, sizeof *rows, ROWS, &bits);
    struct lists all = { (const uint32_t *)(const void *)starts.bytes, lists };
    struct filter filter = { (const uint8_t *)bits.bytes, (uint32_t)bits.len * 8 };
    for (uint32_t i = 0; i < ROWS; i++) {
        const uint32_t *list = list_at(&all, rows[i].hash);
        assert_in_range(i, list[0], list[1] - 1);
        assert_true(filter_has(&filter, rows[i].hash));
        passed += filter_has(&filter, layout_key(0, 10000 + i));
        if (i && rows[i].hash == rows[i - 1].hash)
            assert_true(rows[i].number > rows[i - 1].number);
        else if (i)
            assert_true(rows[i].hash > rows[i - 1].hash);
    }
    assert_in_range(passed, 0, ROWS / 6);
    buffer_free(&starts);
    buffer_free(&bits);
}

/* How many of the listed names are spelt so. */
static size_t count_spelt(const struct index *index, struct str spelling)
{
    struct listed_name name;
    size_t count = 0;
    for (size_t i = 0; i < listing_names(index); i++)
        count += listing_name(index, i, &name) && str_equal(name.spelling, spelling);
    return count;
}

/* Many places of one name, each also called by a name of two words, of which the first is none. */
static void keeps_all_spellings(void **state)
{
    (void)state;
    struct diag diag = { 0 };
    struct arena arena = { 0 };
    struct buffer compiled = { 0 }, table = { 0 };
    const char *reason;
    buffer_printf(&table, "id\tname\tkind\tlat\tlon\n");
    for (int i = 0; i < 40; i++)
        buffer_printf(&table, "springfield-%d\tSpringfield\ttown\t\t\n", i);
    put("c.places.tsv", buffer_str(&table));
    table.len = 0;
    buffer_printf(&table, "id\tname\tlang\tkind\n");
    for (int i = 0; i < 40; i++)
        buffer_printf(&table, "springfield-%d\tSpringfield\ten\tofficial\n"
                              "springfield-%d\tUpper%d Springfield\ten\talias\n", i, i, i);
    put("c.names.tsv", buffer_str(&table));
    assert_true(index_compile(folder, &diag, &compiled));
    drop("c.places.tsv");
    drop("c.names.tsv");
    struct index *index = index_take(&compiled, &reason);
    assert_non_null(index);
    assert_int_equal(count_spelt(index, STR("Springfield")), 40);
    assert_int_equal(count_spelt(index, STR("Upper7 Springfield")), 1);
    assert_int_equal(count_spelt(index, STR("Arménie")), 1);
    for (uint32_t i = 0; i < listing_entities(index); i++)
        assert_true(listing_entity(index, i, &arena).name.len > 0);
    index_close(index);
    arena_free(&arena);
    buffer_free(&table);
    diag_free(&diag);
}

/* Every byte of the header and, spaced out to keep the test short, of the rest. */
static void refuses_damaged_files(void **state)
{
    (void)state;
    char path[512];
    struct buffer file = { 0 };
    snprintf(path, sizeof path, "%s/damaged", folder);
    assert_int_equal(file_read(index_path(), SIZE_MAX, &file), 0);
    FILE *out = fopen(path, "w+b");
    fwrite(file.bytes, 1, file.len, out);
    for (size_t i = 0; i < file.len; i += i < 500 ? 1 : 211) {
        char damaged = (char)(file.bytes[i] ^ (1 << i % 8));
        fseek(out, (long)i, SEEK_SET);
        fwrite(&damaged, 1, 1, out);
        fflush(out);
        try_open(path, false);
        fseek(out, (long)i, SEEK_SET);
        fwrite(&file.bytes[i], 1, 1, out);
    }
    fflush(out);
    try_open(path, true);
    for (size_t len = 0; len < file.len; len += 9973) {
        assert_int_equal(ftruncate(fileno(out), (off_t)len), 0);
        try_open(path, false);
    }
    fclose(out);
    unlink(path);
    try_open(path, false);
    try_open(folder, false);
    buffer_free(&file);
}

/* Makes the note beside the file old enough to be believed. */
static void age_note(const char *path)
{
    char note[600];
    struct stat about;
    assert_int_equal(stat(path, &about), 0);
    struct timespec later = { about.st_ctim.tv_sec + 100, 0 };
    snprintf(note, sizeof note, "%s.sound", path);
    assert_int_equal(utimensat(AT_FDCWD, note, (struct timespec[]){ later, later }, 0), 0);
}

/* A file that was found sound is believed until anything of it changes, be its times put back. */
static void believes_only_the_file_it_checked(void **state)
{
    (void)state;
    char path[512];
    struct buffer file = { 0 };
    struct stat about;
    snprintf(path, sizeof path, "%s/damaged", folder);
    assert_int_equal(file_read(index_path(), SIZE_MAX, &file), 0);
    assert_int_equal(file_replace(path, buffer_str(&file)), 0);
    try_open(path, true);
    age_note(path);
    try_open(path, true);
    assert_int_equal(stat(path, &about), 0);
    file.bytes[file.len / 2] ^= 1;
    assert_int_equal(file_write(path, buffer_str(&file)), 0);
    struct timespec as_before[] = { about.st_atim, about.st_mtim };
    assert_int_equal(utimensat(AT_FDCWD, path, as_before, 0), 0);
    age_note(path);
    try_open(path, false);
    assert_int_equal(file_replace(path, buffer_str(&file)), 0);
    try_open(path, false);
    unlink(path);
    buffer_free(&file);
}

/* ---- mistakes in tables ---- */

static bool reports(const struct diag *diag, int code)
{
    for (size_t i = 0; i < diag->entries.count; i++)
        if (diag->entries.items[i].code == code)
            return true;
    return false;
}

static void try_broken(const char *name)
{
    char path[512];
    struct buffer contents = { 0 }, compiled = { 0 };
    struct diag diag = { 0 };
    snprintf(path, sizeof path, "%s/errors/gazetteers/%s", tests_folder, name);
    assert_int_equal(file_read(path, 1 << 20, &contents), 0);
    bool words_table = strstr(name, ".words.tsv") != NULL;
    const char *as = words_table ? "words.tsv" : name;
    put(as, buffer_str(&contents));
    index_compile(folder, &diag, &compiled);
    if (!reports(&diag, atoi(name)))
        print_message("%s does not give its code\n", name);
    assert_true(reports(&diag, atoi(name)));
    if (words_table)
        put(as, str_of(words));
    else
        drop(as);
    buffer_free(&contents);
    buffer_free(&compiled);
    diag_free(&diag);
}

static void reports_mistakes(void **state)
{
    (void)state;
    char path[512];
    snprintf(path, sizeof path, "%s/errors/gazetteers", tests_folder);
    DIR *tables = opendir(path);
    assert_non_null(tables);
    for (struct dirent *entry = readdir(tables); entry; entry = readdir(tables))
        if (str_ends(str_of(entry->d_name), STR(".tsv")))
            try_broken(entry->d_name);
    closedir(tables);
}

static void reports_all_mistakes_of_a_run(void **state)
{
    (void)state;
    struct diag diag = { 0 };
    struct buffer compiled = { 0 };
    put("c.names.tsv", STR("id\tname\tlang\tkind\nnobody\tX Y\ten\tshort\nparis\tP\tenglish\tshrt\n"));
    assert_false(index_compile(folder, &diag, &compiled));
    drop("c.names.tsv");
    assert_int_equal(diag.errors, 3);
    assert_int_equal(diag.entries.items[0].at.number, 2);
    assert_int_equal(diag.entries.items[0].at.column, 0);
    assert_int_equal(diag.entries.items[1].at.number, 3);
    assert_int_equal(diag.entries.items[1].at.column, 16);
    buffer_free(&compiled);
    diag_free(&diag);
}

/* What other programs leave in files does no harm. */
static void tolerates_crlf_and_bom(void **state)
{
    (void)state;
    struct diag diag = { 0 };
    struct buffer compiled = { 0 };
    put("c.names.tsv",
        STR("\xEF\xBB\xBFuse\tname\tlang\tkind\tid\textra\r\n\tLutèce\tfr\thistoric\tparis\t?\r\n"));
    assert_true(index_compile(folder, &diag, &compiled));
    assert_int_equal(diag.warnings, 0);
    drop("c.names.tsv");
    buffer_free(&compiled);
    diag_free(&diag);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_names),
        cmocka_unit_test(compiles_to_the_same_bytes),
        cmocka_unit_test(files_rows_by_hash),
        cmocka_unit_test(keeps_all_spellings),
        cmocka_unit_test(refuses_damaged_files),
        cmocka_unit_test(believes_only_the_file_it_checked),
        cmocka_unit_test(reports_mistakes),
        cmocka_unit_test(reports_all_mistakes_of_a_run),
        cmocka_unit_test(tolerates_crlf_and_bom),
    };
    tests_folder = argc > 1 ? argv[1] : "tests";
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
