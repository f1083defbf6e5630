/* The stage of the screen tests: a place (practice registry, folder of the
 * store), people who sit down there in terminals of their own, and what they
 * press and see, so that a test reads as a play. What should not happen fails
 * the test at once (cmocka). */
#ifndef TESTS_SCREENS_DESK_PLAY_H
#define TESTS_SCREENS_DESK_PLAY_H

#include "tests/kit/people_kit.h"
#include "tests/kit/practice_kit.h"
#include "tests/screens/pty.h"

/* Where a play takes place: every desk in it works on the same store. */
struct play_place {
    struct practice_kit registry;
    char *folder; /* private; holds the store */
    char *known;  /* names of those in it, each with a blank behind it */
};

/* Who sits down, and at what terminal; what is left out is an agent aigul who
 * reads English at 80x24 under C.UTF-8. Who is not in the store yet is added;
 * a branch without a role means a branch person. */
struct play_cast {
    const char *name, *branch, *language;
    enum role role;
    int rows, columns;
    const char *const *arguments;   /* further ones, ended by NULL, 8 at most */
    const char *const *environment; /* as for pty_start(), 8 at most */
};

/* A person at a desk. */
struct play {
    struct play_place *place;
    struct pty pty;
    int keys; /* pressed so far, by play_keys() and play_type() */
};

/* Opens a place of its own; ends its registry and removes its folder. */
void play_open(struct play_place *place);
void play_close(struct play_place *place);

/* Adds this person to the place's store, as sitting down does. */
void play_seat(struct play_place *place, const struct play_cast *cast);

/* Starts the program; play_start() also waits for the first screen. NULL: the
 * agent aigul. */
void play_begin(struct play *play, struct play_place *place,
                const struct play_cast *cast);
void play_start(struct play *play, struct play_place *place,
                const struct play_cast *cast);

/* A place with one person in it, and the polite end of both. */
void play_enter(struct play_place *place, struct play *play,
                const struct play_cast *cast);
void play_over(struct play_place *place, struct play *play);

/* Starts the desk of a branch, by its code, read in English; a person of its
 * own for each, as "nurlan-kzo". */
void play_branch(struct play *play, struct play_place *place,
                 const char *branch);

/* Cuts the power: SIGKILL. Or ends the program politely; it must exit 0. */
void play_crash(struct play *play);
void play_end(struct play *play);

/* Presses keys by name, separated by blanks: "n 1 Enter Ctrl+S F3 т". Esc may
 * only come last: with the next byte it would be Alt. */
void play_keys(struct play *play, const char *keys);

/* Types text as it stands; pastes it in brackets, which counts as one key. */
void play_type(struct play *play, const char *text);
void play_paste(struct play *play, const char *text);

/* Waits until text stands on the screen, or until it is gone. */
void play_see(struct play *play, const char *text);
void play_gone(struct play *play, const char *text);

/* Fails when text stands on the screen once that is whole. */
void play_not(struct play *play, const char *text);

/* Fails when the program ever wrote these bytes. */
void play_never(struct play *play, const char *bytes);

/* From the start: a new call with this number, until it asks who is asking.
 * With an answer, until the card shows this status. */
void play_call(struct play *play, const char *iin);
void play_call_of(struct play *play, const char *iin, const char *status);

/* A call of this student, forgotten by the dean's office, up to the form of the
 * case; of play_call_of() an uninsured one. */
#define PLAY_STUDENT "060312580870"
void play_to_the_form(struct play *play);

/* In the form of a case, just opened: a new one, whatever is open already. */
void play_new_case(struct play *play);

/* In the form of a case: Ctrl+S, yes, until it is saved, as
 * play_number(). In the form of a call without one: until it is saved. */
void play_save_case(struct play *play, char *number);
void play_save_call(struct play *play);

/* Waits until a case is saved; its number into number[24]. */
void play_number(struct play *play, char *number);

/* From a saved call back to the start, until the call stands in its list. */
void play_leave(struct play *play);

/* The practice registry shows this fault from now on ("none": none). */
void play_fault(struct play_place *place, const char *fault);

/* Another process takes the log's lock and keeps it until it is told. */
pid_t play_lock(struct play_place *place);
void play_unlock(pid_t locker);

/* The output of the program run without a screen on the same store, with these
 * arguments (NULL-ended, 8 at most); the caller frees. Fails unless it exits
 * with `code`. */
char *play_command(struct play_place *place, const char *const *arguments,
                   int code);

/* The same, whatever it exits with (128 + the number of a signal). */
char *play_command_any(struct play_place *place, const char *const *arguments,
                       int *code);

/* How often `part` stands in text. */
int play_count(const char *text, const char *part);

#endif
