/* Decision diagrams: every node once (found by its hash), results of the
 * operations kept in a cache that forgets. */
#include "console/prove/region.h"

#include "console/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Numbers 0 and 1 are the empty and the full set; nodes come behind. */
enum { FIRST_NODE = 2, START_ROOM = 1 << 12 };

enum operation { DO_AND = 1, DO_OR, DO_MINUS, DO_FORGET };

struct split {
    uint32_t var, kids; /* where its kids begin */
};

struct memo {
    uint32_t operation, left, right, result;
};

struct regions {
    size_t *sizes;
    size_t count, most;
    struct split *nodes;
    size_t node_count, node_room;
    region *kids;
    size_t kid_count, kid_room;
    uint32_t *buckets; /* nodes by hash; 0: free */
    struct memo *memos;
    size_t bucket_count; /* of both, a power of two */
    region *scratch;     /* kids of the nodes that are being made */
    size_t scratch_count, scratch_room;
    uint32_t forgets; /* tells one forgetting from another in the cache */
    const bool *drop;
    bool full;
};

struct regions *regions_new(const size_t *sizes, size_t count, size_t most)
{
    struct regions *all = mem_new(sizeof(*all));
    all->sizes = mem_new((count + 1) * sizeof(*sizes));
    memcpy(all->sizes, sizes, count * sizeof(*sizes));
    all->count = count;
    all->most = most;
    all->node_count = FIRST_NODE;
    all->node_room = START_ROOM;
    all->nodes = mem_new(START_ROOM * sizeof(*all->nodes));
    all->bucket_count = 2 * START_ROOM;
    all->buckets = mem_new(all->bucket_count * sizeof(*all->buckets));
    all->memos = mem_new(all->bucket_count * sizeof(*all->memos));
    return all;
}

void regions_free(struct regions *all)
{
    if (all == NULL)
        return;
    free(all->sizes);
    free(all->nodes);
    free(all->kids);
    free(all->buckets);
    free(all->memos);
    free(all->scratch);
    free(all);
}

bool regions_full(const struct regions *all)
{
    return all->full;
}

/* ---- nodes ---- */

static size_t mix(size_t hash, size_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 29;
}

static size_t hash_of(size_t var, const region *kids, size_t count)
{
    size_t hash = var + 1;
    for (size_t i = 0; i < count; i++)
        hash = mix(hash, kids[i]);
    return hash;
}

static void add_bucket(struct regions *all, uint32_t node)
{
    const struct split *split = &all->nodes[node];
    size_t at =
        hash_of(split->var, all->kids + split->kids, all->sizes[split->var]);
    while (all->buckets[at & (all->bucket_count - 1)] != 0)
        at++;
    all->buckets[at & (all->bucket_count - 1)] = node;
}

/* Room for one more node: everything doubles at once. */
static void grow_nodes(struct regions *all)
{
    all->node_room *= 2;
    all->bucket_count *= 2;
    all->nodes = mem_grow(all->nodes, all->node_room, sizeof(*all->nodes));
    free(all->buckets);
    free(all->memos);
    all->buckets = mem_new(all->bucket_count * sizeof(*all->buckets));
    all->memos = mem_new(all->bucket_count * sizeof(*all->memos));
    for (size_t i = FIRST_NODE; i < all->node_count; i++)
        add_bucket(all, (uint32_t)i);
}

static region *take_kids(struct regions *all, size_t count)
{
    while (all->kid_count + count > all->kid_room) {
        all->kid_room = 2 * all->kid_room + START_ROOM;
        all->kids = mem_grow(all->kids, all->kid_room, sizeof(*all->kids));
    }
    all->kid_count += count;
    return all->kids + all->kid_count - count;
}

/* Cells in use: a node has its split, two buckets and two memos. */
static size_t cells(const struct regions *all)
{
    return all->kid_count + all->node_count * (2 + 2 + 2 * 4);
}

static region add_node(struct regions *all, size_t var, const region *kids)
{
    size_t size = all->sizes[var];
    if (cells(all) + size > all->most) {
        all->full = true;
        return REGION_NONE;
    }
    region *own = take_kids(all, size);
    memcpy(own, kids, size * sizeof(*own));
    if (all->node_count == all->node_room)
        grow_nodes(all);
    uint32_t node = (uint32_t)all->node_count++;
    all->nodes[node] =
        (struct split){(uint32_t)var, (uint32_t)(own - all->kids)};
    add_bucket(all, node);
    return node;
}

region region_split(struct regions *all, size_t var, const region *kids)
{
    size_t size = all->sizes[var], same = 1;
    while (same < size && kids[same] == kids[0])
        same++;
    if (same == size)
        return kids[0];
    size_t at = hash_of(var, kids, size);
    uint32_t node;
    while ((node = all->buckets[at & (all->bucket_count - 1)]) != 0) {
        const struct split *split = &all->nodes[node];
        if (split->var == var &&
            memcmp(all->kids + split->kids, kids, size * sizeof(*kids)) == 0)
            return node;
        at++;
    }
    return add_node(all, var, kids);
}

region region_value(struct regions *all, size_t var, size_t value)
{
    size_t size = all->sizes[var];
    region *kids = mem_new(size * sizeof(*kids));
    kids[value] = REGION_ALL;
    region set = region_split(all, var, kids);
    free(kids);
    return set;
}

/* ---- operations ---- */

static size_t var_of(const struct regions *all, region set)
{
    return set < FIRST_NODE ? all->count : all->nodes[set].var;
}

/* The part of the set where the variable has the value. */
static region kid_of(const struct regions *all, region set, size_t var,
                     size_t value)
{
    return var_of(all, set) == var ? all->kids[all->nodes[set].kids + value]
                                   : set;
}

static struct memo *find_memo(struct regions *all, const struct memo *key)
{
    size_t at = mix(mix(key->operation, key->left), key->right);
    return &all->memos[at & (all->bucket_count - 1)];
}

static bool is_memo(const struct memo *memo, const struct memo *key)
{
    return memo->operation == key->operation && memo->left == key->left &&
           memo->right == key->right;
}

/* Room for the kids of a node; gives where they begin in the scratch. */
static size_t open_scratch(struct regions *all, size_t size)
{
    size_t begin = all->scratch_count;
    all->scratch_count += size;
    if (all->scratch_count > all->scratch_room) {
        all->scratch_room = 2 * all->scratch_count;
        all->scratch =
            mem_grow(all->scratch, all->scratch_room, sizeof(*all->scratch));
    }
    return begin;
}

static region close_scratch(struct regions *all, size_t begin, size_t var)
{
    region set = region_split(all, var, all->scratch + begin);
    all->scratch_count = begin;
    return set;
}

/* Is the result known without looking inside? */
static bool is_plain(enum operation operation, region left, region right,
                     region *result)
{
    if (operation == DO_MINUS) {
        *result = left == right || right == REGION_ALL ? REGION_NONE : left;
        return left == REGION_NONE || right == REGION_NONE || left == right ||
               right == REGION_ALL;
    }
    region whole = operation == DO_AND ? REGION_ALL : REGION_NONE;
    region stop = operation == DO_AND ? REGION_NONE : REGION_ALL;
    *result = left == stop || right == stop ? stop
              : left == whole               ? right
                                            : left;
    return left < FIRST_NODE || right < FIRST_NODE || left == right;
}

static region apply(struct regions *all, enum operation operation, region left,
                    region right)
{
    region result;
    if (is_plain(operation, left, right, &result) || all->full)
        return result;
    bool swap = operation != DO_MINUS && left > right;
    struct memo key = {operation, swap ? right : left, swap ? left : right, 0};
    struct memo *memo = find_memo(all, &key);
    if (is_memo(memo, &key))
        return memo->result;
    size_t var = var_of(all, left);
    if (var_of(all, right) < var)
        var = var_of(all, right);
    size_t begin = open_scratch(all, all->sizes[var]);
    for (size_t i = 0; i < all->sizes[var]; i++) {
        region kid = apply(all, operation, kid_of(all, left, var, i),
                           kid_of(all, right, var, i));
        all->scratch[begin + i] = kid;
    }
    key.result = close_scratch(all, begin, var);
    *find_memo(all, &key) = key;
    return key.result;
}

region region_and(struct regions *all, region left, region right)
{
    return apply(all, DO_AND, left, right);
}

region region_or(struct regions *all, region left, region right)
{
    return apply(all, DO_OR, left, right);
}

region region_minus(struct regions *all, region left, region right)
{
    return apply(all, DO_MINUS, left, right);
}

static region forget(struct regions *all, region set);

/* What is left of a node whose own variable is forgotten. */
static region join_kids(struct regions *all, region set, size_t var)
{
    region sum = REGION_NONE;
    for (size_t i = 0; i < all->sizes[var] && sum != REGION_ALL; i++)
        sum = apply(all, DO_OR, sum, forget(all, kid_of(all, set, var, i)));
    return sum;
}

static region forget(struct regions *all, region set)
{
    if (set < FIRST_NODE || all->full)
        return set;
    struct memo key = {DO_FORGET, set, all->forgets, 0};
    struct memo *memo = find_memo(all, &key);
    if (is_memo(memo, &key))
        return memo->result;
    size_t var = var_of(all, set);
    if (all->drop[var]) {
        key.result = join_kids(all, set, var);
    } else {
        size_t begin = open_scratch(all, all->sizes[var]);
        for (size_t i = 0; i < all->sizes[var]; i++) {
            region kid = forget(all, kid_of(all, set, var, i));
            all->scratch[begin + i] = kid;
        }
        key.result = close_scratch(all, begin, var);
    }
    *find_memo(all, &key) = key;
    return key.result;
}

region region_forget(struct regions *all, region set, const bool *drop)
{
    all->drop = drop;
    all->forgets++;
    return forget(all, set);
}

uint32_t region_random(uint32_t *seed, uint32_t most)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % most;
}

void region_pick(const struct regions *all, region set, uint32_t *seed,
                 int *picked)
{
    for (size_t i = 0; i < all->count; i++)
        picked[i] = -1;
    while (set >= FIRST_NODE) {
        size_t var = var_of(all, set), size = all->sizes[var];
        size_t value = seed != NULL ? region_random(seed, (uint32_t)size) : 0;
        while (kid_of(all, set, var, value) == REGION_NONE)
            value = (value + 1) % size;
        picked[var] = (int)value;
        set = kid_of(all, set, var, value);
    }
}
