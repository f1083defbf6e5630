/* A list of cases and calls as rows: asked from the store, drawn in columns. */
#ifndef SCREENS_CASEROW_H
#define SCREENS_CASEROW_H

#include "screens/fetch.h"
#include "screens/kit/canvas.h"

struct json_t;

/* Cases of one page. */
enum { CASEROW_PAGE = 100 };

/* Works for fetch_what: cases (text, branch) and the actor's own calls. */
struct json_t *caserow_cases(struct store *store, const struct fetch_what *what,
                             struct error *error);
struct json_t *caserow_calls(struct store *store, const struct fetch_what *what,
                             struct error *error);

/* One case: number, when, branch, issue, state. Times in the desk's zone. */
void caserow_draw_case(const struct seat *seat, const struct json_t *row,
                       struct area area, bool selected);

/* One call: when, look-up, outcome, case number. */
void caserow_draw_call(const struct seat *seat, const struct json_t *row,
                       struct area area, bool selected);

/* "14:15" today, else "22.11 14:15", of an ISO moment, in the desk's zone. The
 * caller frees. */
char *caserow_when(const struct seat *seat, const char *iso);

#endif
