/* A list of articles that were found: title, the best passage with what was
 * hit in it, and how the query was read. */
#ifndef SCREENS_HIT_H
#define SCREENS_HIT_H

#include "console/knowledge/kb.h"
#include "screens/kit/canvas.h"

struct seat;

/* Title and passage into the area, as many rows as it has. */
void hit_draw(const struct seat *seat, const struct kb_hit *hit,
              struct area area, bool selected);

/* "read as: жұмыссыз (wrong keyboard layout)", "" when all was read as typed;
 * words that nothing has are named, too. The caller frees. */
char *hit_reading(const struct kb_result *result);

#endif
