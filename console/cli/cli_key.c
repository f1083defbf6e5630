/* key: publishes people's SSH keys, answers sshd with a key line, prints sshd's
 * settings. The line needs no store, no terminal and no translation. */
#include "console/cli/cli_key.h"
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/config/config.h"
#include "console/people/keyline.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { DAY_MS = 24 * 60 * 60 * 1000, ACCOUNT_ROOM = 16384 };

/* The path of the running program; "" when it is not known. */
static void find_program(char *path, size_t room)
{
    ssize_t length = readlink("/proc/self/exe", path, room - 1);
    path[length > 0 ? length : 0] = '\0';
}

/* ---- key line ---- */

/* The account's number, if people may come in by this account. */
static bool find_account(const struct config *config, const char *user,
                         uid_t *uid, struct error *error)
{
    const char *ours = config_text(config, CONFIG_ssh_account);
    AUTO_CHARS room = mem_new(ACCOUNT_ROOM);
    struct passwd account, *found = NULL;
    if (*ours && strcmp(user, ours) != 0)
        return error_set(error, MESSAGE_KEYLINE_NONE, "another account");
    if (getpwnam_r(user, &account, room, ACCOUNT_ROOM, &found) != 0 || !found)
        return error_set(error, MESSAGE_KEYLINE_NONE, "no such account");
    *uid = found->pw_uid;
    return true;
}

/* The line for the key that was offered; NULL: none. The caller frees. */
static char *make_line(const struct cli *cli, struct error *error)
{
    const struct keyline asked = {.type = cli->words[3], .key = cli->words[4]};
    const char *path = config_text(cli->config, CONFIG_ssh_keys_file);
    char program[4096];
    AUTO_TEXT bytes = {0};
    struct keyline found;
    uid_t account = 0;
    if (!find_account(cli->config, cli->words[2], &account, error) ||
        !keyline_read(path, account, &bytes, error) ||
        !keyline_find(&bytes, &asked, clock_now_ms() / DAY_MS, &found, error))
        return NULL;
    find_program(program, sizeof(program));
    char *line = keyline_text(&found, program, cli_given(cli, CLI_CONFIG));
    if (!line)
        error_set(error, MESSAGE_KEYLINE_PLACE, "%.200s", program);
    return line;
}

/* Whatever is in doubt prints nothing, and that is the whole answer: sshd takes
 * it as no. A person who tries it by hand is told why. */
static int line(const struct cli *cli)
{
    struct error error = {0};
    AUTO_CHARS said =
        cli->config && cli->count == 5 ? make_line(cli, &error) : NULL;
    if (said)
        puts(said);
    else if (isatty(STDERR_FILENO))
        cli_fail(cli->config ? &error : cli->config_error);
    return EXIT_OK;
}

/* ---- the others ---- */

static int sshd_config(const struct cli *cli)
{
    struct error error = {0};
    AUTO_TEXT text = {0};
    char program[4096];
    find_program(program, sizeof(program));
    const struct cli_sshd sshd = {
        .account = config_text(cli->config, CONFIG_ssh_account),
        .user = config_text(cli->config, CONFIG_ssh_keys_user),
        .program = program,
        .settings = cli_given(cli, CLI_CONFIG)};
    if (!cli_sshd_write(&text, &sshd, &error))
        return cli_fail(&error);
    fputs(text_chars(&text), stdout);
    return EXIT_OK;
}

int cli_key(struct cli *cli)
{
    int exit_code;
    if (cli->count > 1 && strcmp(cli->words[1], "line") == 0)
        return line(cli);
    if (!cli_words_sub(cli, "sshd-config", "publish", &exit_code))
        return exit_code;
    if (!cli->config)
        return cli_fail(cli->config_error);
    return sshd_config(cli);
}
