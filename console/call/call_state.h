/* What a call is made of; for the files of this folder only. */
#ifndef CONSOLE_CALL_CALL_STATE_H
#define CONSOLE_CALL_CALL_STATE_H

#include "console/call/call.h"
#include "console/cases/number.h"
#include "console/people/seal.h"

enum { CALL_IIN_SIZE = 13 };

struct call {
    struct call_place place;
    char id[SEAL_UUID_SIZE];    /* of the call, shared by its persons */
    char uuid[SEAL_UUID_SIZE];  /* of this person's part */
    char asked[SEAL_UUID_SIZE]; /* of the look-up at hand */
    int turn;
    int64_t started_ms, ended_ms;
    int64_t save_ms;    /* the wall clock when saving began: promises count from
                           it; 0: not yet */
    int64_t steady_ms;  /* of the steady clock when it started */
    int64_t wrapped_ms; /* the form was opened first; 0: not yet */
    enum call_stage stage;
    enum language language;

    char iin[CALL_IIN_SIZE]; /* "" without one */
    struct iin_verdict verdict;
    const char *why; /* of the look-up, a name of look_why.h; NULL: none */
    enum call_look look;
    int look_generation;   /* answers of an older look-up are not for us */
    int64_t look_since_ms; /* steady */
    struct error look_error;
    char *name, *region;   /* NULL: unknown */
    struct person *person; /* as looked up in this program; NULL: not */
    struct json_t *history;
    bool revealed;

    struct fact_set *facts;
    struct walk *walk;
    const char *by_hand; /* outcome of a call ended by the agent, or NULL */

    char *notes;
    struct call_form form;
    char *filled_branch, *filled_text; /* what we put there; NULL: nothing */
    char number[NUMBER_SIZE];
    struct error fault;

    bool revealing; /* a reveal is being committed */
    bool headed;    /* the draft holds the whole call */
    int writing;    /* draft lines on their way to the disk */
    bool lost;      /* the scripts of the draft are no more */
    int jobs;       /* jobs under way, drafts included */
    bool closed;    /* freed as soon as no job is under way */
};

/* The call starts at this wall time, which may be past; how long it lasts is
 * counted by the steady clock. A start in the future or a day ago tells of a
 * clock that was set: then it is counted from now. */
void call_start(struct call *call, int64_t started_ms);

/* The wall time as the call lives it: no jump of the clock makes it longer. */
int64_t call_now_ms(const struct call *call);

/* A job of a call on a worker: work() there, done() back on the loop (not
 * after call_free). Owned by the machinery; freed after done(). */
struct call_job {
    struct call *call;
    struct store *store;
    struct draft *draft;
    void (*work)(struct call_job *job);
    void (*done)(struct call_job *job);
    int generation;
    char *line;           /* a draft's line */
    enum call_stage next; /* when the draft is empty */
    char uuid[SEAL_UUID_SIZE], id[SEAL_UUID_SIZE];
    const char *why;
    char iin[CALL_IIN_SIZE];
    struct call_record *record;
    struct json_t *history;
    char number[NUMBER_SIZE];
    bool ok;
    struct error error;
};

/* A job with the call's ids; start it with call_job_start, which owns it. */
struct call_job *call_job_new(struct call *call,
                              void (*work)(struct call_job *job),
                              void (*done)(struct call_job *job));
void call_job_start(struct call_job *job, struct worker *worker);

/* An empty call with new ids. */
struct call *call_new(const struct call_place *place);

/* Frees a call that no job works for. */
void call_destroy(struct call *call);

/* Tells whoever draws. */
void call_changed(struct call *call);

/* Puts parts of the call, as they are now, into the draft. */
enum call_part {
    KEEP_LOOK = 1, /* number, look-up, facts */
    KEEP_WALK = 2,
    KEEP_FORM = 4, /* and whether the call is at its end */
    KEEP_NOTES = 8,
    KEEP_LANGUAGE = 16,
    KEEP_ALL = 31
};
void call_keep(struct call *call, unsigned parts);

/* The name of a look-up's state in a draft. */
const char *call_look_name(enum call_look look);

/* The draft holds no call any more; afterwards the call is in stage `next`. */
void call_keep_end(struct call *call, enum call_stage next);

/* Commits the look-up's event, then asks the registry. */
void call_look_start(struct call *call);

/* Forgets a look-up under way; false when there is none. */
bool call_look_forget(struct call *call);

/* Starts the script `id` from its first question; false: no such script. The
 * caller keeps it. */
bool call_walk_start(struct call *call, const char *id);

/* Answers what can be answered by what was answered before. */
void call_walk_repeat(struct call *call);

/* Lets a walk know of a look-up that is over: one that waits for it goes on,
 * one that was told something else starts again with the answers that still
 * apply. Not while an outcome of the script is at its form. Nothing is put into
 * the draft: who calls keeps the walk with what else has changed. */
void call_walk_catch_up(struct call *call);

/* On to the form; by_hand: the outcome of a call the agent ends, or NULL. */
void call_wrap(struct call *call, const char *by_hand);

/* The record of this person's part; the caller frees. */
struct call_record *call_make_record(const struct call *call);

/* The region of a branch ("43"), NULL: no such branch. The caller frees. */
char *call_region_of(const struct call *call, const char *branch);

/* Replaces an owned string by a copy. */
void call_set_string(char **string, const char *value);

#endif
