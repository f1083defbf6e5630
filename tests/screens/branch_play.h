/* The people of a branch in a play: cases for them, the row they stand on. */
#ifndef TESTS_SCREENS_BRANCH_PLAY_H
#define TESTS_SCREENS_BRANCH_PLAY_H

#include "tests/screens/desk_play.h"

#include <stdint.h>

/* People of the practice registry in region 43 (KZO), and one of 75 (ALA). */
#define BRANCH_STUDENT "060312580870"
#define BRANCH_IDLE_IE "850101300808"
#define BRANCH_OTHER   "941105482416"

/* An agent at the start sends a case by hand for this caller and is back at
 * the start; its number into number[24]. */
void branch_send(struct play *agent, const char *iin, char *number);

/* A person of KZO sits down, English, 80x24, and sees so many cases. */
void branch_sit(struct play *play, struct play_place *place, const char *name,
                int cases);

/* The same for the head of KZO. */
void branch_head(struct play *play, struct play_place *place, const char *name);

/* Waits until the cursor of the list stands on this case. */
void branch_stands_on(struct play *play, const char *number);

/* Opens the case the cursor stands on and waits for its story. */
void branch_read(struct play *play, const char *number);

/* Waits until so many unsaved texts lie in the store. */
void branch_kept(struct play_place *place, int count);

/* All leases of the store end so many milliseconds sooner. */
void branch_shorten(struct play_place *place, int64_t ms);

/* Waits until so many events of this kind stand in the log. */
void branch_logged(struct play_place *place, const char *kind, int count);

/* Makes so many cases for KZO in the store, without a screen. */
void branch_fill(struct play_place *place, int count);

#endif
