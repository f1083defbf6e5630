/* A trainer starts the practice registry and asks for people: right answers,
 * people nobody knows, tokens, and an end when whoever started it is gone. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "tests/kit/practice_kit.h"

#include <jansson.h>

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define PLAIN "850101300808" /* a person without a fault */

enum { SLACK_MS = 600 * 1000 };

static struct practice_kit registry;

static json_t *people(void)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS path =
        mem_format("%s/tests/practice/people.json", root ? root : ".");
    AUTO_JSON file = json_read(path, NULL);
    assert_non_null(file);
    return json_incref(json_object_get(file, "people"));
}

static const char *member(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    return value ? value : "";
}

static void a_known_person_is_answered_with_the_time_of_now(void **state)
{
    (void)state;
    AUTO_ANSWER answer = practice_kit_get(&registry, "/persons/" PLAIN, "");
    practice_answer_has(&answer, "HTTP/1.1 200 OK\r\n");
    practice_answer_has(&answer, "Content-Type: application/json\r\n");
    AUTO_JSON person = json_loads(practice_answer_body(&answer), 0, NULL);
    assert_string_equal(member(person, "iin"), PLAIN);
    int64_t as_of = 0;
    assert_true(clock_parse_iso(member(person, "as_of"), &as_of));
    assert_non_null(strstr(member(person, "as_of"), "+05:00"));
    assert_true(llabs(as_of - clock_now_ms()) < SLACK_MS);
}

static void a_person_nobody_knows_is_not_found(void **state)
{
    (void)state;
    AUTO_ANSWER answer =
        practice_kit_get(&registry, "/persons/850101190800", "");
    practice_answer_has(&answer, "HTTP/1.1 404 ");
    assert_string_equal(practice_answer_body(&answer),
                        "{\"error\":\"not_found\"}");
}

static void a_wrong_path_is_told_apart_from_a_person_not_found(void **state)
{
    (void)state;
    AUTO_ANSWER answer = practice_kit_get(&registry, "/person/" PLAIN, "");
    practice_answer_has(&answer, "HTTP/1.1 404 ");
    assert_null(strstr(practice_answer_body(&answer), "not_found"));
}

static void nobody_can_write_to_a_person(void **state)
{
    (void)state;
    int fd = practice_kit_ask(&registry, "POST", "/persons/" PLAIN,
                              "Content-Length: 0\r\n");
    AUTO_ANSWER answer = practice_kit_read(fd, SIZE_MAX);
    practice_answer_has(&answer, "HTTP/1.1 405 ");
}

static void every_person_is_served_with_dates_worked_out(void **state)
{
    (void)state;
    AUTO_JSON list = people();
    size_t i;
    json_t *entry;
    json_array_foreach(list, i, entry)
    {
        if (*member(entry, "fault"))
            continue;
        AUTO_CHARS path = mem_format("/persons/%s", member(entry, "iin"));
        AUTO_ANSWER answer = practice_kit_get(&registry, path, "");
        practice_answer_has(&answer, "HTTP/1.1 200 OK");
        const char *body = practice_answer_body(&answer);
        AUTO_JSON person = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
        assert_string_equal(member(person, "iin"), member(entry, "iin"));
        assert_null(strstr(body, "\"@"));
        assert_null(strstr(body, "\"months\""));
    }
}

/* The month that lies `back` months before this one, as YYYY-MM. */
static char *month_before(int back)
{
    int year, month, day;
    int64_t local_ms = clock_now_ms() + 5 * 3600 * 1000;
    clock_civil(local_ms / (24 * 3600 * 1000), &year, &month, &day);
    int months = year * 12 + month - 1 - back;
    return mem_format("%04d-%02d", months / 12, months % 12 + 1);
}

static void the_idle_entrepreneur_last_paid_five_months_ago(void **state)
{
    (void)state;
    AUTO_ANSWER answer = practice_kit_get(&registry, "/persons/" PLAIN, "");
    AUTO_JSON person = json_loads(practice_answer_body(&answer), 0, NULL);
    const json_t *payments = json_object_get(person, "payments");
    assert_int_equal(json_array_size(payments), 16);
    AUTO_CHARS last = month_before(5);
    const json_t *payment = json_array_get(payments, 15);
    assert_string_equal(member(payment, "period"), last);
    AUTO_CHARS received = mem_format("%s-28", last);
    assert_string_equal(member(payment, "received_on"), received);
}

static void every_reason_has_three_people_to_train_with(void **state)
{
    (void)state;
    AUTO_JSON list = people();
    for (int number = 1; number <= 20; number++) {
        AUTO_CHARS reason = mem_format("R%02d", number);
        int count = 0;
        for (size_t i = 0; i < json_array_size(list); i++)
            if (strcmp(member(json_array_get(list, i), "reason"), reason) == 0)
                count++;
        assert_true(count >= 3);
    }
}

static void with_a_token_only_its_bearer_is_answered(void **state)
{
    (void)state;
    struct practice_kit own;
    const char *const arguments[] = {"--token", "training", NULL};
    practice_kit_start(&own, arguments);
    const char *const refused[] = {"", "Authorization: Bearer wrong\r\n",
                                   "Authorization: training\r\n"};
    for (size_t i = 0; i < COUNT(refused); i++) {
        AUTO_ANSWER answer =
            practice_kit_get(&own, "/persons/" PLAIN, refused[i]);
        practice_answer_has(&answer, "HTTP/1.1 401 ");
        assert_null(strstr(practice_answer_body(&answer), "full_name"));
    }
    AUTO_ANSWER answer = practice_kit_get(&own, "/persons/" PLAIN,
                                          "Authorization: Bearer training\r\n");
    practice_answer_has(&answer, "HTTP/1.1 200 OK");
    assert_int_equal(practice_kit_stop(&own), 0);
}

/* Runs it to its end and returns the exit status; `said` gets its line. */
static int run_to_end(const char *option, const char *value, char *said,
                      size_t room)
{
    struct practice_kit own;
    const char *const arguments[] = {option, value, NULL};
    practice_kit_spawn(&own, arguments);
    practice_kit_line(own.output, said, room);
    return practice_kit_wait(&own);
}

static void what_it_cannot_do_is_said_in_one_line(void **state)
{
    (void)state;
    char said[400];
    assert_int_equal(run_to_end("--fault", "dely", said, sizeof(said)), 2);
    assert_non_null(strstr(said, "no such fault: dely"));
    assert_int_equal(run_to_end("--port", "70000", said, sizeof(said)), 2);
    assert_int_equal(run_to_end("people.json", NULL, said, sizeof(said)), 2);
    assert_int_equal(run_to_end("--people", "/nowhere", said, sizeof(said)), 3);
    assert_int_equal(run_to_end("--help", NULL, said, sizeof(said)), 0);
}

static char *scratch(void)
{
    const char *base = getenv("TMPDIR");
    char *folder = mem_format("%s/practice.XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(folder));
    return folder;
}

static void refuses(const char *folder, const char *entries)
{
    AUTO_CHARS path = mem_format("%s/people.json", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "{\"people\": [%s]}\n", entries);
    fclose(file);
    char said[400];
    assert_int_equal(run_to_end("--people", path, said, sizeof(said)), 3);
    unlink(path);
}

#define ENTRY(iin, rest)                                                       \
    "{\"iin\": \"" iin "\", \"reason\": \"OK\", \"note\": \"-\", " rest "}"

static void a_list_with_a_slip_is_refused(void **state)
{
    (void)state;
    AUTO_CHARS folder = scratch();
    refuses(folder, "");
    refuses(folder, ENTRY("850101300809", "\"person\": {}"));
    refuses(folder, ENTRY(PLAIN, "\"person\": []"));
    refuses(folder, ENTRY(PLAIN, "\"person\": {\"birth_date\": \"@-3w\"}"));
    refuses(folder,
            ENTRY(PLAIN, "\"person\": {\"payments\": [{\"months\": [1]}]}"));
    refuses(folder, ENTRY(PLAIN, "\"person\": {}, \"fault\": \"bored\""));
    refuses(folder,
            ENTRY(PLAIN, "\"person\": {}") "," ENTRY(PLAIN, "\"person\": {}"));
    rmdir(folder);
}

static void the_port_file_holds_the_port(void **state)
{
    (void)state;
    AUTO_CHARS folder = scratch();
    AUTO_CHARS path = mem_format("%s/port", folder);
    struct practice_kit own;
    const char *const arguments[] = {"--port-file", path, NULL};
    practice_kit_start(&own, arguments);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int port = 0;
    assert_int_equal(fscanf(file, "%d", &port), 1);
    fclose(file);
    assert_int_equal(port, own.port);
    assert_int_equal(practice_kit_stop(&own), 0);
    unlink(path);
    rmdir(folder);
}

static void it_ends_when_its_pipe_closes(void **state)
{
    (void)state;
    struct practice_kit own;
    const char *const arguments[] = {"--parent-exit", NULL};
    practice_kit_start(&own, arguments);
    assert_int_equal(practice_kit_wait(&own), 0);
}

/* Started in the background by a shell, without a pipe on its stdin. */
static pid_t shell_that_starts_it(int output)
{
    pid_t shell = fork();
    if (shell != 0)
        return shell;
    const char *const arguments[] = {"--parent-exit", NULL};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fork() == 0)
        practice_kit_become(nothing, output, arguments);
    for (;;)
        pause();
}

static void it_ends_when_its_parent_dies(void **state)
{
    (void)state;
    int output[2];
    assert_int_equal(pipe2(output, O_CLOEXEC), 0);
    pid_t shell = shell_that_starts_it(output[1]);
    close(output[1]);
    char line[300];
    practice_kit_line(output[0], line, sizeof(line));
    assert_non_null(strstr(line, "http://127.0.0.1:"));
    kill(shell, SIGKILL);
    assert_int_equal(waitpid(shell, NULL, 0), shell);
    practice_kit_line(output[0], line, sizeof(line));
    assert_string_equal(line, ""); /* the end of its output: it has gone */
    close(output[0]);
}

static int open_registry(void **state)
{
    (void)state;
    const char *const arguments[] = {NULL};
    practice_kit_start(&registry, arguments);
    return 0;
}

static int close_registry(void **state)
{
    (void)state;
    return practice_kit_stop(&registry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_person_is_answered_with_the_time_of_now),
        cmocka_unit_test(a_person_nobody_knows_is_not_found),
        cmocka_unit_test(a_wrong_path_is_told_apart_from_a_person_not_found),
        cmocka_unit_test(nobody_can_write_to_a_person),
        cmocka_unit_test(every_person_is_served_with_dates_worked_out),
        cmocka_unit_test(the_idle_entrepreneur_last_paid_five_months_ago),
        cmocka_unit_test(every_reason_has_three_people_to_train_with),
        cmocka_unit_test(with_a_token_only_its_bearer_is_answered),
        cmocka_unit_test(what_it_cannot_do_is_said_in_one_line),
        cmocka_unit_test(a_list_with_a_slip_is_refused),
        cmocka_unit_test(the_port_file_holds_the_port),
        cmocka_unit_test(it_ends_when_its_pipe_closes),
        cmocka_unit_test(it_ends_when_its_parent_dies),
    };
    return cmocka_run_group_tests(tests, open_registry, close_registry);
}
