/* New scripts and tables while people work: the files are watched, loaded and
 * proved on a thread of their own, and the desk switched at once; files that
 * are refused change nothing. */
#ifndef CONSOLE_RELOAD_H
#define CONSOLE_RELOAD_H

#include <stdbool.h>

struct desk;
struct error;
struct findings;
struct reload;

enum reload_state {
    RELOAD_NONE,    /* the desk works with the files as they are */
    RELOAD_RUNNING, /* files are being loaded and proved */
    RELOAD_TAKEN,   /* the desk was switched since it was opened */
    RELOAD_REFUSED  /* the files are refused; what was there stays */
};

/* For a desk with a loop (lent), which is switched on the loop's thread; then,
 * and at each change of state, changed() is called. */
struct reload *reload_open(struct desk *desk, void (*changed)(void *cookie),
                           void *cookie);

/* Waits for what is being loaded, and lets it go. */
void reload_close(struct reload *reload);

/* To be called in each turn of the loop: looks at the files every two seconds
 * at most, and loads them when they have changed and rest. Sets no clock going
 * by itself: a desk where nothing happens sleeps. */
void reload_look(struct reload *reload);

/* Loads now, changed or not; when it is under way already that one counts. */
void reload_now(struct reload *reload);

enum reload_state reload_state(const struct reload *reload);

/* Why the files are refused: an error, and findings where there are any. Lent
 * until the next state. */
const struct error *reload_error(const struct reload *reload);
const struct findings *reload_findings(const struct reload *reload);

#endif
