/* The drawing of the script's step and of what is known, apart from the keys
 * (those are in guide.c). */
#ifndef SCREENS_GUIDE_H
#define SCREENS_GUIDE_H

#include "screens/kit/canvas.h"
#include "screens/kit/field.h"

#include <stdbool.h>

struct call;
struct seat;

/* What is being typed beside the call itself. */
struct guide_view {
    const struct seat *seat;
    struct field *answer; /* the typed answer; NULL: choices or none */
    unsigned picked;      /* bits of a multiple choice */
    int scroll;           /* rows scrolled away at the top */
    bool focused;         /* the cursor belongs to the step */
};

/* The step at hand: what to say, the answers, the agent's note, the reason.
 * Returns the rows it has; say and answers always come first. */
int guide_draw_step(const struct guide_view *view, struct area area);

/* What is known: facts with their source, earlier cases and calls. Returns
 * the rows it takes. */
int guide_draw_known(const struct seat *seat, struct area area);

/* The way so far, for the title. The caller frees. */
char *guide_trail(const struct call *call, const struct seat *seat);

#endif
