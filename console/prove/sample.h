/* Texts that a question takes: whether one can be an answer at all, and one
 * that nothing is compared with. */
#ifndef CONSOLE_PROVE_SAMPLE_H
#define CONSOLE_PROVE_SAMPLE_H

#include "console/base/memory.h"

#include <stdbool.h>
#include <stddef.h>

struct json_t;
struct node;

/* Can the text answer the question or note? NULL (a fact): always. */
bool sample_fits(const struct node *node, const struct json_t *text);

/* A text that can, other than these; a new reference. NULL when none was found:
 * a pattern lets through only what is not thought of here. */
struct json_t *sample_text(const struct node *node,
                           struct json_t *const *others, size_t count);

#endif
