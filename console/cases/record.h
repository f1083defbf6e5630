/* What a finished call and its case are, as plain data. Texts that may be
 * personal are named so: they are sealed, never put into an event's body. */
#ifndef CONSOLE_CASES_RECORD_H
#define CONSOLE_CASES_RECORD_H

#include "console/base/language.h"

#include <stdbool.h>
#include <stdint.h>

struct json_t;

/* One person's part of a call, from its first question to its outcome. A call
 * about two people is two of these with the same call id and turns 1, 2. */
struct call_record {
    char *uuid; /* of this part; made when it begins: saving twice is once */
    char *call; /* UUID of the call */
    int turn;   /* 1, 2, ... */
    int64_t started_ms, ended_ms;
    int64_t wrapped_ms; /* the talk was over, work after it began; 0: same */
    char *iin;          /* personal; NULL: a call without a person */
    char *name;         /* personal; from the registry, NULL if unknown */
    char *notes;        /* personal: free text */
    char *lookup;       /* "known", "not_found", "unknown", "none" */
    char *reason;       /* of an unknown look-up, else NULL */
    char *caller;       /* who is calling: "self", "guardian", "other" */
    enum language language;
    char *script, *script_hash; /* id and content hash of the set */
    char *outcome;              /* code, e.g. "STU-02" */
    char *as_of;                /* YYYY-MM-DD */
    struct json_t *path;        /* array of steps, see script/walk.h; owned */
    char *disposition;          /* a name of disposition.h, or NULL */
    struct case_record *opened; /* NULL: resolved on the call */
    struct callback_record *callback; /* NULL: none was promised */
    struct added_record *added; /* to an open case; NULL, with `opened` too */
};

/* A call back that was promised. */
struct callback_record {
    char *uuid;
    int64_t due_ms;
    char *phone; /* personal */
};

/* What a call adds to a case that is open already. */
struct added_record {
    char *uuid;   /* of the note */
    char *number; /* of the case */
    char *text;   /* personal: free text */
};

/* The case that a call opens for a branch. */
struct case_record {
    char *uuid;
    char *branch; /* code, "KZO" */
    char *region; /* "43": the branch's two digits, for the number */
    char *issue;  /* code, "student_missing" */
    char *body;   /* who acts: a code of the routes; NULL: not known */
    char *term;   /* deadline class; NULL: none, then there is no due time */
    int64_t due_ms, act_ms; /* answer and first action due; 0: none */
    char *calendar;         /* version of the calendars they were counted by */
    struct json_t *unsure;  /* days until then without a source; NULL: none */
    char *phone;            /* personal; NULL: none given */
    bool consent;           /* to be called back */
    char *text;             /* personal: what the branch should do, free text */
    struct json_t
        *facts;          /* array {name, value, source, at}; no personal ones */
    struct json_t *told; /* {"kk","ru","en"}: what the caller was told */
};

struct call_record *call_record_new(void);
void call_record_free(struct call_record *record);
struct case_record *case_record_new(void);
struct callback_record *callback_record_new(void);
struct added_record *added_record_new(void);
void case_record_free(struct case_record *record);

#endif
