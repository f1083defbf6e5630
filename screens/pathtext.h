/* The path of a call in words: what was asked and what was answered, who
 * called, as the scripts of today word it. */
#ifndef SCREENS_PATHTEXT_H
#define SCREENS_PATHTEXT_H

#include "console/base/language.h"

struct json_t;
struct pager;
struct seat;

/* Adds the questions and answers of a case or call (store_case, store_call);
 * what was taken back is left out. */
void pathtext_write(struct pager *pager, const struct seat *seat,
                    const struct json_t *record, enum language language);

/* Who called, as the first question words it; "—" when it is not known. Lent.
 */
const char *pathtext_caller(const struct seat *seat,
                            const struct json_t *record,
                            enum language language);

#endif
