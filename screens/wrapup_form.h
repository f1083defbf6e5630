/* The form at the end of a call: its rows filled from the call, checked, and
 * put back into it. */
#ifndef SCREENS_WRAPUP_FORM_H
#define SCREENS_WRAPUP_FORM_H

#include "screens/kit/form.h"
#include "screens/screen.h"

#include <stdbool.h>
#include <stddef.h>

struct branch;

/* Every row there can be; a call without a case has fewer, and only a caller
 * with an open case about the same issue is asked whether to add to it. */
enum wrapup_row {
    WRAPUP_ADD,
    WRAPUP_PHONE,
    WRAPUP_CONSENT,
    WRAPUP_BRANCH,
    WRAPUP_TEXT,
    WRAPUP_NOTES,
    WRAPUP_CALLBACK,
    WRAPUP_DISPOSITION,
    WRAPUP_ROWS
};

struct wrapup_form {
    struct seat *seat;
    struct form form;
    int at[WRAPUP_ROWS]; /* places in the form; -1: not there */
    bool has_case;
    char *same;          /* number of the open case; NULL: none */
    struct branch *list; /* of the call's own tables */
    size_t count;
    const char **branches; /* codes, in the form's order: "" first */
    const char **names;    /* the same as people read them */
    const char *yes_no[3], *adds[3];
    const char *dispositions[10]; /* NULL-ended */
    char *add;
    int shown; /* disposition that the outcome gave */
};

/* For the call at hand of the seat. */
void wrapup_form_init(struct wrapup_form *wrapup, struct seat *seat);
void wrapup_form_clear(struct wrapup_form *wrapup);

/* Puts what was typed into the call (and so on the disk). */
void wrapup_form_keep(struct wrapup_form *wrapup);

/* Is all there and well formed? Else a row has its fault and the focus. */
bool wrapup_form_check(struct wrapup_form *wrapup);

/* Will the call be added to the open case? */
bool wrapup_form_adds(const struct wrapup_form *wrapup);

/* The name of the chosen branch, and its code ("": none); lent. */
const char *wrapup_form_branch(const struct wrapup_form *wrapup);
const char *wrapup_form_branch_code(const struct wrapup_form *wrapup);

#endif
