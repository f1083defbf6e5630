/* What the files of the deeds share; deed.h tells what a deed is. */
#ifndef TESTS_FAULTS_DEEDS_H
#define TESTS_FAULTS_DEEDS_H

#include "tests/faults/deed.h"

/* DEED(name, function, steps, prepare, tell, how...): the one list. A deed
 * begins with what prepare() makes; tell() may be NULL. */
#define DEEDS(DEED)                                                            \
    DEED("save", deed_save, 2, deed_open_cases, NULL, .again = true)           \
    DEED("take", deed_take, 2, deed_open_cases, NULL, .again = true)           \
    DEED("answer", deed_answer, 2, deed_taken_cases, NULL, .again = true)      \
    DEED("close", deed_close, 2, deed_answered_cases, NULL, .again = true)     \
    DEED("note", deed_note, 2, deed_open_cases, NULL, .again = true)           \
    DEED("audit", deed_audit, 2, deed_open_cases, NULL, .again = false)        \
    DEED("jot", deed_jot, 3, deed_open_cases, NULL, .loose = true)             \
    DEED("people", deed_people, 3, deed_open_cases, NULL, .again = false)      \
    DEED("erase", deed_erase, 1, deed_callers, NULL, .again = false)           \
    DEED("backup", deed_backup, 1, deed_open_cases, deed_tell_backup,          \
         .besides = "backed_up")                                               \
    DEED("restore", deed_restore, 1, deed_backed_up, deed_tell_restored,       \
         .loose = true)                                                        \
    DEED("start", deed_start, 3, deed_nothing, deed_tell_key, .loose = true)   \
    DEED("deliver", deed_deliver, 6, deed_open_cases, deed_tell_outbox,        \
         .again = false)                                                       \
    DEED("receive", deed_receive, 2, deed_open_cases, NULL, .again = true)     \
    DEED("upgrade from 1", deed_upgrade, 1, deed_old_store, NULL,              \
         .loose = true)                                                        \
    DEED("upgrade from 2", deed_upgrade, 1, deed_second_store, NULL,           \
         .loose = true)                                                        \
    DEED("draft", deed_draft, 6, deed_open_cases, deed_tell_draft,             \
         .loose = true)                                                        \
    DEED("reload", deed_reload, 3, deed_scripts, deed_tell_scripts,            \
         .loose = true)                                                        \
    DEED("keys", deed_keys, 2, deed_open_cases, deed_tell_keys, .loose = true)

/* What a deed begins with. */
void deed_nothing(struct doer *doer);
void deed_open_cases(struct doer *doer);
void deed_taken_cases(struct doer *doer);
void deed_answered_cases(struct doer *doer);
void deed_old_store(struct doer *doer);
void deed_second_store(struct doer *doer);
void deed_callers(struct doer *doer);
void deed_backed_up(struct doer *doer);
void deed_scripts(struct doer *doer);

/* What else tells how far it came. */
bool deed_tell_key(struct doer *doer, struct text *shape);
bool deed_tell_backup(struct doer *doer, struct text *shape);
bool deed_tell_restored(struct doer *doer, struct text *shape);
bool deed_tell_draft(struct doer *doer, struct text *shape);
bool deed_tell_scripts(struct doer *doer, struct text *shape);
bool deed_tell_keys(struct doer *doer, struct text *shape);

bool deed_tell_outbox(struct doer *doer, struct text *shape);

/* The steps. */
bool deed_save(struct doer *doer, int step);
bool deed_take(struct doer *doer, int step);
bool deed_answer(struct doer *doer, int step);
bool deed_close(struct doer *doer, int step);
bool deed_note(struct doer *doer, int step);
bool deed_audit(struct doer *doer, int step);
bool deed_jot(struct doer *doer, int step);
bool deed_people(struct doer *doer, int step);
bool deed_erase(struct doer *doer, int step);
bool deed_backup(struct doer *doer, int step);
bool deed_restore(struct doer *doer, int step);
bool deed_start(struct doer *doer, int step);
bool deed_deliver(struct doer *doer, int step);
bool deed_receive(struct doer *doer, int step);
bool deed_upgrade(struct doer *doer, int step);
bool deed_draft(struct doer *doer, int step);
bool deed_reload(struct doer *doer, int step);
bool deed_keys(struct doer *doer, int step);

#endif
