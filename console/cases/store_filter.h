/* A filter as statements: which index is walked, in which streams, and what is
 * asked of each row. For the store's own files. */
#ifndef CONSOLE_CASES_STORE_FILTER_H
#define CONSOLE_CASES_STORE_FILTER_H

#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/io/db.h"

#include <stdbool.h>
#include <stdint.h>

struct error;
struct store;
struct store_filter;
struct store_index;
struct store_rows;

enum { STORE_ARGS = 20 };

/* A statement that grows by what narrows it. */
struct store_query {
    struct text sql;
    struct db_value args[STORE_ARGS];
    size_t count;
};
void store_query_clear(struct store_query *query);

/* A place in the order of a list. */
struct store_key {
    int64_t ms, seq;
};

enum store_order { STORE_NEWEST, STORE_BY_DUE };

/* How a list is read: one stream for each state where the index knows states
 * (they are merged), else one. */
struct store_walk {
    const struct store_rows *rows;
    const struct store_filter *filter; /* lent */
    const struct store_index *index;
    enum store_order order;
    bool by_due;        /* wanted: by due time, then those without */
    unsigned states;    /* wanted, as bits */
    bool narrowed;      /* not all states are */
    const char *branch; /* the wall: of this branch only; NULL: all */
    const char *agent;  /* of this agent only; NULL: all */
    int64_t now_ms;
};

/* How many streams, and the state of the n-th (NULL: of any state). */
int store_walk_streams(const struct store_walk *walk);
const char *store_walk_state(const struct store_walk *walk, int stream);

/* The statement for the next rows of a stream behind a key. It tells of each
 * row whether it fits, so that a page never looks at more than `rows`. */
void store_walk_page(const struct store_walk *walk, const char *state,
                     const struct store_key *behind, int rows,
                     struct store_query *query);

/* What the filter asks of these rows; walls included. */
void store_walk_init(struct store_walk *walk, const struct store *store,
                     const struct store_rows *rows,
                     const struct store_filter *filter);

/* Chooses an index for this order. Where by due time is wanted, the newest
 * first are those without. Call after store_walk_init. */
void store_walk_order(struct store_walk *walk, enum store_order order);

/* Does it ask what only a case has? */
bool store_filter_of_case(const struct store_filter *filter);

#endif
