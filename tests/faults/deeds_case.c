/* Deeds on calls and cases: each step is one transaction. */
#include "tests/faults/deeds.h"

#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_jot.h"
#include "console/cases/store_move.h"

#include "tests/console/cases/store_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

static void put(char **place, const char *text)
{
    free(*place);
    *place = mem_copy(text);
}

/* ---- save ---- */

/* A call with a case and a call back; the second step: without a case. */
static struct call_record *new_record(const struct doer *doer, int step)
{
    struct call_record *record = step == 0
                                     ? store_kit_case("920202400028", "KZO")
                                     : store_kit_call("900101300017");

    put(&record->uuid, doer_uuid(step, 1));
    put(&record->call, doer_uuid(step, 2));
    put(&record->notes, doer_text(doer, step));
    record->callback = callback_record_new();
    record->callback->uuid = mem_copy(doer_uuid(step, 3));
    record->callback->due_ms = record->ended_ms + 3600000;
    record->callback->phone = mem_copy("+77051234599");
    if (record->opened) {
        put(&record->opened->uuid, doer_uuid(step, 4));
        put(&record->opened->text, doer_text(doer, step + 1));
        record->opened->term = mem_copy("status_correction");
    }
    return record;
}

bool deed_save(struct doer *doer, int step)
{
    struct store *store = doer_store(doer, DOER_AGENT);
    struct call_record *record = new_record(doer, step);
    char number[NUMBER_SIZE];
    bool saved = store && store_save(store, record, number, &doer->error) &&
                 (number[0] != '\0') == (record->opened != NULL);

    call_record_free(record);
    return saved;
}

/* ---- moves ---- */

static bool move(struct doer *doer, enum doer_who who, struct store_move move)
{
    struct store *store = doer_store(doer, who);
    struct store_moved moved;

    return store && store_move(store, NULL, &move, &moved, &doer->error);
}

/* Before the step: what the people do first. */
static void come_to(struct doer *doer, int moves)
{
    const struct store_move before[] = {
        {.move = MOVE_TAKEN, .version = 1},
        {.move = MOVE_ANSWERED, .version = 2, .text = "түзелді"}};

    doer_prepare(doer);
    for (int n = 1; n <= 2; n++)
        for (int i = 0; i < moves; i++) {
            struct store_move one = before[i];

            one.uuid = doer_uuid(100 + n, i);
            one.number = doer_number(n);
            assert_true(move(doer, DOER_BRANCH, one));
        }
}

void deed_open_cases(struct doer *doer)
{
    come_to(doer, 0);
}

void deed_taken_cases(struct doer *doer)
{
    come_to(doer, 1);
}

void deed_answered_cases(struct doer *doer)
{
    come_to(doer, 2);
}

bool deed_take(struct doer *doer, int step)
{
    return move(doer, DOER_BRANCH,
                (struct store_move){.move = MOVE_TAKEN,
                                    .uuid = doer_uuid(step, 1),
                                    .number = doer_number(step + 1),
                                    .version = 1});
}

bool deed_answer(struct doer *doer, int step)
{
    return move(doer, DOER_BRANCH,
                (struct store_move){.move = MOVE_ANSWERED,
                                    .uuid = doer_uuid(step, 1),
                                    .number = doer_number(step + 1),
                                    .version = 2,
                                    .text = doer_text(doer, step)});
}

bool deed_close(struct doer *doer, int step)
{
    return move(doer, DOER_AGENT,
                (struct store_move){.move = MOVE_CLOSED,
                                    .uuid = doer_uuid(step, 1),
                                    .number = doer_number(step + 1),
                                    .version = 3,
                                    .channel = "phone",
                                    .told = true,
                                    .text = doer_text(doer, step)});
}

/* By the agent, by the branch. */
bool deed_note(struct doer *doer, int step)
{
    return move(doer, step == 0 ? DOER_AGENT : DOER_BRANCH,
                (struct store_move){.move = MOVE_NOTED,
                                    .uuid = doer_uuid(step, 1),
                                    .number = doer_number(1),
                                    .text = doer_text(doer, step)});
}

/* ---- audit ---- */

/* A look-up (once by its uuid), a reveal. */
bool deed_audit(struct doer *doer, int step)
{
    struct store *store = doer_store(doer, DOER_AGENT);

    if (!store)
        return false;
    if (step == 0)
        return store_add_lookup(store, doer_uuid(step, 1), doer_uuid(step, 2),
                                "900101300017", NULL, &doer->error);
    return store_add_reveal(store, "case", NULL, NULL, doer_number(1),
                            &doer->error);
}

/* ---- jot ---- */

/* Written, written over, forgotten. */
bool deed_jot(struct doer *doer, int step)
{
    struct store *store = doer_store(doer, DOER_BRANCH);

    if (!store)
        return false;
    return step < 2
               ? store_jot_write(store, doer_number(step % 2 + 1), "answer",
                                 doer_text(doer, step), &doer->error)
               : store_jot_drop(store, doer_number(1), "answer", &doer->error);
}
