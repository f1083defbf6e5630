/* The views of the store: tables computed from events, one row for one event
 * of a kind. For the store's own files. */
#ifndef CONSOLE_CASES_STORE_VIEW_H
#define CONSOLE_CASES_STORE_VIEW_H

#include "console/base/memory.h"
#include "console/cases/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;
struct json_t;
struct store;

/* The statements speak JSON: insert takes a row, select gives it by seq. */
struct store_view {
    enum event_kind kind;
    const char *insert, *select;
    const char *orphan; /* gives the seq of a row that no event made */
    /* The row that the event gives; NULL if it can give none. The caller
     * decrefs. */
    struct json_t *(*row)(const struct event *event, const struct json_t *body);
};

/* The view of this kind of event; NULL if it has none. */
const struct store_view *store_view_of(enum event_kind kind);

/* Brings all tables that are computed from events up to this one, which was
 * just appended: depends on nothing but the event and the rows before it, so
 * that a copy of the log gives the same rows. */
MUST_USE bool store_project(struct store *store, const struct event *event,
                            const struct json_t *body, struct error *error);

/* Reads the row with this seq; *row is NULL when there is none that can be
 * read, else the caller decrefs. */
MUST_USE bool store_view_read(struct store *store,
                              const struct store_view *view, int64_t seq,
                              struct json_t **row, struct error *error);

#endif
