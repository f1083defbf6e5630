/* A list of cases and calls as rows: asked from the store, drawn in columns. */
#ifndef SCREENS_CASEROW_H
#define SCREENS_CASEROW_H

#include "screens/fetch.h"
#include "screens/kit/canvas.h"

struct json_t;
struct seat;

/* Works for fetch_what: the actor's own calls. */
struct json_t *caserow_calls(struct store *store, const struct fetch_what *what,
                             struct error *error);

/* One case: when it is due, number, issue, state, who holds it; a mark where
 * the user's own lease ends soon. Times in the desk's zone. */
void caserow_draw_case(const struct seat *seat, const struct json_t *row,
                       struct area area, bool selected);

/* When a case is due, cut to the area. */
void caserow_draw_due(const struct seat *seat, const struct json_t *row,
                      struct area area);

/* The titles of these columns. */
void caserow_draw_titles(const struct seat *seat, struct area area);

/* One call: when, look-up, outcome, case number. */
void caserow_draw_call(const struct seat *seat, const struct json_t *row,
                       struct area area, bool selected);

/* "14:15" today, else "22.11 14:15", of an ISO moment, in the desk's zone. The
 * caller frees. */
char *caserow_when(const struct seat *seat, const char *iso);

/* "22.11": the day of a moment in the desk's zone. The caller frees. */
char *caserow_day(const struct seat *seat, int64_t ms);

/* "dana took it at 14:05.": an event's name, its moment as ISO. The caller
 * frees. */
char *caserow_who(const struct seat *seat, const char *actor, const char *kind,
                  const char *at);

/* When the user's own lease of a case ends, if that is soon; else 0. */
int64_t caserow_lease_ends(const struct seat *seat, const char *branch,
                           const char *holder, int64_t lease_ms);

/* What of a case tells its time; 0: none. */
struct caserow_time {
    const char *branch; /* lent */
    const char *term;   /* its deadline class; NULL: the caller is to be told */
    int64_t due_ms, look_ms;
};

/* When something has to be done: "14:15", "! 14:15" when that is soon, "!
 * overdue 2 h", "waits 25.11", "! look again", "—". The style says the same;
 * *words is the caller's to free. */
enum style caserow_due(const struct seat *seat, const struct caserow_time *time,
                       char **words);

#endif
