/* A call in words: when, who, the path, the notes, its reviews. */
#ifndef SCREENS_CALLTEXT_H
#define SCREENS_CALLTEXT_H

#include "console/base/language.h"

struct json_t;
struct pager;
struct seat;

/* Adds a call (store_call) to a page; the path in this language. */
void calltext_write(struct pager *pager, const struct seat *seat,
                    const struct json_t *record, enum language language);

/* Adds its reviews (store_reviews), oldest first. */
void calltext_write_reviews(struct pager *pager, const struct seat *seat,
                            const struct json_t *reviews);

#endif
