/* The leaves of all rules: found by the rule and by what its names mean. */
#include "console/prove/leaf.h"

#include "console/prove/trial.h"
#include "console/script/logic_tree.h"

#include <jansson.h>

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

enum { START_BUCKETS = 1 << 8 };

void leaves_init(struct leaves *all, struct sources *sources, size_t most)
{
    *all = (struct leaves){.sources = sources, .most = most};
}

void leaves_clear(struct leaves *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct leaf *leaf = &all->items[i];
        free(leaf->reads.paths);
        free(leaf->reads.sources);
        free(leaf->results);
        free(leaf->elements);
    }
    free(all->items);
    free(all->buckets);
    free(all->tables);
    free(all->cells);
    *all = (struct leaves){0};
}

uint64_t leaves_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 29;
}

/* ---- finding ---- */

struct reading {
    const struct finder *finder;
    struct reads *reads;
};

static void read_name(const char *path, void *cookie)
{
    struct reading *reading = cookie;
    struct reads *reads = reading->reads;
    if (strcmp(path, "as_of") == 0) {
        reads->as_of = true;
        return;
    }
    for (size_t i = 0; i < reads->count; i++)
        if (strcmp(reads->paths[i], path) == 0)
            return;
    size_t count = reads->count + 1;
    reads->paths = mem_grow(reads->paths, count, sizeof(*reads->paths));
    reads->sources = mem_grow(reads->sources, count, sizeof(*reads->sources));
    reads->paths[reads->count] = path;
    reads->sources[reads->count++] =
        reading->finder->find(path, reading->finder->cookie);
}

static bool has_table(const struct logic *rule)
{
    for (size_t i = 0; i < rule->count; i++)
        if (has_table(rule->args[i]))
            return true;
    return rule->op == LOGIC_TABLE;
}

static void read_rule(const struct logic *rule, const struct finder *finder,
                      struct reads *reads)
{
    struct reading reading = {finder, reads};
    logic_each_var(rule, read_name, &reading);
    reads->table = has_table(rule);
}

static bool same_reads(const struct reads *left, const struct reads *right)
{
    return left->count == right->count &&
           (left->count == 0 ||
            memcmp(left->sources, right->sources,
                   left->count * sizeof(*left->sources)) == 0);
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++)
        hash = leaves_mix(hash, (unsigned char)*text);
    return hash;
}

/* Equal rules have equal hashes, wherever they stand. */
static uint64_t hash_rule(uint64_t hash, const struct logic *rule)
{
    hash = leaves_mix(hash, rule->op);
    if (rule->op == LOGIC_VAR)
        hash = hash_text(hash, rule->path);
    if (json_is_string(rule->value))
        hash = hash_text(hash, json_string_value(rule->value));
    if (json_is_integer(rule->value))
        hash = leaves_mix(hash, (uint64_t)json_integer_value(rule->value));
    for (size_t i = 0; i < rule->count; i++)
        hash = hash_rule(hash, rule->args[i]);
    return hash;
}

static bool same_json(const struct json_t *left, const struct json_t *right)
{
    return left == right || (left != NULL && right != NULL &&
                             json_equal((json_t *)left, (json_t *)right));
}

bool leaves_same_rule(const struct logic *left, const struct logic *right)
{
    if (left->op != right->op || left->count != right->count ||
        !same_json(left->value, right->value) || left->unit != right->unit ||
        (left->op == LOGIC_VAR && strcmp(left->path, right->path) != 0))
        return false;
    for (size_t i = 0; i < left->count; i++)
        if (!leaves_same_rule(left->args[i], right->args[i]))
            return false;
    return true;
}

static size_t hash_of(const struct logic *rule, const struct json_t *is)
{
    return hash_rule(is != NULL ? json_typeof(is) : 99, rule);
}

static void add_bucket(struct leaves *all, int index)
{
    const struct leaf *leaf = &all->items[index];
    size_t at = hash_of(leaf->rule, leaf->is);
    while (all->buckets[at % all->bucket_count] >= 0)
        at++;
    all->buckets[at % all->bucket_count] = index;
}

static void grow_buckets(struct leaves *all)
{
    size_t count =
        all->bucket_count > 0 ? 2 * all->bucket_count : START_BUCKETS;
    all->buckets = mem_grow(all->buckets, count, sizeof(*all->buckets));
    memset(all->buckets, -1, count * sizeof(*all->buckets));
    all->bucket_count = count;
    for (size_t i = 0; i < all->count; i++)
        add_bucket(all, (int)i);
}

/* The list among the sources goes to the end; how many there are. */
static size_t move_list(const struct leaves *all, struct reads *reads)
{
    size_t lists = 0;
    for (size_t i = 0; i < reads->count; i++) {
        int source = reads->sources[i];
        if (source < 0 || all->sources->items[source].kind != SOURCE_LIST)
            continue;
        const char *path = reads->paths[i];
        size_t last = reads->count - 1;
        lists++;
        reads->paths[i] = reads->paths[last];
        reads->sources[i] = reads->sources[last];
        reads->paths[last] = path;
        reads->sources[last] = source;
        if (i == last || lists > 1)
            break;
    }
    return lists;
}

/* Lists can be asked for one of their codes, for any, and whether known. */
static void judge_list(const struct leaves *all, struct leaf *leaf)
{
    size_t lists = move_list(all, &leaf->reads);
    const struct logic *rule = leaf->rule;
    leaf->list = lists > 0;
    bool whole = rule->op == LOGIC_VAR || rule->op == LOGIC_KNOWN;
    bool in = rule->op == LOGIC_IN && rule->args[1]->op == LOGIC_VAR;
    bool used[TRIAL_MOST] = {false};
    if (in && leaf->reads.count <= TRIAL_MOST)
        trial_used(leaf, rule->args[0], used);
    if (lists > 1 || (lists == 1 && (leaf->is != NULL || !(whole || in) ||
                                     used[leaf->reads.count - 1])))
        leaf->gave_up =
            gettext("a list is used for more than asking what is in it");
    if (leaf->reads.count > TRIAL_MOST)
        leaf->gave_up = gettext("too many names in one comparison");
}

int leaves_find(struct leaves *all, const struct logic *rule,
                const struct json_t *is, const struct finder *finder)
{
    struct leaf leaf = {.rule = rule, .is = is};
    read_rule(rule, finder, &leaf.reads);
    judge_list(all, &leaf);
    int found = -1;
    for (size_t at = hash_of(rule, is);
         all->bucket_count > 0 &&
         (found = all->buckets[at % all->bucket_count]) >= 0;
         at++) {
        const struct leaf *other = &all->items[found];
        if (leaves_same_rule(other->rule, rule) && same_json(other->is, is) &&
            same_reads(&other->reads, &leaf.reads))
            break;
    }
    if (found >= 0) {
        free(leaf.reads.paths);
        free(leaf.reads.sources);
        return found;
    }
    all->items = mem_grow(all->items, all->count + 1, sizeof(*all->items));
    all->items[all->count++] = leaf;
    if (2 * all->count > all->bucket_count)
        grow_buckets(all);
    else
        add_bucket(all, (int)all->count - 1);
    return (int)all->count - 1;
}
