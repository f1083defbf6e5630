/* key: publishes people's SSH keys, answers sshd with a key line, prints sshd's
 * settings. The line needs no store, no terminal and no translation. */
#include "console/cli/cli_key.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_people.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/config/config.h"
#include "console/people/keyline.h"
#include "console/people/right.h"

#include <jansson.h>

#include <libintl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
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

/* ---- key publish ---- */

static void free_lines(struct keyline **lines)
{
    free(*lines);
}

/* A key as the store lists it: lent. False: it is revoked or over. */
static bool read_key(const json_t *user, const json_t *key, int64_t today,
                     struct keyline *line)
{
    const char *expires = json_find_string(key, "expires");
    *line = (struct keyline){.name = json_find_string(user, "name"),
                             .type = json_find_string(key, "type"),
                             .key = json_find_string(key, "key"),
                             .hosts = json_find_string(key, "hosts")};
    if (json_is_true(json_object_get(key, "revoked")))
        return false;
    return !expires || (clock_parse_date(expires, &line->expires) &&
                        today <= line->expires);
}

/* Adds the keys in force of one person. */
static size_t add_keys(const json_t *user, struct keyline **lines, size_t count)
{
    const json_t *keys = json_object_get(user, "keys");
    int64_t today = clock_now_ms() / DAY_MS;
    if (json_is_true(json_object_get(user, "disabled")))
        return count;
    *lines =
        mem_grow(*lines, count + json_array_size(keys) + 1, sizeof(**lines));
    for (size_t i = 0; i < json_array_size(keys); i++)
        count += read_key(user, json_array_get(keys, i), today, *lines + count);
    return count;
}

/* Writes the file, and reads it as sshd's user will. */
static bool publish_to(const char *path, const json_t *users, size_t *count,
                       struct error *error)
{
    AUTO(free_lines) struct keyline *lines = NULL;
    AUTO_TEXT bytes = {0};
    *count = 0;
    for (size_t i = 0; i < json_array_size(users); i++)
        *count = add_keys(json_array_get(users, i), &lines, *count);
    if (!keyline_publish(path, lines, *count, error))
        return false;
    /* A path of the settings must be whole; one that is typed need not be. */
    AUTO_CHARS typed = path[0] == '/' ? NULL : realpath(path, NULL);
    return keyline_read(typed ? typed : path, geteuid(), &bytes, error);
}

static int publish(const struct cli *cli)
{
    const char *path = cli->count == 3
                           ? cli->words[2]
                           : config_text(cli->config, CONFIG_ssh_keys_file);
    struct error error = {0};
    size_t count;
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error) ||
        !right_need(&desk.desk.user, RIGHT_USERS, &error))
        return cli_fail(&error);
    AUTO_JSON users = store_users(desk.desk.store, &error);
    if (!users || !publish_to(path, users, &count, &error))
        return cli_fail(&error);
    printf(gettext("Keys published: %zu, in %s"), count, path);
    putchar('\n');
    return EXIT_OK;
}

/* ---- key sshd-config ---- */

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
    bool publishes = cli->count > 1 && strcmp(cli->words[1], "publish") == 0;
    if (!publishes && !cli_words_sub(cli, "sshd-config", "publish", &exit_code))
        return exit_code;
    if (!cli_words(cli, 1, 2, &exit_code))
        return exit_code;
    if (!cli->config)
        return cli_fail(cli->config_error);
    return publishes ? publish(cli) : sshd_config(cli);
}
