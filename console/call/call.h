/* One call in progress: the look-up, the walk, notes, the case form, the draft
 * on disk, and saving. A model: screens draw it and send it what the agent
 * does. Nothing here waits; `changed` is called when something new can be
 * shown. */
#ifndef CONSOLE_CALL_CALL_H
#define CONSOLE_CALL_CALL_H

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/language.h"
#include "console/base/memory.h"
#include "console/cases/disposition.h"
#include "console/cases/look_why.h"
#include "console/dues/dues.h"
#include "console/registry/iin.h"

#include <stdbool.h>
#include <stdint.h>

struct call;
struct deadlines;
struct draft;
struct fact_set;
struct json_t;
struct lookup;
struct script_set;
struct store;
struct walk;
struct worker;
struct zone;

/* What a call works with; all lent for the call's life. */
struct call_place {
    struct store *store;
    struct worker *store_worker; /* owns the store */
    struct worker *draft_worker; /* owns the draft: never behind a lock */
    struct lookup *lookup;
    struct draft *draft;
    const struct script_set *scripts; /* the call holds them to its end */
    struct deadlines *deadlines;      /* the call holds them as well */
    const char *kept;                 /* folder of older ones; NULL: none */
    int64_t as_of;                    /* days since 1970 */
    enum dues_basis basis;            /* the setting dues.arrears_rate_basis */
    bool ask_why;                     /* desk.lookup_reason */
    enum language language;
    const struct zone *zone; /* in which times are typed */
    void (*changed)(void *cookie);
    void *cookie;
};

/* Outcomes of a call that the agent ends. */
#define CALL_BY_HAND "MANUAL"
#define CALL_HUNG_UP "HUNG-UP"

enum call_stage {
    CALL_NUMBER, /* the IIN is being typed */
    CALL_WALK,   /* the script runs (the look-up may still be on its way) */
    CALL_WRAP,   /* an outcome is reached: the form, then saving */
    CALL_SAVING,
    CALL_SAVED
};

enum call_look {
    LOOK_NONE,      /* no number yet, or a call without one */
    LOOK_AUDIT,     /* its event is being committed */
    LOOK_ASKING,    /* the registry is asked */
    LOOK_KNOWN,     /* facts are there */
    LOOK_NOT_FOUND, /* the registry knows no such person */
    LOOK_UNKNOWN,   /* no answer to trust: call_look_error tells why */
    LOOK_CANCELLED
};

/* What the agent fills in at the end. Strings are owned; never NULL. */
struct call_form {
    char *phone;
    bool consent;    /* to be called back */
    char *branch;    /* code, "" when the region does not tell */
    char *text;      /* for the branch */
    char *add_to;    /* number of the open case to add to; "": a new case */
    char *callback;  /* when to call back, as typed (when.h); "": not */
    int disposition; /* of disposition.h + 1; 0: as the outcome says */
};

/* A new call; NULL when there is no first script. */
struct call *call_begin(const struct call_place *place, struct error *error);

/* The unfinished call of the draft, where it stopped; NULL on error. */
struct call *call_resume(const struct call_place *place, struct error *error);

/* Lets go of the call; what is on disk stays. Jobs under way finish first. */
void call_free(struct call *call);

/* Forgets an unfinished call for good: empties the draft, then call_free. */
void call_drop(struct call *call);

/* Takes the typed number: refused (with MESSAGE_IIN_*) or accepted, maybe with
 * warnings; then commits the look-up event, asks the registry, and starts the
 * script at once. */
MUST_USE bool call_set_iin(struct call *call, const char *digits,
                           struct error *error);
void call_without_iin(struct call *call);

/* Why the person is looked up (look_why.h). Where the line asks for it,
 * call_set_iin refuses with MESSAGE_LOOKUP_REASON before it is given. */
void call_give_why(struct call *call, enum look_why why);

/* Stops waiting for the registry; its answer never appears. */
void call_cancel_look(struct call *call);

/* Asks again after a cancelled or failed look-up. */
void call_look_again(struct call *call);

/* Shows name and IIN from now on, once the event is committed. */
void call_reveal(struct call *call);

/* The script: as in walk.h, with the draft written before `changed`. */
void call_next(struct call *call);
MUST_USE bool call_answer(struct call *call, const struct json_t *value,
                          struct error *error);
MUST_USE bool call_type_answer(struct call *call, const char *typed,
                               struct error *error);
void call_back(struct call *call);
void call_speak(struct call *call, enum language language);

/* Leaves the step at hand for another script (walk_jump in walk.h); false:
 * there is none that a call may jump to. */
bool call_jump(struct call *call, const char *script);

/* Starts again with these scripts and the deadlines of their tables, with the
 * answers and facts that still apply to them. Not at the end of the call: there
 * nothing happens. */
void call_renew(struct call *call, const struct script_set *scripts,
                struct deadlines *deadlines);

/* The agent's notes (copied, put into the draft). */
void call_set_notes(struct call *call, const char *notes);

/* Replaces the form by copies of these values. */
void call_set_form(struct call *call, const struct call_form *form);

/* A case by hand at any moment (issue "other"), or the call ends without an
 * outcome (the caller hung up): on to the form. call_unwrap goes back. */
void call_open_case(struct call *call);
void call_hang_up(struct call *call);
void call_unwrap(struct call *call);

/* When a branch must answer: if the case went to it now, or as it was saved. */
struct call_promise {
    const char *body, *term;  /* of the route; lent by the call */
    int64_t act_ms, due_ms;   /* first action and answer due */
    char due[CLOCK_ISO_SIZE]; /* by the branch's own clock, to the minute */
    struct json_t *unsure;    /* days until then without a source; NULL: none */
};

/* False: nothing is promised, since the branch has no route or no term. The
 * promise is cleared by call_promise_clear in any case. */
MUST_USE bool call_promise(const struct call *call, const char *branch,
                           struct call_promise *promise);
void call_promise_clear(struct call_promise *promise);

/* Saves; call_stage becomes SAVED (or WRAP again, with a fault). */
void call_save(struct call *call);

/* After SAVED: another person within the same call. */
struct call *call_second_person(struct call *call, struct error *error);

/* Has nothing been entered yet (so that nothing of it is on disk)? */
bool call_is_empty(const struct call *call);

/* What went wrong on the disk since it was last taken (saving, the draft, a
 * reveal); false when nothing did. */
bool call_take_fault(struct call *call, struct error *fault);

/* What there is to show; lent. */
enum call_stage call_stage(const struct call *call);
enum call_look call_look(const struct call *call);
const struct error *call_look_error(const struct call *call);
int64_t call_look_waited_ms(const struct call *call);
bool call_is_writing(const struct call *call); /* the draft is not synced yet */
bool call_is_revealed(const struct call *call);
const char *call_iin(const struct call *call);  /* "" without one */
const char *call_name(const struct call *call); /* "" when not known */
const struct iin_verdict *call_verdict(const struct call *call);
const struct fact_set *call_facts(const struct call *call);
const struct walk *call_walk(const struct call *call); /* NULL before */
const struct script_set *call_scripts(const struct call *call);
bool call_lost_scripts(const struct call *call); /* those it began with, when it
                                                    was resumed */
const struct json_t *call_history(const struct call *call); /* NULL: not yet */
enum language call_language(const struct call *call);
const char *call_notes(const struct call *call);
const struct call_form *call_form(const struct call *call);
bool call_has_case(const struct call *call); /* the end opens one */
const char *call_issue(const struct call *call);

/* The case of this caller that is open about the same issue; NULL: none. Lent.
 * (A row of call_history.) */
const struct json_t *call_same_case(const struct call *call);

/* How the call ended: as chosen, else as the outcome says. */
enum disposition call_disposition(const struct call *call);

/* The moment of the call back; 0: none was promised, -1: not a moment. */
int64_t call_callback_ms(const struct call *call);
const char *call_outcome(const struct call *call); /* "" before the end */
const char *call_number(const struct call *call);  /* of the saved case, "" */
int64_t call_started_ms(const struct call *call);
int64_t call_duration_ms(const struct call *call);
int call_turn(const struct call *call);

#endif
