/* One leaf being tried: what its sources are now, and what the real evaluator
 * makes of it. For the files of leaves alone. */
#ifndef CONSOLE_PROVE_TRIAL_H
#define CONSOLE_PROVE_TRIAL_H

#include "console/prove/leaf.h"

struct error;

enum { TRIAL_MOST = 16 };

struct trial {
    const struct leaves *all;
    const struct leaf *leaf;
    struct json_t *now[TRIAL_MOST]; /* lent; NULL: unknown */
    struct error *error;            /* why a rule failed, or NULL */
};

/* Forgets the cells of tables that were looked up: other rows are in force. To
 * be called before the first trial. */
void trial_forget_cells(struct leaves *all);

/* Evaluates a part of the leaf's rule: its truth, and its value as a new
 * reference (NULL when it has none) where `value` is not NULL. */
enum truth trial_eval(const struct trial *trial, const struct logic *rule,
                      struct json_t **value);

/* Which of the leaf's sources a part of its rule reads; used[reads.count]. */
void trial_used(const struct leaf *leaf, const struct logic *rule, bool *used);

/* The next combination of points of the sources in used[] but `fixed` (-1:
 * none); at[] are the points, all zero at first. False behind the last. */
bool trial_next(struct trial *trial, const bool *used, int fixed, size_t *at);

/* Puts the combination at[] into now[]. */
void trial_set(struct trial *trial, const bool *used, int fixed,
               const size_t *at);

/* The source that stands behind the nth name; NULL when never known. */
struct source *trial_source(const struct leaves *all, const struct leaf *leaf,
                            size_t index);

#endif
