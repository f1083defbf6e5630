/* What happened to a case: its events, each with who, when and the particulars.
 */
#ifndef SCREENS_PASTTEXT_H
#define SCREENS_PASTTEXT_H

#include <stdbool.h>

struct json_t;
struct pager;
struct storytext;

/* Adds the history of a case to a page. */
void pasttext_write(const struct storytext *told, struct pager *pager);

/* Is an event told in it? */
bool pasttext_tells(const struct json_t *event);

#endif
