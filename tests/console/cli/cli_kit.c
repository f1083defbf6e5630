/* Running the program: words to arguments, pipes, a home that goes away. */
#include "tests/console/cli/cli_kit.h"

#include "tests/kit/mask_scan.h"

#include "console/base/json.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORDS_MAX = 32 };

static char home[200];

void cli_said_clear(struct cli_said *said)
{
    text_clear(&said->out);
    text_clear(&said->err);
}

/* Scripts and tables are those of the source tree, wherever the program was
 * built. */
static void name_data(void)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS data = realpath(root ? root : ".", NULL);
    if (data)
        setenv("AGENT1414_DATA_FOLDER", data, 1);
}

int cli_kit_begin(void **state)
{
    (void)state;
    name_data();
    const char *base = getenv("TMPDIR");
    snprintf(home, sizeof(home), "%s/cli_kit.XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(home))
        return -1;
    setenv("HOME", home, 1);
    setenv("AGENT1414_UI_LANGUAGE", "en", 1);
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("LANGUAGE");
    return 0;
}

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

/* Only what cli_kit_begin made. */
int cli_kit_end(void **state)
{
    (void)state;
    if (strstr(home, "/cli_kit.") == NULL)
        return -1;
    mask_scan_folder(home, "what the commands wrote");
    return nftw(home, remove_entry, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

const char *cli_kit_home(void)
{
    return home;
}

static char *program(void)
{
    const char *build = getenv("AGENT1414_BUILD");
    return mem_format("%s/agent1414", build ? build : "build");
}

/* Splits in place; the words are lent from the line. */
static void split(char *line, char **words)
{
    int count = 1;
    while (*line && count < WORDS_MAX) {
        char end = *line == '\'' ? '\'' : ' ';
        line += end == '\'';
        words[count++] = line;
        line += strcspn(line, end == '\'' ? "'" : " ");
        if (*line)
            *line++ = '\0';
        line += strspn(line, " ");
    }
    words[count] = NULL;
}

static void become(char **words, int input, const int *output)
{
    dup2(input, STDIN_FILENO);
    dup2(output[0], STDOUT_FILENO);
    dup2(output[1], STDERR_FILENO);
    execv(words[0], words);
    _exit(127);
}

static int input_of(const char *input)
{
    int file = memfd_create("input", MFD_CLOEXEC);
    assert_true(file >= 0);
    if (input)
        assert_int_equal(write(file, input, strlen(input)), strlen(input));
    lseek(file, 0, SEEK_SET);
    return file;
}

static void take(int file, struct text *text)
{
    char block[8192];
    ssize_t got;
    lseek(file, 0, SEEK_SET);
    while ((got = read(file, block, sizeof(block))) > 0)
        text_add_n(text, block, (size_t)got);
    close(file);
}

struct cli_said cli_kit_run(const char *input, const char *line, ...)
{
    struct cli_said said = {0};
    char typed[4096], *words[WORDS_MAX + 1];
    int status, in = input_of(input);
    int output[] = {memfd_create("out", MFD_CLOEXEC),
                    memfd_create("err", MFD_CLOEXEC)};
    va_list arguments;
    va_start(arguments, line);
    vsnprintf(typed, sizeof(typed), line, arguments);
    va_end(arguments);
    AUTO_CHARS path = program();
    split(typed, words);
    words[0] = path;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        become(words, in, output);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    said.exit_code = WEXITSTATUS(status);
    close(in);
    take(output[0], &said.out);
    take(output[1], &said.err);
    return said;
}

void cli_kit_has(const struct text *text, const char *part)
{
    if (!strstr(text_chars(text), part))
        fail_msg("no %s in: %.600s", part, text_chars(text));
}

void cli_kit_lacks(const struct text *text, const char *part)
{
    if (strstr(text_chars(text), part))
        fail_msg("%s stands in: %.600s", part, text_chars(text));
}

void cli_kit_one_line(const struct text *text)
{
    const char *end = strchr(text_chars(text), '\n');
    if (!end || end[1])
        fail_msg("not one line: %.600s", text_chars(text));
}

struct json_t *cli_kit_json(const struct cli_said *said)
{
    struct json_t *json =
        json_parse(text_chars(&said->out), said->out.length, "out", true, NULL);
    if (!json)
        fail_msg("no JSON: %.300s %.300s", text_chars(&said->out),
                 text_chars(&said->err));
    return json;
}
