/* Builds the place, seats the people, presses keys by name. */
#include "tests/screens/desk_play.h"

#include "tests/kit/mask_scan.h"

#include <ctype.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* QUIET_MS: a picture that does not grow for so long is whole. */
enum { FURTHER = 8, ARGUMENTS = 32, QUIET_MS = 25 };

/* The program's arguments and what they are made of. */
struct line {
    char *argv[ARGUMENTS];
    int count;
};

static void add(struct line *line, char *argument)
{
    assert_true(line->count < ARGUMENTS - 1);
    line->argv[line->count++] = argument;
}

static void set(struct line *line, const char *option, const char *value)
{
    if (!value)
        return;
    add(line, mem_copy("-o"));
    add(line, mem_format("%s=%s", option, value));
}

static void clear_line(struct line *line)
{
    while (line->count > 0)
        free(line->argv[--line->count]);
}

static const char *root(void)
{
    const char *named = getenv("AGENT1414_ROOT");
    return named ? named : ".";
}

static const char *name_of(const struct play_cast *cast)
{
    return cast->name ? cast->name : "aigul";
}

void play_seat(struct play_place *place, const struct play_cast *cast)
{
    bool plain = cast->branch && !role_has_branch(cast->role);
    const struct people_kit person = {
        name_of(cast), plain ? ROLE_BRANCH : cast->role, cast->branch};
    AUTO_CHARS name = mem_format(" %s ", person.name);
    if (strstr(place->known, name))
        return;
    people_kit_add(place->folder, &person);
    char *known = mem_format("%s%s", place->known, name);
    free(place->known);
    place->known = known;
}

/* What every program of this place is told. */
static void begin_line(struct line *line, const struct play_place *place,
                       const struct play_cast *cast)
{
    AUTO_CHARS url = mem_format("http://127.0.0.1:%d", place->registry.port);
    *line = (struct line){0};
    add(line, pty_program("agent1414"));
    set(line, "registry.base_url", url);
    set(line, "store.folder", place->folder);
    set(line, "data.folder", root());
    set(line, "ui.language", cast->language ? cast->language : "en");
    set(line, "person.name", name_of(cast));
    for (int i = 0; cast->arguments && cast->arguments[i]; i++)
        add(line, mem_copy(cast->arguments[i]));
}

void play_open(struct play_place *place)
{
    const char *temp = getenv("TMPDIR");
    AUTO_CHARS people = mem_format("%s/tests/practice/people.json", root());
    const char *const arguments[] = {"--people", people, "--parent-exit", NULL};
    *place = (struct play_place){
        .folder = mem_format("%s/play.XXXXXX", temp ? temp : "/tmp"),
        .known = mem_copy("")};
    assert_non_null(mkdtemp(place->folder));
    practice_kit_start(&place->registry, arguments);
}

static int remove_one(const char *path, const struct stat *status, int kind,
                      struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

void play_close(struct play_place *place)
{
    assert_int_equal(practice_kit_stop(&place->registry), 0);
    mask_scan_folder(place->folder, "what the desks wrote");
    nftw(place->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(place->folder);
    free(place->known);
}

void play_begin(struct play *play, struct play_place *place,
                const struct play_cast *cast)
{
    static const struct play_cast aigul = {0};
    cast = cast ? cast : &aigul;
    AUTO_CHARS settings = mem_format("XDG_CONFIG_HOME=%s", place->folder);
    const char *environment[FURTHER + 8] = {
        "LC_ALL=C.UTF-8", "LANGUAGE", "NO_COLOR", "LINES", "COLUMNS", settings};
    struct line line;
    for (int i = 0; cast->environment && cast->environment[i]; i++)
        environment[6 + i] = cast->environment[i];
    *play = (struct play){.place = place};
    play_seat(place, cast);
    begin_line(&line, place, cast);
    pty_start(&play->pty, line.argv, environment, cast->rows ? cast->rows : 24,
              cast->columns ? cast->columns : 80);
    clear_line(&line);
}

void play_start(struct play *play, struct play_place *place,
                const struct play_cast *cast)
{
    play_begin(play, place, cast);
    pty_see(&play->pty, " 1414  ");
}

void play_branch(struct play *play, struct play_place *place,
                 const char *branch)
{
    AUTO_CHARS name = mem_format("nurlan-%s", branch);
    for (char *c = name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    play_start(play, place,
               &(struct play_cast){.name = name, .branch = branch});
    play_see(play, "Cases: ");
}

void play_crash(struct play *play)
{
    pty_kill(&play->pty, SIGKILL);
    assert_int_equal(pty_wait_exit(&play->pty), 128 + SIGKILL);
    pty_close(&play->pty);
}

void play_end(struct play *play)
{
    pty_kill(&play->pty, SIGTERM);
    assert_int_equal(pty_wait_exit(&play->pty), 0);
    pty_close(&play->pty);
}

static const struct {
    const char *name, *bytes;
} named_keys[] = {
    {"Enter", "\r"},         {"Esc", "\033"},       {"Tab", "\t"},
    {"Shift+Tab", "\033[Z"}, {"Backspace", "\177"}, {"Space", " "},
    {"Delete", "\033[3~"},   {"Up", "\033[A"},      {"Down", "\033[B"},
    {"Right", "\033[C"},     {"Left", "\033[D"},    {"Home", "\033[H"},
    {"End", "\033[F"},       {"PageUp", "\033[5~"}, {"PageDown", "\033[6~"},
    {"F1", "\033OP"},        {"F2", "\033OQ"},      {"F3", "\033OR"},
    {"F4", "\033OS"},        {"F5", "\033[15~"},    {"F6", "\033[17~"},
    {"F7", "\033[18~"},      {"F8", "\033[19~"},    {"F9", "\033[20~"},
    {"F10", "\033[21~"},     {"F11", "\033[23~"},   {"F12", "\033[24~"},
};

/* The bytes of one key, in `bytes` if they are not constant. */
static const char *bytes_of(const char *name, char *bytes)
{
    for (size_t i = 0; i < COUNT(named_keys); i++)
        if (strcmp(named_keys[i].name, name) == 0)
            return named_keys[i].bytes;
    if (strncmp(name, "Ctrl+", 5) != 0)
        return name;
    bytes[0] = (char)(name[5] & 0x1F);
    bytes[1] = '\0';
    return bytes;
}

/* People press a key when the picture is whole; a test that did not would see
 * in its upper half what the key is to bring, in its lower half what was. */
static void look(struct play *play)
{
    pty_settle(&play->pty, QUIET_MS);
}

void play_keys(struct play *play, const char *keys)
{
    AUTO_CHARS list = mem_copy(keys);
    char *rest;
    bool escaped = false;
    look(play);
    for (char *name = strtok_r(list, " ", &rest); name;
         name = strtok_r(NULL, " ", &rest)) {
        char bytes[2];
        if (escaped)
            fail_msg("see something after Esc, before \"%s\"", name);
        escaped = strcmp(name, "Esc") == 0;
        pty_type(&play->pty, bytes_of(name, bytes));
        play->keys++;
    }
}

void play_type(struct play *play, const char *text)
{
    look(play);
    for (const char *c = text; *c; c++)
        play->keys += (*c & 0xC0) != 0x80;
    pty_type(&play->pty, text);
}

void play_paste(struct play *play, const char *text)
{
    AUTO_CHARS bracketed = mem_format("\033[200~%s\033[201~", text);
    play->keys++;
    look(play);
    pty_type(&play->pty, bracketed);
}

void play_see(struct play *play, const char *text)
{
    pty_see(&play->pty, text);
}

void play_gone(struct play *play, const char *text)
{
    pty_see_gone(&play->pty, text);
}

void play_not(struct play *play, const char *text)
{
    look(play);
    if (!pty_shows(&play->pty, text))
        return;
    AUTO_CHARS screen = pty_screen(&play->pty);
    fail_msg("\"%s\" stands on the screen:\n%s", text, screen);
}

void play_never(struct play *play, const char *bytes)
{
    if (pty_wrote(&play->pty, 0, bytes))
        fail_msg("the program wrote \"%s\"", bytes);
}

void play_call(struct play *play, const char *iin)
{
    play_keys(play, "n");
    play_see(play, "The caller's IIN, 12 digits");
    play_type(play, iin);
    play_see(play, "Are you asking about yourself");
}

void play_call_of(struct play *play, const char *iin, const char *status)
{
    play_call(play, iin);
    play_see(play, status);
}

void play_number(struct play *play, char *number)
{
    const char *says = "Saved, case number ";
    play_see(play, says);
    look(play);
    AUTO_CHARS row = pty_row(&play->pty, pty_find(&play->pty, says));
    const char *found = strstr(row, says) + strlen(says);
    assert_int_equal(sscanf(found, "%23[0-9-]", number), 1);
}

/* The first row asks whether to add to a case that is open already. */
void play_to_the_form(struct play *play)
{
    play_call_of(play, PLAY_STUDENT, "✗ UNINSURED");
    play_keys(play, "1");
    play_see(play, "do you study, work");
    play_keys(play, "1");
    play_see(play, "Where and how do you study");
    play_keys(play, "3");
    play_see(play, "Do you need a planned visit");
    play_keys(play, "2");
    play_see(play, "Students of foreign");
    play_keys(play, "Enter");
    play_see(play, "Case for a branch");
}

void play_new_case(struct play *play)
{
    play_see(play, "Ended as"); /* the last row: the form is whole */
    if (pty_shows(&play->pty, "Already open about this"))
        play_keys(play, "2");
}

void play_save_case(struct play *play, char *number)
{
    play_new_case(play);
    play_keys(play, "Ctrl+S");
    play_see(play, "Send the case to: ");
    play_keys(play, "1");
    play_number(play, number);
}

void play_save_call(struct play *play)
{
    play_keys(play, "Ctrl+S");
    play_see(play, "The call is saved");
}

void play_leave(struct play *play)
{
    play_keys(play, "Enter");
    play_see(play, "Ready for a call");
    play_see(play, "My latest calls");
    play_gone(play, "None yet");
}

void play_fault(struct play_place *place, const char *fault)
{
    practice_kit_fault(&place->registry, fault);
}

static char *read_all(FILE *stream)
{
    struct text text = {0};
    char bytes[4096];
    size_t count;
    while ((count = fread(bytes, 1, sizeof(bytes), stream)) > 0)
        text_add_n(&text, bytes, count);
    fclose(stream);
    return text_take(&text);
}

char *play_command_any(struct play_place *place, const char *const *arguments,
                       int *code)
{
    const struct play_cast cast = {.arguments = arguments};
    struct line line;
    int output[2], status = 0;
    play_seat(place, &cast);
    begin_line(&line, place, &cast);
    assert_int_equal(pipe(output), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        dup2(output[1], STDOUT_FILENO);
        close(output[0]);
        close(output[1]);
        execv(line.argv[0], line.argv);
        _exit(127);
    }
    close(output[1]);
    clear_line(&line);
    char *text = read_all(fdopen(output[0], "r"));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return text;
}

char *play_command(struct play_place *place, const char *const *arguments,
                   int code)
{
    int found;
    char *text = play_command_any(place, arguments, &found);
    if (found != code)
        fail_msg("exit %d instead of %d: %s", found, code, text);
    return text;
}

int play_count(const char *text, const char *part)
{
    int count = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        count++;
    return count;
}

void play_enter(struct play_place *place, struct play *play,
                const struct play_cast *cast)
{
    play_open(place);
    play_start(play, place, cast);
}

void play_over(struct play_place *place, struct play *play)
{
    play_end(play);
    play_close(place);
}
