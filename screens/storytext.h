/* One case in words, the answer first: where it stands, what is to be done
 * now, what was asked back and answered; then the caller, what is known, the
 * path, the history. */
#ifndef SCREENS_STORYTEXT_H
#define SCREENS_STORYTEXT_H

#include "console/base/language.h"
#include "console/cases/event.h"
#include "console/cases/life.h"
#include "screens/kit/canvas.h"

struct json_t;
struct pager;
struct seat;

/* What is told; all lent. `record` is that of store_case() with the user's
 * "jots". */
struct storytext {
    const struct seat *seat;
    const struct json_t *record;
    const struct case_now *now;
    enum language language;
};

/* The part of an area that is not too wide to be read. */
struct area storytext_width(struct area area);

/* State, holder and due time, issue: two rows that never scroll away. */
enum { STORYTEXT_HEAD_ROWS = 2 };
void storytext_head(const struct storytext *told, struct area area);

/* All the rest, in the place of what the pager held. */
void storytext_write(const struct storytext *told, struct pager *pager);

/* The text of the case's last event of this kind; NULL when there is none. */
const char *storytext_last(const struct json_t *record, enum event_kind kind);

#endif
