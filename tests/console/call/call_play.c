/* Builds the desk and its call, waits for ends, and looks at the disk. */
#include "tests/console/call/call_play.h"

#include "console/base/clock.h"
#include "console/base/text.h"
#include "console/config/config.h"
#include "console/io/loop.h"
#include "console/io/worker.h"
#include "console/script/script.h"
#include "console/script/walk.h"
#include "tests/kit/people_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* LIVE_S: how long something under way may be silent. */
enum { LIVE_S = 20, TURN_MS = 100 };

static const char *root(void)
{
    const char *named = getenv("AGENT1414_ROOT");
    return named ? named : ".";
}

static void changed(void *cookie)
{
    struct call_play *play = cookie;
    play->changes++;
}

struct call_place call_play_place(struct call_play *play)
{
    struct desk *desk = &play->desk;
    return (struct call_place){.store = desk->store,
                               .store_worker = desk->store_worker,
                               .draft_worker = desk->draft_worker,
                               .lookup = desk->lookup,
                               .draft = desk->draft,
                               .scripts = desk->scripts,
                               .deadlines = desk->deadlines,
                               .kept = desk->kept,
                               .as_of = desk->as_of,
                               .language = LANGUAGE_RU,
                               .changed = changed,
                               .cookie = play};
}

static struct config *settings(const struct call_play *play)
{
    AUTO_CHARS url = mem_format("registry.base_url=http://127.0.0.1:%d",
                                play->registry.port);
    AUTO_CHARS store = mem_format("store.folder=%s/store", play->folder);
    AUTO_CHARS data = mem_format("data.folder=%s", root());
    const char *const options[] = {url,
                                   store,
                                   data,
                                   "store.wait_ms=50",
                                   "registry.deadline_ms=30000",
                                   "person.name=aigul",
                                   NULL};
    struct config_places places = {"", "", options};
    struct error error = {0};
    struct config *config = config_load(&places, &error);
    if (!config)
        fail_msg("settings: %s", error.detail);
    return config;
}

static void sit_down(struct call_play *play)
{
    struct error error = {0};
    if (!desk_init(&play->desk, play->config, play->loop, DESK_WORK, &error))
        fail_msg("desk: %s: %s", message_text(error.message), error.detail);
}

static void seat(const struct call_play *play)
{
    const struct people_kit aigul = {"aigul", ROLE_AGENT, NULL};
    AUTO_CHARS store = mem_format("%s/store", play->folder);
    people_kit_add(store, &aigul);
}

int call_play_open(void **state)
{
    struct call_play *play = mem_new(sizeof(*play));
    const char *base = getenv("TMPDIR");
    AUTO_CHARS people = mem_format("%s/tests/practice/people.json", root());
    const char *const arguments[] = {"--people", people, "--parent-exit", NULL};
    play->folder = mem_format("%s/call-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(play->folder));
    practice_kit_start(&play->registry, arguments);
    seat(play);
    play->config = settings(play);
    play->now_ms = clock_now_ms();
    clock_fix_ms(play->now_ms);
    play->loop = loop_open(NULL);
    assert_non_null(play->loop);
    sit_down(play);
    *state = play;
    call_play_begin(play);
    return 0;
}

void call_play_leave(struct call_play *play)
{
    call_free(play->call);
    play->call = NULL;
    desk_stop(&play->desk);
    for (int i = 0; i < 10; i++) /* the answers of what was under way */
        loop_turn(play->loop, 0);
    desk_clear(&play->desk);
}

void call_play_return(struct call_play *play)
{
    sit_down(play);
}

static int remove_one(const char *path, const struct stat *facts, int kind,
                      struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

int call_play_close(void **state)
{
    struct call_play *play = *state;
    if (play->locker) {
        kill(play->locker, SIGKILL);
        waitpid(play->locker, NULL, 0);
    }
    call_play_leave(play);
    clock_fix_ms(-1);
    loop_close(play->loop);
    config_free(play->config);
    assert_int_equal(practice_kit_stop(&play->registry), 0);
    nftw(play->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(play->folder);
    free(play);
    return 0;
}

static void take_call(struct call_play *play, bool resume)
{
    struct call_place place = call_play_place(play);
    struct error error = {0};
    call_free(play->call);
    call_play_settle(play);
    play->call =
        resume ? call_resume(&place, &error) : call_begin(&place, &error);
    if (!play->call)
        fail_msg("no call: %s: %s", message_text(error.message), error.detail);
}

void call_play_begin(struct call_play *play)
{
    take_call(play, false);
}

void call_play_resume(struct call_play *play)
{
    take_call(play, true);
}

/* Waiting. */

static time_t deadline(void)
{
    return time(NULL) + LIVE_S;
}

static void nothing(void *cookie)
{
    (void)cookie;
}

static void raise_flag(void *cookie)
{
    *(bool *)cookie = true;
}

static void settle_worker(struct call_play *play, struct worker *worker)
{
    bool over = false;
    worker_do(worker, nothing, raise_flag, &over);
    for (time_t end = deadline(); !over && time(NULL) < end;)
        loop_turn(play->loop, TURN_MS);
    assert_true(over);
}

void call_play_settle(struct call_play *play)
{
    /* The store's answers may give the draft something to do. */
    settle_worker(play, play->desk.store_worker);
    settle_worker(play, play->desk.draft_worker);
}

void call_play_await_look(struct call_play *play, enum call_look look)
{
    for (time_t end = deadline();
         call_look(play->call) != look && time(NULL) < end;)
        loop_turn(play->loop, TURN_MS);
    if (call_look(play->call) != look)
        fail_msg("look %d, not %d: %s", call_look(play->call), look,
                 call_look_error(play->call)->detail);
}

void call_play_pass(struct call_play *play, int ms)
{
    int64_t end = clock_steady_ms() + ms;
    while (clock_steady_ms() < end)
        loop_turn(play->loop, end - clock_steady_ms());
    call_play_settle(play);
}

void call_play_await_stage(struct call_play *play, enum call_stage stage)
{
    for (time_t end = deadline();
         call_stage(play->call) != stage && time(NULL) < end;)
        loop_turn(play->loop, TURN_MS);
    if (call_stage(play->call) != stage)
        fail_msg("stage %d, not %d", call_stage(play->call), stage);
}

/* What the agent does. */

void call_play_look(struct call_play *play, const char *iin,
                    enum call_look look)
{
    struct error error = {0};
    if (!call_set_iin(play->call, iin, &error))
        fail_msg("%s: %s", iin, message_text(error.message));
    call_play_await_look(play, look);
}

void call_play_answer(struct call_play *play, const char *codes)
{
    AUTO_CHARS list = mem_copy(codes);
    char *rest;
    for (char *code = strtok_r(list, " ", &rest); code;
         code = strtok_r(NULL, " ", &rest)) {
        struct error error = {0};
        clock_fix_ms(play->now_ms += 1000);
        if (!call_type_answer(play->call, code, &error))
            fail_msg("\"%s\" at %s: %s: %s", code,
                     walk_node(call_walk(play->call))->id,
                     message_text(error.message), error.detail);
    }
}

void call_play_at(const struct call_play *play, const char *node)
{
    const struct walk *walk = call_walk(play->call);
    assert_non_null(walk);
    AUTO_CHARS stands =
        mem_format("%s.%s", walk_script(walk)->id, walk_node(walk)->id);
    assert_string_equal(stands, node);
}

void call_play_save(struct call_play *play, enum call_stage end)
{
    call_save(play->call);
    assert_int_equal(call_stage(play->call), CALL_SAVING);
    call_play_settle(play);
    call_play_await_stage(play, end);
}

/* The registry. */

long call_play_asked(const struct call_play *play)
{
    AUTO_ANSWER answer = practice_kit_get(&play->registry, "/health", "");
    const char *requests =
        strstr(practice_answer_body(&answer), "\"requests\":");
    assert_non_null(requests);
    return atol(requests + strlen("\"requests\":"));
}

void call_play_await_asked(struct call_play *play, long times)
{
    time_t end = deadline();
    while (call_play_asked(play) < times && time(NULL) < end)
        loop_turn(play->loop, 1);
    assert_int_equal(call_play_asked(play), times);
}
