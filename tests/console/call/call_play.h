/* The stage of the tests of a call: a real desk (store in a folder of its own,
 * draft, workers, loop, shipped scripts) and the practice registry; what the
 * agent does and what is seen then. What should not happen fails the test at
 * once (cmocka). All people are made up. */
#ifndef TESTS_CONSOLE_CALL_CALL_PLAY_H
#define TESTS_CONSOLE_CALL_CALL_PLAY_H

#include "console/base/error.h"
#include "console/call/call.h"
#include "console/desk.h"
#include "tests/kit/practice_kit.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* People of tests/practice/people.json. */
#define STUDENT      "060312580870" /* uninsured, 19 or 20, region 43 */
#define STUDENT_NAME "Образцов Тимур Русланович"
#define INSURED      "850314380100" /* insured, employed */
#define NOBODY       "900101300017" /* a right number the registry lacks */

struct call_play {
    struct practice_kit registry;
    char *folder; /* private; holds the store's */
    struct config *config;
    struct loop *loop;
    struct desk desk;
    struct call *call;
    int changes;    /* how often there was something to draw */
    pid_t locker;   /* who holds the store's lock (call_disk.h); 0: nobody */
    int64_t now_ms; /* the wall clock: stands, but moves with each answer */
};

/* Setup and teardown of a story: a desk, and a call in CALL_NUMBER. */
int call_play_open(void **state);
int call_play_close(void **state);

/* The agent leaves the desk (the draft stays) and sits down again; no call. */
void call_play_leave(struct call_play *play);
void call_play_return(struct call_play *play);

/* What a call works with at this desk. */
struct call_place call_play_place(struct call_play *play);

/* Lets go of the call at hand and begins a new one, or resumes the draft's. */
void call_play_begin(struct call_play *play);
void call_play_resume(struct call_play *play);

/* Turns the loop until both workers have done all there was. */
void call_play_settle(struct call_play *play);

/* Turns until the call stands there. */
void call_play_await_look(struct call_play *play, enum call_look look);
void call_play_await_stage(struct call_play *play, enum call_stage stage);

/* Lets this time pass, so that what was on its way would have come. */
void call_play_pass(struct call_play *play, int ms);

/* Types the number, and waits for this end of the look-up. */
void call_play_look(struct call_play *play, const char *iin,
                    enum call_look look);

/* Answers questions one after the other, one a second, as typed codes: "self
 * student". */
void call_play_answer(struct call_play *play, const char *codes);

/* The script stands on this node, "student.study_place". */
void call_play_at(const struct call_play *play, const char *node);

/* Saves, and waits for its end: SAVED, or WRAP again. */
void call_play_save(struct call_play *play, enum call_stage end);

/* How often the registry was asked for a person. */
long call_play_asked(const struct call_play *play);
void call_play_await_asked(struct call_play *play, long times);

#endif
