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
    /* Brings such a row up to what later events made of it; *fits is false when
     * they make nothing that can be. NULL: no later event changes it. */
    bool (*later)(struct store *store, const struct event *event,
                  struct json_t *row, bool *fits, struct error *error);
};

/* The view of this kind of event; NULL if it has none. */
const struct store_view *store_view_of(enum event_kind kind);

/* Brings all tables that are computed from events up to this one, which was
 * just appended: depends on nothing but the event and the rows before it, so
 * that a copy of the log gives the same rows. */
MUST_USE bool store_project(struct store *store, const struct event *event,
                            const struct json_t *body, struct error *error);

/* Is the row of this event what the events make it? `body`: the event's. *same
 * is false for a row that is not there. Reads all at one moment. */
MUST_USE bool store_view_compare(struct store *store,
                                 const struct store_view *view,
                                 const struct event *event,
                                 const struct json_t *body, bool *same,
                                 struct error *error);

#endif
