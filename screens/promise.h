/* A promise as the agent reads and says it. */
#ifndef SCREENS_PROMISE_H
#define SCREENS_PROMISE_H

struct call_promise;

/* One short line: by when the branch must answer, by its own clock, and the
 * days until then whose calendar is not confirmed. The caller frees. */
char *promise_line(const struct call_promise *promise);

#endif
