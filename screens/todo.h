/* What an agent has promised and not done yet: calls back at their time, and
 * answers of branches that the caller has not been told. */
#ifndef SCREENS_TODO_H
#define SCREENS_TODO_H

#include "screens/fetch.h"
#include "screens/kit/canvas.h"
#include "screens/kit/list.h"

struct seat;

struct todo {
    struct seat *seat;
    struct json_t *rows; /* NULL: not read yet */
    struct list list;
    struct fetch *acting;          /* a reveal, or marking done */
    int64_t reminded_ms;           /* calls due until then were said */
    void (*changed)(void *cookie); /* the rows are to be read again */
    void *cookie;
};

/* Work on the store: the rows of this agent (the actor). */
struct json_t *todo_read(struct store *store, const char *agent,
                         struct error *error);

void todo_clear(struct todo *todo);

/* The rows as they were read; held. */
void todo_take(struct todo *todo, const struct json_t *rows);

/* Of the selected row: the case's number, and the promised call's id; NULL:
 * it has none. Lent. */
const char *todo_number(const struct todo *todo);
const char *todo_callback(const struct todo *todo);

/* Says name and phone of the selected call (recorded); marks it done. */
void todo_reveal(struct todo *todo);
void todo_done(struct todo *todo);

/* Says once that the moment of a promised call has come. */
void todo_remind(struct todo *todo);

void todo_draw(struct todo *todo, struct area area, bool focused);

#endif
