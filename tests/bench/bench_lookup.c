/* bench_lookup WORK [CURL]: one look-up of a person from the practice registry,
 * warm beside libcurl's easy handle, and the whole command beside curl's. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/store.h"
#include "console/config/config.h"
#include "console/io/http.h"
#include "console/io/loop.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/people/user.h"
#include "console/registry/lookup.h"
#include "console/registry/person.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/practice_kit.h"
#include "tests/screens/pty.h"

#include <curl/curl.h>

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { ROUNDS = 5, TIMES = 200, STARTS = 15 };

static const char iin[] = "850314380100";

struct bench {
    struct practice_kit registry;
    char *url, *base, *folder;
    struct loop *loop;
    struct http *http;
    struct lookup *lookup;
    struct keys keys;
    struct user user;
    struct store *store;
    CURL *easy;
    bool good; /* the answer at hand was right */
};

static void stop(const struct error *error)
{
    fprintf(stderr, "bench_lookup: %s (%s)\n", message_text(error->message),
            error->detail);
    exit(1);
}

/* ---- the four ways to ask ---- */

static size_t drop_body(char *bytes, size_t size, size_t count, void *cookie)
{
    (void)bytes, (void)cookie;
    return size * count;
}

static void ask_easy(struct bench *bench)
{
    bench->good = curl_easy_perform(bench->easy) == CURLE_OK;
}

static void answered(const struct http_answer *answer, void *cookie)
{
    struct bench *bench = cookie;
    bench->good = answer->end == HTTP_ANSWERED && answer->status == 200;
    loop_stop(bench->loop);
}

static void ask_wire(struct bench *bench)
{
    static const char *const headers[] = {"Accept: application/json", NULL};
    http_get(bench->http, bench->url, headers, answered, bench);
    loop_run(bench->loop);
}

static void found(struct lookup_answer *answer, void *cookie)
{
    struct bench *bench = cookie;
    bench->good = answer->state == LOOKUP_KNOWN;
    person_free(answer->person);
    loop_stop(bench->loop);
}

static void ask_parsed(struct bench *bench)
{
    char uuid[SEAL_UUID_SIZE];
    seal_uuid(uuid);
    lookup_start(bench->lookup, iin, uuid, LANGUAGE_KK, found, bench);
    loop_run(bench->loop);
}

static void ask_recorded(struct bench *bench)
{
    char uuid[SEAL_UUID_SIZE];
    struct error error = {0};
    seal_uuid(uuid);
    if (!store_add_lookup(bench->store, uuid, NULL, iin, NULL, &error))
        stop(&error);
    lookup_start(bench->lookup, iin, uuid, LANGUAGE_KK, found, bench);
    loop_run(bench->loop);
}

static void (*const ways[])(struct bench *) = {ask_easy, ask_wire, ask_parsed,
                                               ask_recorded};
enum { EASY, WIRE, PARSED, RECORDED, WAYS };

/* ---- warm ---- */

static void measure_warm(struct bench *bench)
{
    static double us[WAYS][ROUNDS * TIMES];
    size_t bad = 0;
    for (int way = 0; way < WAYS; way++)
        ways[way](bench); /* connects */
    for (int i = 0; i < ROUNDS * TIMES; i++)
        for (int way = 0; way < WAYS; way++) {
            double from_us = bench_now_us();
            ways[way](bench);
            us[way][i] = bench_now_us() - from_us;
            bad += !bench->good;
        }
    double median[WAYS];
    for (int way = 0; way < WAYS; way++)
        median[way] = bench_median(us[way], ROUNDS * TIMES);
    const struct bench_row rows[] = {
        {"a look-up, warm: on the wire, us", median[WIRE],
         "libcurl easy, reused", median[EASY], 1.3},
        {"  and parsed", median[PARSED], "libcurl easy, reused", median[EASY],
         BENCH_NO_GOAL},
        {"  and on record before", median[RECORDED], "the same, not recorded",
         median[PARSED], BENCH_NO_GOAL}};
    for (size_t i = 0; i < COUNT(rows); i++)
        bench_show(&rows[i]);
    if (bad > 0)
        bench_note("some answers were wrong: the figures above are void");
}

/* ---- whole commands ---- */

/* Runs it with its output thrown away; microseconds, -1 when it failed. */
static double run_command(char *const argv[])
{
    extern char **environ;
    posix_spawn_file_actions_t actions;
    pid_t pid;
    int status = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null",
                                     O_WRONLY, 0);
    double from_us = bench_now_us();
    if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) == 0)
        waitpid(pid, &status, 0);
    double us = bench_now_us() - from_us;
    posix_spawn_file_actions_destroy(&actions);
    return status == 0 ? us : -1;
}

static void measure_cold(const struct bench *bench, const char *curl)
{
    AUTO_CHARS program = pty_program("agent1414");
    AUTO_CHARS base = mem_format("registry.base_url=%s", bench->base);
    AUTO_CHARS folder = mem_format("store.folder=%s", bench->folder);
    char *const ours[] = {
        program,  "-o",        base, "-o", folder, "-o", "person.name=bench",
        "lookup", (char *)iin, NULL};
    char *const theirs[] = {(char *)curl, "-s", "-f", bench->url, NULL};
    double our_us[STARTS], their_us[STARTS];
    bool curl_ran = curl && *curl;
    for (int i = 0; i < STARTS; i++) {
        our_us[i] = run_command(ours);
        their_us[i] = curl_ran ? run_command(theirs) : -1;
    }
    const struct bench_row row = {
        "agent1414 lookup, whole command, us", bench_median(our_us, STARTS),
        "curl, whole command", bench_median(their_us, STARTS), 1};
    bench_show(&row);
}

/* ---- life ---- */

static void open_network(struct bench *bench, struct error *error)
{
    const struct http_settings settings = {
        .connect_ms = 3000, .deadline_ms = 8000, .body_max = 1 << 20};
    AUTO_CHARS base = mem_format("registry.base_url=%s", bench->base);
    const char *const options[] = {base, NULL};
    struct config *config =
        config_load(&(struct config_places){"", "", options}, error);
    bench->loop = loop_open(error);
    if (!config || !bench->loop)
        stop(error);
    bench->http = http_open(bench->loop, &settings, error);
    bench->lookup = lookup_open(config, bench->loop, error);
    if (!bench->http || !bench->lookup)
        stop(error);
    config_free(config);
    bench->easy = curl_easy_init();
    curl_easy_setopt(bench->easy, CURLOPT_URL, bench->url);
    curl_easy_setopt(bench->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(bench->easy, CURLOPT_WRITEFUNCTION, drop_body);
}

static void open_store(struct bench *bench, struct error *error)
{
    seal_start();
    bench->user.name = mem_copy("bench");
    if (!keys_folder(bench->folder, error) ||
        !keys_load(&bench->keys, bench->folder, error))
        stop(error);
    bench->store =
        store_open(bench->folder, &bench->keys, &bench->user, 5000, error);
    if (!bench->store)
        stop(error);
}

static void clear(struct bench *bench)
{
    curl_easy_cleanup(bench->easy);
    lookup_close(bench->lookup);
    http_close(bench->http);
    loop_close(bench->loop);
    store_close(bench->store);
    keys_clear(&bench->keys);
    user_clear(&bench->user);
    practice_kit_stop(&bench->registry);
    free(bench->url);
    free(bench->base);
    free(bench->folder);
}

int main(int argc, char **argv)
{
    static const char *const plain[] = {"--parent-exit", NULL};
    struct error error = {0};
    struct bench bench = {0};
    if (argc < 2) {
        fputs("usage: bench_lookup WORK [CURL]\n", stderr);
        return 2;
    }
    practice_kit_start(&bench.registry, plain);
    bench.base = mem_format("http://127.0.0.1:%d", bench.registry.port);
    bench.url = mem_format("%s/persons/%s", bench.base, iin);
    bench.folder = mem_format("%s/lookup", argv[1]);
    open_network(&bench, &error);
    open_store(&bench, &error);
    bench_heading("A look-up");
    measure_warm(&bench);
    measure_cold(&bench, argc > 2 ? argv[2] : NULL);
    clear(&bench);
    return 0;
}
