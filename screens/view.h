/* The views of a list of cases: what each one lists, its key, the row of them
 * above the list. */
#ifndef SCREENS_VIEW_H
#define SCREENS_VIEW_H

#include "screens/command.h"
#include "screens/fetch.h"
#include "screens/kit/canvas.h"

struct json_t;
struct seat;

enum view {
    VIEW_MINE,
    VIEW_OPEN,
    VIEW_OVERDUE,
    VIEW_WAITING,
    VIEW_ALL,
    VIEW_COUNT
};

/* Cases of one page. */
enum { VIEW_PAGE = 100 };

/* The view of a command; VIEW_COUNT: it has none. */
enum view view_of(enum command command);

/* For fetch_what: the work, and what it is given besides the text: the first
 * page, or the one behind the row `last`. */
struct json_t *view_work(struct store *store, const struct fetch_what *what,
                         struct error *error);
struct json_t *view_given(const struct seat *seat, enum view view,
                          const struct json_t *last);

/* One view with its key and what is written behind it, from a column on;
 * returns the column behind it. Brackets tell the one that is on. */
int view_put(struct area area, int at, enum command command, bool on,
             const char *more);

/* All views with their keys; brackets tell the one that is on, also without
 * colour. */
void view_draw(enum view chosen, struct area area);

#endif
