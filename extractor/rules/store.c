#include "base/file.h"
#include "rules/store.h"

/* Raise it with any change in how patterns are expanded (expand.c) or tried (start.c). */
enum { STORE_VERSION = 7, ALIGNMENT = 8 };

struct header {
    char magic[8];
    uint32_t version, entries;
    char hash[64];
};

struct entry_header {
    uint64_t name;  /* hash of the rule's full name */
    uint64_t check; /* of the bytes of its pattern, verified before they are used */
    uint32_t code, code_length, groups, groups_length;
};

static const char magic[8] = "NGZRULE";

static uint64_t hash_of(struct str bytes)
{
    uint64_t hash = 0x9E3779B97F4A7C15u ^ bytes.len, eight = 0;
    for (size_t at = 0; at < bytes.len; at += sizeof eight) {
        size_t left = bytes.len - at;
        eight = 0;
        memcpy(&eight, bytes.s + at, left < sizeof eight ? left : sizeof eight);
        hash = (hash ^ eight) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 29;
    }
    return hash;
}

static void align(struct buffer *into)
{
    while (into->len % ALIGNMENT)
        buffer_byte(into, 0);
}

static void write_rule(const struct grammar *grammar, const struct rule *rule, size_t base,
                       struct buffer *patterns, struct buffer *entries)
{
    struct buffer groups = { 0 };
    align(patterns);
    size_t start = patterns->len;
    bool good = pattern_write(grammar, rule, patterns, &groups);
    size_t end = patterns->len;
    buffer_add(patterns, buffer_str(&groups));
    struct entry_header entry = {
        .name = hash_of(rule->name),
        .check = hash_of(str_slice(buffer_str(patterns), start, patterns->len)),
        .code = (uint32_t)(base + start), .code_length = (uint32_t)(end - start),
        .groups = (uint32_t)(base + end), .groups_length = (uint32_t)groups.len,
    };
    if (good)
        buffer_add(entries, (struct str){ (const char *)&entry, sizeof entry });
    buffer_free(&groups);
}

/* Of the rules that have a tree nothing need be kept. */
static void write_grammar(const struct grammar *grammar, size_t base, struct buffer *patterns,
                          struct buffer *entries)
{
    struct trees *trees = trees_new(grammar);
    for (size_t i = 0; i < grammar->rules.count; i++) {
        const struct rule *rule = &grammar->rules.items[i];
        if (!rule->starts_known || !tree_read(trees, rule))
            write_rule(grammar, rule, base, patterns, entries);
    }
    trees_free(trees);
}

static size_t rule_count(const struct grammar *const *grammars, size_t count)
{
    size_t rules = 0;
    for (size_t i = 0; i < count; i++)
        rules += grammars[i]->rules.count;
    return rules;
}

void store_write(const struct grammar *const *grammars, size_t count, const char *hash,
                 struct buffer *into)
{
    struct buffer patterns = { 0 }, entries = { 0 };
    size_t base = sizeof(struct header) +
                  rule_count(grammars, count) * sizeof(struct entry_header);
    for (size_t i = 0; i < count; i++)
        write_grammar(grammars[i], base, &patterns, &entries);
    struct header header = { .version = STORE_VERSION,
                             .entries = (uint32_t)(entries.len / sizeof(struct entry_header)) };
    memcpy(header.magic, magic, sizeof magic);
    memcpy(header.hash, hash, sizeof header.hash);
    buffer_add(into, (struct str){ (const char *)&header, sizeof header });
    buffer_add(into, buffer_str(&entries));
    while (into->len < base) /* most rules have no entry */
        buffer_byte(into, 0);
    buffer_add(into, buffer_str(&patterns));
    buffer_free(&patterns);
    buffer_free(&entries);
}

bool store_open(struct store *store, const char *path, char ret_hash[65])
{
    struct header header;
    if (file_map(path, &store->mapped))
        return false;
    if (store->mapped.len >= sizeof header) {
        memcpy(&header, store->mapped.s, sizeof header);
        if (!memcmp(header.magic, magic, sizeof magic) && header.version == STORE_VERSION &&
            header.entries <= (store->mapped.len - sizeof header) / sizeof(struct entry_header)) {
            memcpy(ret_hash, header.hash, sizeof header.hash);
            ret_hash[64] = '\0';
            return true;
        }
    }
    store_close(store);
    return false;
}

void store_close(struct store *store)
{
    file_unmap(store->mapped);
    *store = (struct store){ 0 };
}

static bool fits(const struct store *store, uint32_t start, uint32_t length)
{
    return start <= store->mapped.len && length <= store->mapped.len - start;
}

static void link_rule(const struct store *store, const struct entry_header *entry,
                      struct rule *rule)
{
    if (!fits(store, entry->code, entry->code_length) ||
        !fits(store, entry->groups, entry->groups_length) ||
        entry->groups != entry->code + entry->code_length || entry->code % ALIGNMENT)
        return;
    rule->stored_check = entry->check;
    rule->stored_code = str_slice(store->mapped, entry->code, entry->groups);
    rule->stored_groups = str_slice(store->mapped, entry->groups,
                                    entry->groups + entry->groups_length);
}

void store_link(const struct store *store, struct grammar *grammar)
{
    struct header header = { 0 };
    size_t next = 0;
    if (store->mapped.len >= sizeof header)
        memcpy(&header, store->mapped.s, sizeof header);
    for (size_t k = 0; k < grammar->rules.count; k++) {
        struct rule *rule = &grammar->rules.items[k];
        uint64_t name = hash_of(rule->name);
        for (size_t tried = 0; tried < header.entries; tried++, next++) {
            struct entry_header entry;
            next = next < header.entries ? next : 0; /* nearly always the one behind the last */
            memcpy(&entry, store->mapped.s + sizeof header + next * sizeof entry, sizeof entry);
            if (entry.name != name)
                continue;
            link_rule(store, &entry, rule);
            next++;
            break;
        }
    }
}

struct pattern *store_pattern(const struct grammar *grammar, const struct rule *rule)
{
    struct str whole = { rule->stored_code.s, rule->stored_code.len + rule->stored_groups.len };
    if (!rule->stored_code.len || hash_of(whole) != rule->stored_check)
        return NULL;
    return pattern_read(grammar, rule->stored_code, rule->stored_groups);
}
