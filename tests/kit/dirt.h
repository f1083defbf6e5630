/* Made-up text of an enemy: bytes, whole code points of all planes, and pieces
 * known to be trouble. The same seed, the same text. */
#ifndef TESTS_KIT_DIRT_H
#define TESTS_KIT_DIRT_H

#include <stdint.h>

struct text;

/* Numbers that look random; *seed is never 0. */
uint32_t dirt_roll(uint32_t *seed);

/* Adds up to `most` pieces. */
void dirt_add(struct text *text, int most, uint32_t *seed);

#endif
