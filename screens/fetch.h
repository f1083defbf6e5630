/* Questions to the store from a screen: asked on its worker, answered on the
 * loop; forgotten when the screen is closed before. And a watch for changes. */
#ifndef SCREENS_FETCH_H
#define SCREENS_FETCH_H

#include "console/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct deadlines;
struct fetch;
struct json_t;
struct seat;
struct store;

/* What is asked; strings are copied. */
struct fetch_what {
    /* Runs on the worker; gives a new reference or NULL and the error. */
    struct json_t *(*work)(struct store *store, const struct fetch_what *what,
                           struct error *error);
    /* Runs on the loop; the value is lent, NULL when it failed. */
    void (*done)(const struct json_t *value, const struct error *error,
                 void *cookie);
    void *cookie;
    char *text; /* a filter, a number */
    bool revealed;
    bool mine;            /* only what is the actor's own */
    int64_t before_seq;   /* the page behind this row; 0: the first */
    struct json_t *given; /* taken: all else that the work needs; NULL: none */
    struct deadlines *deadlines; /* held for the work; taken; NULL: none */
};

/* Asks; *slot holds the question while it is open (an older one in the slot is
 * dropped). */
void fetch_start(struct fetch **slot, struct seat *seat,
                 const struct fetch_what *what);

/* Forgets the question in the slot: done never runs, but what is under way is
 * done to its end. */
void fetch_drop(struct fetch **slot);

/* Tells a screen that somebody wrote to the log: the file is looked at every
 * two seconds with some jitter, the store is not asked. */
struct fetch_watch {
    struct seat *seat;
    void (*changed)(void *cookie);
    void *cookie;
    uint64_t timer;
    int64_t stamp; /* of the log's file */
};
void fetch_watch_start(struct fetch_watch *watch, struct seat *seat,
                       void (*changed)(void *cookie), void *cookie);
void fetch_watch_stop(struct fetch_watch *watch);

#endif
