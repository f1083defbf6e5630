/* Sets of assignments to variables with few values each, as multi-valued
 * decision diagrams: equal sets have equal numbers, so that emptiness and
 * equality cost nothing. Knows nothing of scripts. */
#ifndef CONSOLE_PROVE_REGION_H
#define CONSOLE_PROVE_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A set: a number that is good as long as its regions live. */
typedef uint32_t region;

enum { REGION_NONE = 0, REGION_ALL = 1 };

struct regions; /* all sets over one list of variables */

/* sizes[count]: how many values each variable has (at least one), in the order
 * in which diagrams look at them; copied. `most`: cells of memory (4 bytes
 * each) for the diagrams. */
struct regions *regions_new(const size_t *sizes, size_t count, size_t most);
void regions_free(struct regions *all);

/* Did the diagrams outgrow their memory? Then nothing they gave is right. */
bool regions_full(const struct regions *all);

/* Where variable `var` has its nth value: kids[n], over later variables only;
 * kids as many as the variable has values. */
region region_split(struct regions *all, size_t var, const region *kids);

/* Where the variable has this value. */
region region_value(struct regions *all, size_t var, size_t value);

region region_and(struct regions *all, region left, region right);
region region_or(struct regions *all, region left, region right);

/* What is in left and not in right. */
region region_minus(struct regions *all, region left, region right);

/* The set without regard to the variables with drop[var]. */
region region_forget(struct regions *all, region set, const bool *drop);

/* One assignment of a set that is not empty: picked[var] is the value, -1 where
 * any value will do. Of each variable the first value that can be, or, with a
 * seed (which moves on), one at random. */
void region_pick(const struct regions *all, region set, uint32_t *seed,
                 int *picked);

/* The next of a series of numbers below `most` that look random. */
uint32_t region_random(uint32_t *seed, uint32_t most);

#endif
