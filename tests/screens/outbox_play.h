/* Messages to branches in a play: people whose branches are told by a web
 * service, and how its answers stand in the store. */
#ifndef TESTS_SCREENS_OUTBOX_PLAY_H
#define TESTS_SCREENS_OUTBOX_PLAY_H

#include "console/cases/store_outbox.h"
#include "tests/screens/branch_play.h"

/* Settings in which KZO has a web service (that nobody runs); for
 * play_cast.arguments. */
extern const char *const outbox_http[];

/* All messages of KZO that come next end like this, as if the sender had tried
 * them; `words`: what its service said. Gives how many. */
int outbox_end(struct play_place *place, enum outbox_state state,
               const char *words);

/* From now on what is sent again has arrived before anybody looks after it. */
void outbox_hurry(struct play_place *place);

/* A supervisor with those settings sits down and sees the list of what is
 * undelivered. */
void outbox_sit(struct play *play, struct play_place *place, const char *name);

#endif
