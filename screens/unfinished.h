/* The call that was left unfinished, in memory or on disk: going on with it and
 * dropping it, from any start screen. */
#ifndef SCREENS_UNFINISHED_H
#define SCREENS_UNFINISHED_H

#include "screens/screen.h"

#include <stdbool.h>

/* Is there one? And can it be gone on with or dropped now (it is not just being
 * dropped)? */
bool unfinished_is(const struct seat *seat);
bool unfinished_can(const struct seat *seat);

/* Opens it where it stopped, or says why that cannot be. */
struct step unfinished_resume(struct seat *seat);

/* Asks first, then empties the draft. */
struct step unfinished_drop(struct seat *seat, bool sure);

/* The model changed: has the draft been emptied meanwhile? */
void unfinished_look(struct seat *seat);

#endif
