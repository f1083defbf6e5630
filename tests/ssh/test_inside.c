/* Ways out of the console by those who sit in it: what the caller's side sends
 * along (variables, TERM), keys that stop or quit programs on every screen,
 * pasted controls, patterns, sizes, cut lines. All that starts is watched. */
#include "tests/ssh/ssh_kit.h"

#include "console/base/text.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SENT "/escape1414"

static struct ssh_kit kit;
static long seen;

/* Without a call that an earlier one left unfinished. */
static void sit(struct play *play, const char *const *further)
{
    AUTO_CHARS forget = mem_format("rm -f %s/drafts/*", kit.place.folder);
    free(ssh_kit_do(&kit, forget));
    ssh_kit_sit(&kit, play, "aigul", further, NULL);
    pty_wait_for(&play->pty, "agent aigul", 6 * PTY_WAIT_MS);
}

/* The line is cut; nothing of the console stays, and nothing else started. */
static void leave(struct play *play)
{
    pty_close(&play->pty);
    ssh_kit_wait_consoles(&kit, 0);
    seen = ssh_kit_traced(&kit, seen);
}

/* A file of the console's process; NUL bytes become line ends. The caller
 * frees. */
static char *console_file(const char *name)
{
    struct text text = {0};
    pid_t pid = 0;
    char bytes[4096];
    ssize_t length;
    assert_int_equal(ssh_kit_consoles(&kit, &pid), 1);
    AUTO_CHARS path = mem_format("/proc/%d/%s", (int)pid, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(file >= 0);
    while ((length = read(file, bytes, sizeof(bytes))) > 0)
        text_add_n(&text, bytes, (size_t)length);
    close(file);
    for (size_t i = 0; i < text.length; i++)
        if (!text.chars[i])
            text.chars[i] = '\n';
    return text_take(&text);
}

/* ---- what is sent along ---- */

static const char *const variables[] = {"LD_PRELOAD",
                                        "LD_LIBRARY_PATH",
                                        "TERMINFO",
                                        "TERMINFO_DIRS",
                                        "LANG",
                                        "LC_ALL",
                                        "LC_MESSAGES",
                                        "LANGUAGE",
                                        "NLSPATH",
                                        "LOCPATH",
                                        "HOME",
                                        "PAGER",
                                        "EDITOR",
                                        "VISUAL",
                                        "BROWSER",
                                        "SHELL",
                                        "PATH",
                                        "BASH_ENV",
                                        "ENV",
                                        "TMPDIR",
                                        "XDG_CONFIG_HOME",
                                        "XDG_STATE_HOME",
                                        "TZDIR",
                                        "GCONV_PATH",
                                        "AGENT1414_STORE_FOLDER",
                                        "AGENT1414_PERSON_NAME",
                                        "SSH_USER_AUTH",
                                        "SSH_ORIGINAL_COMMAND",
                                        "DISPLAY",
                                        "SSH_AUTH_SOCK"};

static char *environment; /* of a console to which all of them were sent */

static void a_variable(void **state)
{
    AUTO_CHARS sent = mem_format("%s=" SENT, (const char *)*state);
    assert_null(strstr(environment, sent));
    assert_null(strstr(environment, SENT));
}

static void send_variables(void)
{
    AUTO_TEXT set = {0};
    struct play play;
    text_add(&set, "SetEnv");
    for (size_t i = 0; i < COUNT(variables); i++)
        text_format(&set, " %s=" SENT, variables[i]);
    const char *const further[] = {"-o", text_chars(&set), NULL};
    sit(&play, further);
    environment = console_file("environ");
    assert_non_null(strstr(environment, "LC_ALL=C.UTF-8\n"));
    leave(&play);
}

struct term {
    const char *name;
    bool works; /* one that is not known is drawn on as most are */
};

static const struct term terms[] = {{"", false},
                                    {"dumb", false},
                                    {"../../x", false},
                                    {"/etc/passwd", false},
                                    {"of 5,000 letters", false},
                                    {"nothing-like-it", true}};

static void a_term(void **state)
{
    const struct term *term = *state;
    struct play play;
    AUTO_CHARS longest = mem_format("%05000d", 0);
    AUTO_CHARS set = mem_format(
        "TERM=%s", strncmp(term->name, "of", 2) == 0 ? longest : term->name);
    const char *const environ[] = {set, NULL};
    ssh_kit_sit(&kit, &play, "aigul", NULL, environ);
    if (term->works) {
        play_see(&play, "agent aigul");
    } else {
        assert_int_equal(pty_wait_exit(&play.pty), 1);
        play_see(&play, "The terminal cannot place text");
    }
    leave(&play);
}

/* ---- keys ---- */

/* The way to a screen of the agent, and what it shows. */
struct way {
    const char *name, *keys, *iin, *more, *shows;
};

static const struct way ways[] = {
    {"the start", NULL, NULL, NULL, "Ready for a call"},
    {"the help", "?", NULL, NULL, "Help: all keys"},
    {"the commands", ":", NULL, NULL, "Enter run"},
    {"the cases", "c", NULL, NULL, "Cases: "},
    {"the filter of the cases", "c", NULL, "/", "filter:"},
    {"the knowledge base", "b", NULL, NULL, "Knowledge base"},
    {"the form of a new call", "n", NULL, NULL, "12 digits"},
    {"a call", "n", "850101300808", NULL, "Are you asking about yourself"},
    {"the notes of a call", "n", "850101300808", "e", "Esc done"},
    {"the form of a case", "n", "850101300808", "k", "Case for a branch"},
};

static void go(struct play *play, const struct way *way)
{
    if (way->keys)
        play_keys(play, way->keys);
    if (way->iin) {
        play_see(play, "12 digits");
        play_type(play, way->iin);
        play_see(play, "Are you asking about yourself");
    }
    if (way->more)
        play_keys(play, way->more);
    play_see(play, way->shows);
}

/* Is there a console? It is not stopped then; if there is none, the line was
 * closed and not left to a shell. */
static bool stands(void)
{
    if (ssh_kit_consoles(&kit, NULL) == 0)
        return false;
    AUTO_CHARS status = console_file("status");
    const char *at = strstr(status, "\nState:\t");
    assert_non_null(at);
    assert_non_null(strchr("SRD", at[8]));
    return true;
}

/* What stops, ends, quotes or suspends programs elsewhere. */
static const char *const stoppers[] = {
    "\x1a", "\x03", "\x1c", "\x13", "\x11", "\x19", "\x0f", "\x16", "\x04",
    "\x12", "\x14", "\x1d", "\x1e", "\x1f", "!",    "|",    "~.",   "q"};

static void keys_that_stop_programs(void **state)
{
    const struct way *way = *state;
    struct play play;
    bool sits = false;
    for (size_t i = 0; i < COUNT(stoppers); i++) {
        if (!sits) {
            sit(&play, NULL);
            go(&play, way);
        }
        pty_type(&play.pty, stoppers[i]);
        pty_settle(&play.pty, 50);
        sits = stands();
        if (!sits)
            leave(&play);
    }
    if (sits)
        leave(&play);
}

/* ---- what is typed and pasted ---- */

/* Into every field: for a shell, an editor, a pattern, a terminal, a path. */
static const char *const texts[] = {"re:(?{system('id')})",
                                    "re:(*LIMIT_MATCH=4000000000)((a+)+)+$",
                                    "re:\\C\\Q",
                                    "!id",
                                    "|id",
                                    ":!id",
                                    ":sh",
                                    ":shell",
                                    "; id",
                                    "$(id)",
                                    "`id`",
                                    "../../../../etc/passwd",
                                    "/etc/passwd",
                                    "-o store.folder=/tmp",
                                    "--config=/etc/passwd",
                                    "%s%n%x",
                                    "\033]0;x\007\033[21t",
                                    "\033P$q\"p\033\\\033[6n",
                                    "\302\233"
                                    "31m\342\200\256x",
                                    "\xff\xfe\xc0\xaf",
                                    "\033[201~:!id\r\033[200~",
                                    "\033[201~\x1a\x03\x1c\033[201~"};

/* Pasted in brackets that a caller's text tries to end, then typed. */
static void texts_lead_nowhere(void **state)
{
    const struct way *way = *state;
    struct play play;
    bool sits = false;
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (!sits) {
            sit(&play, NULL);
            go(&play, way);
        }
        play_paste(&play, texts[i]);
        pty_type(&play.pty, "\r");
        pty_type(&play.pty, texts[i]);
        pty_type(&play.pty, "\r");
        pty_settle(&play.pty, 50);
        sits = stands();
        if (!sits)
            leave(&play);
    }
    if (sits)
        leave(&play);
}

/* ---- the line and its ends ---- */

static void sizes_of_the_terminal(void **state)
{
    static const int sizes[][2] = {{1, 1},   {1, 500}, {500, 1}, {500, 500},
                                   {2, 3},   {24, 79}, {23, 80}, {3, 500},
                                   {499, 2}, {25, 81}, {24, 80}};
    struct play play;
    (void)state;
    sit(&play, NULL);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        pty_resize(&play.pty, sizes[i][0], sizes[i][1]);
        pty_settle(&play.pty, 100);
        assert_true(stands());
        pty_type(&play.pty, "?\033");
        pty_settle(&play.pty, 100);
    }
    play_see(&play, "agent aigul");
    leave(&play);
}

static void a_line_that_is_half_closed(void **state)
{
    (void)state;
    ssh_kit_shell(&kit, NULL, "timeout 10 ssh -tt -F $C desk | head -c 10");
    ssh_kit_wait_consoles(&kit, 0);
    ssh_kit_shell(&kit, NULL, "timeout 10 ssh -tt -F $C desk >&- 2>&-");
    ssh_kit_wait_consoles(&kit, 0);
    ssh_kit_shell(&kit, NULL, "timeout 10 ssh -F $C desk <&-");
    ssh_kit_wait_consoles(&kit, 0);
    seen = ssh_kit_traced(&kit, seen);
}

/* The call with its case is saved, or it is offered again: one of the two. */
static void a_window_closed_while_a_case_is_saved(void **state)
{
    struct play play;
    int calls = 0;
    (void)state;
    for (int round = 0; round < 5; round++) {
        sit(&play, NULL);
        play_call_of(&play, "850101300808", "✗ UNINSURED");
        play_keys(&play, "k");
        play_see(&play, "Case for a branch");
        play_keys(&play, "Ctrl+S");
        play_see(&play, "1 yes"); /* send it, later: add it to the first */
        pty_type(&play.pty, "1");
        usleep(20000 * (useconds_t)round);
        pty_kill(&play.pty, SIGKILL);
        leave(&play);
        AUTO_CHARS list = ssh_kit_do(&kit, "$A call list --json");
        int now = play_count(list, "\"uuid\"");
        assert_in_range(now - calls, 0, 1);
        ssh_kit_sit(&kit, &play, "aigul", NULL, NULL);
        play_see(&play, "agent aigul");
        if (now == calls)
            play_see(&play, "A call is unfinished");
        calls = now;
        leave(&play);
    }
}

/* ---- all of them ---- */

/* What a test that failed has left behind is not the next one's. */
static int clean_up(void **state)
{
    (void)state;
    ssh_kit_crash(&kit);
    return 0;
}

/* What the kernel itself says of the process that sshd started. */
static void the_console_is_fenced(void **state)
{
    struct play play;
    (void)state;
    sit(&play, NULL);
    AUTO_CHARS status = console_file("status");
    assert_non_null(strstr(status, "NoNewPrivs:\t1\n"));
    assert_non_null(strstr(status, "Seccomp:\t2\n"));
    leave(&play);
}

static int open_kit(void **state)
{
    (void)state;
    ssh_kit_open(&kit);
    ssh_kit_person(&kit, "aigul", "agent", NULL);
    ssh_kit_serve(&kit, true);
    send_variables();
    return 0;
}

static int close_kit(void **state)
{
    (void)state;
    ssh_kit_traced(&kit, 0);
    ssh_kit_close(&kit);
    free(environment);
    return 0;
}

enum { ROOM = 100 };

static struct CMUnitTest list[ROOM];
static size_t count;

/* What cmocka prints as the name stays until the end of the program. */
static void add(const char *what, const char *of, CMUnitTestFunction test,
                const void *state)
{
    assert_true(count < ROOM);
    list[count++] = (struct CMUnitTest){.name = mem_format("%s%.30s", what, of),
                                        .test_func = test,
                                        .teardown_func = clean_up,
                                        .initial_state = (void *)state};
}

int main(void)
{
    if (!ssh_kit_able())
        return 0;
    for (size_t i = 0; i < COUNT(variables); i++)
        add("the variable ", variables[i], a_variable, variables[i]);
    for (size_t i = 0; i < COUNT(terms); i++)
        add("TERM ", terms[i].name, a_term, &terms[i]);
    for (size_t i = 0; i < COUNT(ways); i++) {
        add("stopping keys in ", ways[i].name, keys_that_stop_programs,
            &ways[i]);
        add("odd texts in ", ways[i].name, texts_lead_nowhere, &ways[i]);
    }
    add("the console is fenced", "", the_console_is_fenced, NULL);
    add("sizes of the terminal", "", sizes_of_the_terminal, NULL);
    add("a half-closed line", "", a_line_that_is_half_closed, NULL);
    add("a window closed while saving", "",
        a_window_closed_while_a_case_is_saved, NULL);
    int failed =
        _cmocka_run_group_tests("inside", list, count, open_kit, close_kit);
    for (size_t i = 0; i < count; i++)
        free((void *)list[i].name);
    return failed;
}
