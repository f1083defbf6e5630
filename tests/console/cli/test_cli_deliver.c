/* deliver from the command line: once as cron starts it, as a service until it
 * is told to stop; who may, and how it ends when it cannot. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/delivery/deliver_state.h"
#include "tests/console/cases/store_kit.h"
#include "tests/console/cli/cli_kit.h"
#include "tests/kit/people_kit.h"
#include "tests/kit/receiver_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIVENESS_MS = 60000, STEP_MS = 10 };

static char *store_folder(void)
{
    return mem_format("%s/.local/state/agent1414", cli_kit_home());
}

static int begin(void **state)
{
    static const struct people_kit people[] = {
        {"ag17", ROLE_AGENT, NULL}, {"deliver", ROLE_SENDER, NULL}, {0}};
    int begun = cli_kit_begin(state);
    AUTO_CHARS folder = store_folder();
    struct cli_said made = cli_kit_run(NULL, "--as office user list");
    assert_int_equal(made.exit_code, 0);
    cli_said_clear(&made);
    people_kit_fill(folder, people);
    return begun;
}

/* Saves a case for Kyzylorda. */
static void save_case(void)
{
    AUTO_CHARS folder = store_folder();
    AUTO(keys_clear) struct keys keys = {0};
    struct user agent = {(char *)"ag17", ROLE_AGENT, NULL};
    struct error error = {0};
    assert_true(keys_load(&keys, folder, &error));
    struct store *store = store_open(folder, &keys, &agent, 5000, &error);
    assert_non_null(store);
    store_kit_save(store, store_kit_case(NULL, "KZO"));
    store_close(store);
}

static int count_in(const json_t *counts, const char *key)
{
    return (int)json_integer_value(json_object_get(counts, key));
}

static void nothing_to_send_is_said_by_nothing(void **state)
{
    AUTO_SAID said = cli_kit_run(NULL, "--as deliver deliver --once");
    (void)state;
    assert_int_equal(said.exit_code, 0);
    assert_int_equal(said.out.length, 0);
    assert_int_equal(said.err.length, 0);
}

static void ends_with(int exit_code, const char *words)
{
    AUTO_SAID said = cli_kit_run(NULL, "%s", words);
    if (said.exit_code != exit_code)
        fail_msg("%s: %d, not %d: %s", words, said.exit_code, exit_code,
                 text_chars(&said.err));
    cli_kit_one_line(&said.err);
}

static void what_cannot_be_ends_with_its_code(void **state)
{
    (void)state;
    ends_with(2, "--as deliver deliver now");
    ends_with(3, "--as deliver deliver --once -o branch.KZO.sink=http");
    ends_with(6, "--as ag17 deliver --once");
    ends_with(6, "--as nobody deliver --once");
}

static void ends_with_nothing(const char *words)
{
    AUTO_SAID said = cli_kit_run(NULL, "%s", words);
    if (said.exit_code != 0)
        fail_msg("%s: %d: %s", words, said.exit_code, text_chars(&said.err));
    assert_int_equal(said.out.length, 0);
}

/* As another writer holds SQLite's bytes; the caller closes it. */
static int lock_store(void)
{
    AUTO_CHARS folder = store_folder();
    AUTO_CHARS path = mem_format("%s/log.db", folder);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int file = open(path, O_RDWR | O_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(fcntl(file, F_SETLKW, &lock), 0);
    return file;
}

static void a_locked_store_ends_as_not_available(void **state)
{
    int file = lock_store();
    (void)state;
    ends_with(5, "--as deliver deliver --once -o store.wait_ms=100");
    close(file);
    AUTO_SAID said = cli_kit_run(NULL, "--as deliver deliver --once");
    assert_int_equal(said.exit_code, 0);
}

static void the_sender_may_nothing_else(void **state)
{
    (void)state;
    ends_with(6, "--as deliver case list");
    ends_with(6, "--as deliver outbox list");
    ends_with(6, "--as deliver user list");
}

static void a_second_one_ends_with_a_conflict(void **state)
{
    AUTO_CHARS folder = store_folder();
    struct error error = {0};
    int lock = deliver_state_lock(folder, &error);
    (void)state;
    assert_true(lock >= 0);
    ends_with(7, "--as deliver deliver --once");
    ends_with(7, "--as deliver deliver");
    close(lock);
}

static void once_sends_what_is_due(void **state)
{
    struct receiver_kit receiver = {0};
    AUTO_CHARS ledger = mem_format("%s/ledger", cli_kit_home());
    (void)state;
    save_case();
    receiver_kit_start(&receiver, ledger, "KZO", NULL);
    for (int i = 0; i < 2; i++) {
        AUTO_SAID said = cli_kit_run(NULL,
                                     "--as deliver deliver --once --json"
                                     " -o branch.KZO.sink=http"
                                     " -o branch.KZO.url=http://127.0.0.1:%d/",
                                     receiver.port);
        assert_int_equal(said.exit_code, 0);
        AUTO_JSON counts = cli_kit_json(&said);
        assert_int_equal(count_in(counts, "received"), i == 0);
        assert_int_equal(count_in(counts, "refused"), 0);
        assert_int_equal(receiver_kit_taken(&receiver), 1);
    }
    receiver_kit_stop(&receiver);
    save_case();
    AUTO_SAID said = cli_kit_run(NULL,
                                 "--as deliver deliver --once"
                                 " -o branch.KZO.sink=http"
                                 " -o branch.KZO.url=http://127.0.0.1:%d/",
                                 receiver.port);
    assert_int_equal(said.exit_code, 0);
    cli_kit_has(&said.out, "not reached 1");
}

static void doctor_tells_that_none_runs(void **state)
{
    AUTO_SAID said =
        cli_kit_run(NULL, "--as office doctor -o branch.KZO.sink=http"
                          " -o branch.KZO.url=https://kzo.example/");
    AUTO_SAID inbox = cli_kit_run(NULL, "--as office doctor");
    (void)state;
    cli_kit_has(&said.out, "!!  delivery - Some branches are told by");
    cli_kit_has(&said.out, "inbox 19, http 1; sender does not run");
    cli_kit_has(&inbox.out, "ok  delivery   inbox 20; sender does not run");
}

static void
doctor_tells_of_a_secret_that_the_sender_would_not_read(void **state)
{
    AUTO_SAID said =
        cli_kit_run(NULL, "--as office doctor -o branch.KZO.sink=http"
                          " -o branch.KZO.url=https://kzo.example/"
                          " -o branch.KZO.token_file=/nowhere/kzo.token");
    (void)state;
    cli_kit_has(&said.out, "!!  delivery - A file could not be read");
    cli_kit_has(&said.out, "/nowhere/kzo.token");
}

static pid_t start_service(const char *sink, const char *url)
{
    const char *build = getenv("AGENT1414_BUILD");
    AUTO_CHARS program =
        mem_format("%s/agent1414", build && *build ? build : "build");
    pid_t service = fork();
    assert_true(service >= 0);
    if (service != 0)
        return service;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execl(program, program, "--as", "deliver", "deliver", "-o", sink, "-o", url,
          "-o", "store.wait_ms=100", (char *)NULL);
    _exit(127);
}

static const char inbox[] = "branch.KZO.sink=inbox";
static const char address[] = "branch.KZO.url=https://kzo.example/";

static void wait_until_it_looked(void)
{
    AUTO_CHARS folder = store_folder();
    struct deliver_state now = {false, 0};
    struct error error = {0};
    for (int waited = 0; waited < LIVENESS_MS; waited += STEP_MS) {
        assert_true(deliver_state(folder, &now, &error));
        if (now.runs)
            return;
        usleep(STEP_MS * 1000);
    }
    fail_msg("the service did not start");
}

static void a_service_ends_when_it_is_told_to(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT};
    (void)state;
    for (size_t i = 0; i < COUNT(signals); i++) {
        int status;
        pid_t service = start_service(inbox, address);
        wait_until_it_looked();
        kill(service, signals[i]);
        assert_int_equal(waitpid(service, &status, 0), service);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

static void a_disabled_sender_ends(void **state)
{
    int status;
    (void)state;
    pid_t service = start_service(inbox, address);
    wait_until_it_looked();
    ends_with_nothing("--as office user disable deliver");
    assert_int_equal(waitpid(service, &status, 0), service);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 6);
    ends_with_nothing("--as office user enable deliver");
}

/* A branch's service that answers when the test wants. */
static int listen_here(int *port)
{
    struct sockaddr_in here = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(here);
    int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(door >= 0);
    assert_int_equal(bind(door, (struct sockaddr *)&here, size), 0);
    assert_int_equal(listen(door, 4), 0);
    assert_int_equal(getsockname(door, (struct sockaddr *)&here, &size), 0);
    *port = ntohs(here.sin_port);
    return door;
}

/* The whole request: the body ends with its last brace. */
static void hear(int guest)
{
    char bytes[8192];
    size_t length = 0;
    while (length == 0 || bytes[length - 1] != '}') {
        ssize_t more = read(guest, bytes + length, sizeof(bytes) - length);
        assert_true(more > 0);
        length += (size_t)more;
    }
}

static size_t count_received(void)
{
    AUTO_SAID said =
        cli_kit_run(NULL, "--as office outbox list --state received --json");
    AUTO_JSON told = cli_kit_json(&said);
    return json_array_size(json_object_get(told, "messages"));
}

/* The branch has it, the store is locked, and the service is told to end: the
 * receipt is not lost. */
static void what_is_owed_is_written_down_before_the_end(void **state)
{
    static const char yes[] = "HTTP/1.1 204 No Content\r\n\r\n";
    int port, status;
    size_t received = count_received();
    (void)state;
    save_case();
    int door = listen_here(&port);
    AUTO_CHARS url = mem_format("branch.KZO.url=http://127.0.0.1:%d/", port);
    pid_t service = start_service("branch.KZO.sink=http", url);
    int guest = accept(door, NULL, NULL);
    assert_true(guest >= 0);
    hear(guest);
    int lock = lock_store();
    assert_int_equal(write(guest, yes, strlen(yes)), strlen(yes));
    close(guest);
    close(door);
    kill(service, SIGTERM);
    usleep(3000 * 1000); /* several offers are in vain */
    assert_int_equal(waitpid(service, &status, WNOHANG), 0);
    close(lock);
    assert_int_equal(waitpid(service, &status, 0), service);
    assert_int_equal(status, 0);
    assert_int_equal(count_received(), received + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_send_is_said_by_nothing),
        cmocka_unit_test(what_cannot_be_ends_with_its_code),
        cmocka_unit_test(a_locked_store_ends_as_not_available),
        cmocka_unit_test(the_sender_may_nothing_else),
        cmocka_unit_test(a_second_one_ends_with_a_conflict),
        cmocka_unit_test(once_sends_what_is_due),
        cmocka_unit_test(doctor_tells_that_none_runs),
        cmocka_unit_test(
            doctor_tells_of_a_secret_that_the_sender_would_not_read),
        cmocka_unit_test(a_service_ends_when_it_is_told_to),
        cmocka_unit_test(a_disabled_sender_ends),
        cmocka_unit_test(what_is_owed_is_written_down_before_the_end),
    };
    return cmocka_run_group_tests(tests, begin, cli_kit_end);
}
