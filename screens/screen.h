/* What every screen is: a value with functions. A screen knows the seat it is
 * drawn for, never another screen nor the stack it stands on. */
#ifndef SCREENS_SCREEN_H
#define SCREENS_SCREEN_H

#include "screens/command.h"
#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;
struct desk;
struct error;
struct seat;

/* All screens: SCREEN(ID, constant). */
#define SCREENS                                                                \
    SCREEN(HOME, home_screen)                                                  \
    SCREEN(GUIDE, guide_screen)                                                \
    SCREEN(WRAPUP, wrapup_screen)                                              \
    SCREEN(INBOX, inbox_screen)                                                \
    SCREEN(STORY, story_screen)                                                \
    SCREEN(HELP, help_screen)                                                  \
    SCREEN(PALETTE, palette_screen)                                            \
    SCREEN(DESKS, desks_screen)

enum screen_id {
#define SCREEN(id, constant) SCREEN_##id,
    SCREENS
#undef SCREEN
        SCREEN_COUNT
};

/* What happens after a command or a key. */
enum step_kind {
    STEP_STAY,    /* handled; draw again */
    STEP_PASS,    /* not for me */
    STEP_OPEN,    /* open another screen on top */
    STEP_REPLACE, /* open another screen instead of this one */
    STEP_BACK,    /* close this one */
    STEP_RUN,     /* close this one, then give the command to the one below */
    STEP_ASK,     /* ask first; on yes the command comes with `sure` */
    STEP_SWITCH,  /* practice: leave this desk for another (seat->next_desk) */
    STEP_QUIT
};

struct step {
    enum step_kind kind;
    enum screen_id screen;
    enum command command;
    const char *text; /* ASK: the question, naming the object; lent */
    const char *yes;  /* ASK: the word for doing it; lent */
};

#define STEP(k)       ((struct step){.kind = (k)})
#define STEP_TO(k, s) ((struct step){.kind = (k), .screen = (s)})

/* What the screens share: the desk, the call in progress, what was picked. */
struct seat {
    struct desk *desk;
    const struct command_names *names;
    struct call *call; /* owned; NULL between calls */
    char *number;      /* the case to show in a story; owned */
    char *next_desk;   /* "agent", "branch.kzo"; owned */
    bool practice;
    bool mouse;
    bool plain; /* for screen readers: one thing a row, focus in words */
    unsigned below_scopes; /* of the screen under help or palette */
    bool (*below_can)(enum command command, void *cookie);
    void *below_cookie;
    char *message; /* one line for the person; owned */
    bool message_bad;
    void (*changed)(void *cookie); /* something new can be drawn */
    void *cookie;
};

/* Puts one line on the screen until the next command; copied. */
void seat_say(struct seat *seat, bool bad, const char *text);

/* Shows an error's sentence, and logs its detail. */
void seat_fault(struct seat *seat, const struct error *error);

/* Shows what went wrong on the disk for the call at hand, once. */
void seat_call_fault(struct seat *seat);

/* The name of an issue in the interface's language; lent. */
const char *seat_issue(const struct seat *seat, const char *issue);

/* An outcome's code, or the words for a call that the agent ended. Lent. */
const char *seat_outcome(const char *code);

/* Makes a call with this seat's desk; `resume`: the one in the draft. */
struct call *seat_call(struct seat *seat, bool resume, struct error *error);

struct screen_ops {
    const char *id;
    const char *title; /* msgid */
    size_t size;       /* of its state, zeroed before open */
    bool (*open)(void *state, struct seat *seat, struct error *error);
    void (*close)(void *state);
    unsigned (*scopes)(const void *state); /* the state it is in */
    bool (*typing)(const void *state);     /* NULL: never */
    bool (*can)(const void *state, enum command command); /* NULL: all */
    void (*draw)(void *state, struct area area);
    struct step (*act)(void *state, enum command command, bool sure);
    struct step (*type)(void *state, struct key key); /* NULL: none */
    void (*shown)(void *state);          /* on top again; NULL: nothing to do */
    struct step (*changed)(void *state); /* the model changed; NULL: draw */
    bool (*ready)(const void *state);    /* false: keep the old picture */
    int (*choices)(const void *state);   /* answers on digit keys; NULL: none */
};

#define SCREEN(id, constant) extern const struct screen_ops constant;
SCREENS
#undef SCREEN

#endif
