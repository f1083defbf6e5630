/* A run through the house: a call with a case, its branch, its supervisor, all
 * the commands that list, show, copy, refuse and complain. Nobody reveals, so
 * no output, screen, log, copy or line of syslog may hold a whole number, name
 * or phone. */
#include "tests/kit/mask_scan.h"
#include "tests/screens/desk_play.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#define STUDENT "060312580870"

/* All that the program wrote to this terminal. */
static void scan_screen(const struct play *play)
{
    static const char *const of_student[] = {STUDENT, "Образцов", "Тимур",
                                             "Русланович"};

    for (size_t i = 0; i < COUNT(of_student); i++)
        if (pty_wrote(&play->pty, 0, of_student[i]))
            fail_msg("value %zu of the student was drawn", i);
}

/* A call that ends in a case, with a phone and a note. */
static void take_call(struct play_place *place, char *number)
{
    struct play play;

    play_start(&play, place, NULL);
    play_call_of(&play, STUDENT, "✗ UNINSURED");
    play_keys(&play, "1");
    play_see(&play, "do you study, work");
    play_keys(&play, "F7");
    play_see(&play, "Case for a branch");
    play_save_case(&play, number);
    play_leave(&play);
    play_keys(&play, "Enter");
    play_see(&play, "........0870");
    scan_screen(&play);
    play_end(&play);
}

static void read_at_branch(struct play_place *place, const char *number)
{
    struct play play;

    play_branch(&play, place, "KZO");
    play_see(&play, number);
    play_keys(&play, "Enter");
    play_see(&play, "........0870");
    scan_screen(&play);
    play_end(&play);
}

/* A command as the supervisor gives it, ended by NULL; scanned in any case. */
struct command {
    int code;
    const char *words[8];
};

static void run_command(struct play_place *place, const struct command *command)
{
    const char *arguments[12] = {"--as", "sv1"};

    for (size_t i = 0; command->words[i]; i++)
        arguments[i + 2] = command->words[i];
    AUTO_CHARS said = play_command(place, arguments, command->code);
    mask_scan_text(said, command->words[0]);
}

static void run_commands(struct play_place *place, const char *number)
{
    AUTO_CHARS copy = mem_format("%s/copy", place->folder);
    AUTO_CHARS cases = mem_format("%s/cases.csv", place->folder);
    AUTO_CHARS calls = mem_format("%s/calls.csv", place->folder);
    const struct command commands[] = {
        {0, {"case", "list"}},
        {0, {"case", "list", "--json"}},
        {0, {"case", "list", "--csv"}},
        {0, {"case", "list", "--text", "Образцов", "--json"}},
        {0, {"case", "show", number}},
        {0, {"case", "show", number, "--json"}},
        {0, {"call", "list"}},
        {0, {"call", "list", "--json"}},
        {0, {"call", "list", "--csv"}},
        {0, {"lookup", STUDENT}},
        {0, {"lookup", STUDENT, "--json"}},
        {0, {"lookup", STUDENT, "--csv"}},
        {4, {"lookup", "900101300017"}},
        {2, {"lookup", "060312580871"}},
        {0, {"audit", "verify", "--json"}},
        {0, {"audit", "head"}},
        {0, {"audit", "who-saw", number}},
        {0, {"audit", "who-saw", "--iin", STUDENT, "--json"}},
        {0, {"audit", "who-saw", "--agent", "aigul"}},
        {0, {"person", "report", STUDENT}},
        {0, {"person", "report", STUDENT, "--json"}},
        {4, {"person", "report", "850101300808"}},
        {0, {"person", "erase", STUDENT}},
        {7, {"person", "erase", STUDENT, "--yes"}},
        {0, {"person", "retain", "--json"}},
        {6, {"backup", copy}},
        {4, {"case", "show", "43-26-000999-9"}},
        {2, {"case", "show", STUDENT}},
        {2, {STUDENT}},
        {2, {"audit", STUDENT}},
        {2, {"case", "list", "--limit", STUDENT}},
        {2, {"case", "list", "--" STUDENT}},
        {0, {"case", "list", "--text", STUDENT}},
        {0, {"case", "export", cases}},
        {0, {"call", "export", calls}},
        {0, {"board", "--once"}},
        {0, {"board", "--once", "--json"}},
        {0, {"review", "list"}},
        {6, {"user", "list"}},
        {4, {"kb", "show", STUDENT}},
        {4, {"script", "show", STUDENT}},
        {4, {"call", "show", STUDENT}},
        {2, {"audit", "who-saw", "--iin", "060312580871"}},
        {1, {"iin", "060312580871", "--json"}},
    };

    for (size_t i = 0; i < COUNT(commands); i++)
        run_command(place, &commands[i]);
}

static void backs_up(struct play_place *place)
{
    AUTO_CHARS copy = mem_format("%s/copy", place->folder);
    const char *const words[] = {"--as", "office", "backup", copy, NULL};
    AUTO_CHARS said = play_command(place, words, 0);

    mask_scan_text(said, "backup");
}

/* What the commands complain of goes into a file of the place, to be looked
 * through with the others; what a failing test says too, so that it is shown
 * when the test is over. */
static int shown = -1;
static char errors[400];

static void errors_into(const struct play_place *place)
{
    snprintf(errors, sizeof(errors), "%s/errors", place->folder);
    shown = dup(STDERR_FILENO);
    int file = open(errors, O_WRONLY | O_CREAT | O_APPEND, 0600);

    assert_true(shown >= 0 && file >= 0);
    assert_return_code(dup2(file, STDERR_FILENO), 0);
    close(file);
}

static int errors_back(void **state)
{
    char line[1000];
    FILE *file = fopen(errors, "r"); /* gone when all went well */
    (void)state;

    dup2(shown, STDERR_FILENO);
    while (file && fgets(line, sizeof(line), file))
        fputs(line, stderr);
    if (file)
        fclose(file);
    return 0;
}

/* Where syslog would listen. */
static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int reader = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

    assert_true(strlen(path) < sizeof(address.sun_path));
    strcpy(address.sun_path, path);
    assert_return_code(
        bind(reader, (struct sockaddr *)&address, sizeof(address)), 0);
    return reader;
}

static void scan_syslog(int reader)
{
    char line[1000];
    ssize_t length = recv(reader, line, sizeof(line) - 1, 0);

    assert_true(length > 0);
    line[length] = '\0';
    assert_non_null(strstr(line, "audit head "));
    mask_scan_text(line, "syslog");
    close(reader);
}

static void nothing_personal_is_written_in_the_open(void **state)
{
    struct play_place place;
    const struct play_cast supervisor = {.name = "sv1",
                                         .role = ROLE_SUPERVISOR};
    char number[24];
    (void)state;

    play_open(&place);
    AUTO_CHARS socket_path = mem_format("%s/syslog", place.folder);
    int reader = listen_at(socket_path);
    setenv("AGENT1414_AUDIT_SYSLOG", socket_path, 1);
    play_seat(&place, &supervisor);
    errors_into(&place);
    take_call(&place, number);
    read_at_branch(&place, number);
    run_commands(&place, number);
    backs_up(&place);
    scan_syslog(reader);
    unlink(socket_path);
    setenv("AGENT1414_AUDIT_SYSLOG", "off", 1);
    play_close(&place); /* looks through all files */
}

/* The scan itself finds what it looks for. */
static void the_scan_sees(void **state)
{
    (void)state;
    assert_non_null(mask_scan_find("xx" STUDENT "yy", 16));
    assert_non_null(mask_scan_find("Образцов Тимур Русланович",
                                   strlen("Образцов Тимур Русланович")));
    assert_non_null(mask_scan_find("+77051234599", 12));
    assert_null(mask_scan_find("........0870 О....... Т. Р.", 26));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scan_sees),
        cmocka_unit_test_teardown(nothing_personal_is_written_in_the_open,
                                  errors_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
