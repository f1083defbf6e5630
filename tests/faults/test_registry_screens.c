/* The same answers as an agent sees them: for each fault the sentence of its
 * reason, a status that is unknown and never "uninsured", and keys that work
 * while the registry is silent. FAULTS=full plays all, else every third. */
#include "tests/faults/answers.h"

#include "tests/faults/faults.h"
#include "tests/screens/desk_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STRIDE = 3, PREFIX_MAX = 40 };

/* An agent in a call whose registry is the scripted server. */
struct scene {
    struct play_place place;
    struct play play;
    struct rawserver *server;
    int requests;
};

static void open_scene(struct scene *scene)
{
    static const struct raw_step first = {RAW_CLOSE, "HTTP/1.1 503 X\r\n\r\n"};

    scene->server = rawserver_open(&first, 1);
    AUTO_CHARS url = mem_format("registry.base_url=http://127.0.0.1:%d",
                                rawserver_port(scene->server));
    const char *const arguments[] = {"-o", url,
                                     "-o", "registry.deadline_ms=2000",
                                     "-o", "desk.lookups_per_hour=0",
                                     NULL};
    play_enter(&scene->place, &scene->play,
               &(struct play_cast){.arguments = arguments});
    play_call_of(&scene->play, ANSWERS_IIN, "? UNKNOWN: no answer");
    scene->requests = rawserver_requests(scene->server);
}

static void close_scene(struct scene *scene)
{
    play_over(&scene->place, &scene->play);
    rawserver_close(scene->server);
}

/* Asks again and waits until the registry has the question. */
static void ask(struct scene *scene, const struct answer_case *one)
{
    rawserver_play(scene->server, one->act, text_chars(&one->bytes),
                   one->bytes.length);
    scene->requests = rawserver_requests(scene->server);
    play_keys(&scene->play, "r");
    rawserver_await(scene->server, scene->requests + 1);
}

/* Help opens and closes, and the notes take a word. */
static void keys_work(struct play *play)
{
    play_see(play, "asking the registry");
    play_keys(play, "F1");
    play_see(play, "Help: all keys");
    play_keys(play, "Esc");
    play_gone(play, "Help: all keys");
}

/* The beginning of the sentence, as far as it surely stands in one row. */
static void see_reason(struct play *play, enum message message)
{
    char prefix[PREFIX_MAX + 1];

    snprintf(prefix, sizeof(prefix), "%s", message_text(message));
    prefix[strcspn(prefix, ",")] = '\0';
    play_see(play, prefix);
}

static void see_answer(struct scene *scene, const struct answer_case *one)
{
    struct play *play = &scene->play;

    if (one->ends_by_deadline)
        keys_work(play);
    pty_settle(&play->pty, 20);
    play_gone(play, "asking the registry");
    play_see(play, "? UNKNOWN: no answer");
    see_reason(play, one->message);
    play_not(play, "UNINSURED");
    play_not(play, "INSURED");
}

static void every_answer_is_shown_as_what_it_is(void **state)
{
    size_t step = (size_t)faults_figure(STRIDE, 1), played = 0;
    struct answers answers;
    struct scene scene;

    (void)state;
    answers_init(&answers);
    open_scene(&scene);
    for (size_t i = 0; i < answers.count; i += step)
        if (answers.cases[i].state == LOOKUP_UNKNOWN) {
            ask(&scene, &answers.cases[i]);
            see_answer(&scene, &answers.cases[i]);
            played++;
        }
    faults_say("13", "registry answers, on the screen",
               "%zu faults, 0 shown as uninsured", played);
    close_scene(&scene);
    answers_clear(&answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answer_is_shown_as_what_it_is)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
