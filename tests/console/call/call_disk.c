/* Copies the draft and resumes it, locks the store, counts what is there. */
#include "tests/console/call/call_disk.h"

#include "console/base/json.h"
#include "console/base/language.h"
#include "console/call/draft.h"
#include "console/cases/store.h"
#include "console/io/db.h"
#include "console/script/fact.h"
#include "console/script/node.h"
#include "console/script/walk.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILE_ROOM = 4 * 1024 * 1024 };

/* The draft. */

static struct json_t *form_of(const struct call *call)
{
    const struct call_form *form = call_form(call);
    return json_pack("{s:s,s:s,s:s,s:b}", "phone", form->phone, "branch",
                     form->branch, "text", form->text, "consent",
                     form->consent);
}

/* All that the agent sees of a call. The caller decrefs. */
static struct json_t *picture(const struct call *call)
{
    const struct walk *walk = call_walk(call);
    json_t *picture = json_pack(
        "{s:i,s:i,s:i,s:s,s:s,s:s,s:s,s:i,s:I,s:s,s:s}", "stage",
        (int)call_stage(call), "look", (int)call_look(call), "message",
        (int)call_look_error(call)->message, "iin", call_iin(call), "name",
        call_name(call), "language", language_code(call_language(call)),
        "notes", call_notes(call), "turn", call_turn(call), "started",
        (json_int_t)call_started_ms(call), "outcome", call_outcome(call),
        "issue", call_issue(call));
    assert_non_null(picture);
    json_object_set_new(picture, "form", form_of(call));
    json_object_set_new(picture, "facts",
                        fact_set_json(call_facts(call), true));
    if (walk) {
        json_object_set_new(picture, "node", json_string(walk_node(walk)->id));
        json_object_set_new(picture, "waits",
                            json_integer((int)walk_waits(walk)));
        json_object_set_new(picture, "path", walk_path(walk));
        json_object_set_new(picture, "personal", walk_personal(walk));
    }
    return picture;
}

static void assert_same_picture(const struct call *call,
                                const struct call *again)
{
    AUTO_JSON seen = picture(call);
    AUTO_JSON resumed = picture(again);
    const char *name;
    json_t *value;
    json_object_foreach(seen, name, value)
    {
        AUTO_CHARS before = json_dumps(value, JSON_ENCODE_ANY);
        AUTO_CHARS after =
            json_dumps(json_object_get(resumed, name), JSON_ENCODE_ANY);
        if (!json_equal(value, json_object_get(resumed, name)))
            fail_msg("%s: %s on the screen, %s in the draft", name, before,
                     after);
    }
    assert_int_equal(json_object_size(resumed), json_object_size(seen));
}

/* Reads a file whole; the caller frees. */
static char *slurp(const char *path, size_t *length)
{
    char *bytes = mem_new(FILE_ROOM);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    *length = fread(bytes, 1, FILE_ROOM, file);
    assert_true(*length < FILE_ROOM);
    fclose(file);
    return bytes;
}

static void copy_draft(const struct call_play *play, const char *folder)
{
    AUTO_CHARS from = mem_format("%s/store/drafts/aigul.0.draft", play->folder);
    AUTO_CHARS drafts = mem_format("%s/drafts", folder);
    AUTO_CHARS to = mem_format("%s/aigul.0.draft", drafts);
    size_t length;
    AUTO_CHARS bytes = slurp(from, &length);
    mkdir(folder, 0700);
    mkdir(drafts, 0700);
    int file = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, length), (ssize_t)length);
    close(file);
}

void call_disk_survives(struct call_play *play)
{
    AUTO_CHARS folder = mem_format("%s/copy", play->folder);
    struct call_place place = call_play_place(play);
    struct error error = {0};
    call_play_settle(play);
    assert_false(call_is_writing(play->call));
    copy_draft(play, folder);
    place.draft = draft_open(folder, "aigul", &play->desk.keys, &error);
    assert_non_null(place.draft);
    assert_true(draft_found(place.draft));
    struct call *again = call_resume(&place, &error);
    if (!again)
        fail_msg("not resumed: %s", error.detail);
    assert_same_picture(play->call, again);
    call_free(again);
    call_play_settle(play);
    draft_close(place.draft);
}

/* The store's file. SQLite's lock bytes: pending, reserved, shared. */

void call_disk_lock(struct call_play *play)
{
    enum { LOCK_AT = 0x40000000, LOCK_BYTES = 512 };
    struct flock lock = {.l_type = F_WRLCK,
                         .l_whence = SEEK_SET,
                         .l_start = LOCK_AT,
                         .l_len = LOCK_BYTES};
    AUTO_CHARS path = mem_format("%s/store/log.db", play->folder);
    int ready[2];
    char held = 'n';
    assert_int_equal(pipe(ready), 0);
    play->locker = fork();
    assert_true(play->locker >= 0);
    if (play->locker == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        int file = open(path, O_RDWR);
        held = file >= 0 && fcntl(file, F_SETLK, &lock) == 0 ? 'y' : 'n';
        if (write(ready[1], &held, 1) == 1)
            for (;;)
                pause();
        _exit(1);
    }
    assert_int_equal(read(ready[0], &held, 1), 1);
    assert_int_equal(held, 'y');
    close(ready[0]);
    close(ready[1]);
}

void call_disk_unlock(struct call_play *play)
{
    if (!play->locker)
        return;
    kill(play->locker, SIGKILL);
    assert_int_equal(waitpid(play->locker, NULL, 0), play->locker);
    play->locker = 0;
}

/* What nftw's callback counts: it takes no cookie. */
static const char *scan_for;
static int scan_found;

static int scan_one(const char *path, const struct stat *facts, int kind,
                    struct FTW *walk)
{
    (void)facts;
    (void)walk;
    if (kind != FTW_F)
        return 0;
    size_t length;
    AUTO_CHARS bytes = slurp(path, &length);
    const char *end = bytes + length, *at = bytes;
    while ((at = memmem(at, (size_t)(end - at), scan_for, strlen(scan_for)))) {
        scan_found++;
        at++;
    }
    return 0;
}

int call_disk_scan(const struct call_play *play, const char *bytes)
{
    AUTO_CHARS folder = mem_format("%s/store", play->folder);
    scan_for = bytes;
    scan_found = 0;
    assert_int_equal(nftw(folder, scan_one, 16, FTW_PHYS), 0);
    return scan_found;
}

struct json_t *call_disk_cases(struct call_play *play)
{
    struct store_filter filter = {0};
    struct json_t *cases = store_cases(play->desk.store, &filter, NULL);
    assert_non_null(cases);
    return cases;
}

struct json_t *call_disk_newest(struct call_play *play)
{
    struct store_filter filter = {0};
    AUTO_JSON calls = store_calls(play->desk.store, &filter, NULL);
    assert_non_null(calls);
    assert_true(json_array_size(calls) > 0);
    struct json_t *call = store_call(
        play->desk.store, json_find_string(json_array_get(calls, 0), "uuid"),
        false, NULL);
    assert_non_null(call);
    return call;
}

static bool keep_count(const struct db_row *row, void *count)
{
    *(int *)count = (int)db_int(row, 0);
    return true;
}

int call_disk_count(const struct call_play *play, const char *sql)
{
    AUTO_CHARS path = mem_format("%s/store/log.db", play->folder);
    struct error error = {0};
    struct db *db = db_open(path, 1000, &error);
    int count = -1;
    assert_non_null(db);
    assert_true(db_query(db, sql, DB_NONE, keep_count, &count, &error));
    db_close(db);
    return count;
}
