/* What every screen is: a value with functions. A screen knows the seat it is
 * drawn for, never another screen nor the stack it stands on. */
#ifndef SCREENS_SCREEN_H
#define SCREENS_SCREEN_H

#include "console/base/language.h"
#include "console/people/user.h"
#include "screens/command.h"
#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct article;
struct articles;
struct call;
struct desk;
struct error;
struct json_t;
struct reload;
struct script_set;
struct seat;
struct sinks;

/* All screens: SCREEN(ID, constant). */
#define SCREENS                                                                \
    SCREEN(HOME, home_screen)                                                  \
    SCREEN(GUIDE, guide_screen)                                                \
    SCREEN(WRAPUP, wrapup_screen)                                              \
    SCREEN(INBOX, inbox_screen)                                                \
    SCREEN(STORY, story_screen)                                                \
    SCREEN(DEED, deed_screen)                                                  \
    SCREEN(HELP, help_screen)                                                  \
    SCREEN(PALETTE, palette_screen)                                            \
    SCREEN(SCRIPTS, scripts_screen)                                            \
    SCREEN(FINDINGS, findings_screen)                                          \
    SCREEN(FINDER, finder_screen)                                              \
    SCREEN(READER, reader_screen)                                              \
    SCREEN(DESKS, desks_screen)                                                \
    SCREEN(DUTY, duty_screen)                                                  \
    SCREEN(LEDGER, ledger_screen)                                              \
    SCREEN(CALLED, called_screen)                                              \
    SCREEN(QUEUE, queue_screen)                                                \
    SCREEN(BOARD, board_screen)                                                \
    SCREEN(LOOKS, looks_screen)                                                \
    SCREEN(UNDELIVERED, undelivered_screen)

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
    struct call *call;     /* owned; NULL between calls */
    struct reload *reload; /* of the desk's scripts */
    struct sinks *sinks;   /* ways.h; owned; NULL: the settings do not fit */
    bool dropping;         /* the draft is being emptied */
    char *number;          /* the case to show in a story; owned */
    char *part;            /* of a call, to read; owned */
    bool reviewing;        /* it comes from the queue: then the next one */
    struct json_t *narrow; /* what the log opens with (chips_json, and "calls":
                              true for that of calls); owned; NULL: nothing */
    struct json_t *record; /* the case to move in a deed; owned */
    int move;              /* the move (enum case_move) */
    char *script;          /* to jump to; owned; NULL: not picked */
    char *article;         /* to read; owned; NULL: the step's own */
    int passage;           /* of it, to show first; -1: none */
    enum language reads;   /* articles, when there is no call */
    bool jumps;            /* a script can be gone to from an article */
    char *next_desk;       /* "agent", "branch.kzo"; owned */
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

/* The scripts of the call at hand, else the desk's. */
const struct script_set *seat_scripts(const struct seat *seat);

/* Has the desk newer scripts than the call at hand? */
bool seat_has_newer(const struct seat *seat);

/* The name of an issue in the interface's language; lent. */
const char *seat_issue(const struct seat *seat, const char *issue);

/* An outcome's code, or the words for a call that the agent ended. Lent. */
const char *seat_outcome(const char *code);

/* A role in the interface's language; lent. */
const char *seat_role(enum role role);

/* The language articles are read in: the call's, else the one read last. */
enum language seat_language(const struct seat *seat);
void seat_speak_next(struct seat *seat);

/* Opens the knowledge base of the desk at its first use. */
MUST_USE bool seat_open_kb(struct seat *seat, struct error *error);
const struct articles *seat_articles(const struct seat *seat);

/* The articles of the step at hand, its own before those of its script; gives
 * how many, at most SEAT_OWN_MAX. None without a knowledge base. */
enum { SEAT_OWN_MAX = 12 };
size_t seat_own(const struct seat *seat, const struct article **out);

/* An article or a search is opened: can the screen below go to a script? */
void seat_note_jumps(struct seat *seat);

/* The screen with which a person of the desk's role starts. */
enum screen_id seat_start(const struct seat *seat);

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
    const char *choices_hint;            /* msgid: what a digit does */
};

#define SCREEN(id, constant) extern const struct screen_ops constant;
SCREENS
#undef SCREEN

#endif
