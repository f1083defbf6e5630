/* The head of every screen: the line, who works, the call's timer; and during
 * a call the caller's card, which never scrolls away. */
#ifndef SCREENS_CARD_H
#define SCREENS_CARD_H

#include "screens/kit/canvas.h"

struct seat;

/* Draws into the top of *area and shrinks it. */
void card_draw(const struct seat *seat, struct area *area);

/* A fact of the call in progress as people read it, in the interface's
 * language: "?" when unknown. The caller frees. */
char *card_fact(const struct seat *seat, const char *name);

#endif
