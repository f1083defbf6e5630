/* What is told to branches, in words: how a message stands, why, what to do
 * next. Messages are rows of store_outbox() or of a case's own "messages". */
#ifndef SCREENS_OUTWORDS_H
#define SCREENS_OUTWORDS_H

#include "console/cases/store_outbox.h"
#include "screens/kit/canvas.h"

struct json_t;
struct seat;

/* WAITING where the row does not say. */
enum outbox_state outwords_state(const struct json_t *message);

/* Was it tried in vain? How often. */
int outwords_tries(const struct json_t *message);

/* How it stands in a few words: "! refused: wrong address"; the style says the
 * same. *words is the caller's to free. */
enum style outwords_stand(const struct seat *seat, const struct json_t *message,
                          char **words);

/* Why it is not there: the reason in words with what the other side said
 * itself; NULL: nothing went wrong. The caller frees. */
char *outwords_why(const struct json_t *message);

/* What to do next, a sentence or two; the caller frees. */
char *outwords_next(const struct seat *seat, const struct json_t *message);

/* What the branch is told, "new case". Lent. */
const char *outwords_told(const struct json_t *message);

/* What somebody did about it, "brought it to the branch": of an event of a
 * case's story. Lent. */
const char *outwords_deed(const struct json_t *event);

/* "Kyzylorda region branch", or the code. Lent. */
const char *outwords_branch(const struct seat *seat,
                            const struct json_t *message);

/* Of a case: "Not yet with Kyzylorda region branch: new case. ...", while a
 * message is open that does not wait in the branch's inbox here; else NULL. The
 * caller frees. */
char *outwords_missing(const struct seat *seat, const struct json_t *record);

#endif
