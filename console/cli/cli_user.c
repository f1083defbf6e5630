/* user: who works here, in which role and branch, and with which SSH keys. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store_people.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_input.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/people/ssh_key.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>

enum { KEY_FILE_MOST = 16384 };

/* ---- list ---- */

/* The plain columns of a table: keys are counted. */
static json_t *plain_row(json_t *user)
{
    const json_t *keys = json_object_get(user, "keys");
    json_t *row = json_copy(user);
    int good = 0;
    for (size_t i = 0; i < json_array_size(keys); i++)
        good +=
            !json_is_true(json_object_get(json_array_get(keys, i), "revoked"));
    json_object_set_new(row, "keys", json_integer(good));
    return row;
}

static bool list(const struct cli *cli, struct desk *desk, struct error *error)
{
    static const struct cli_column columns[] = {
        {"name", N_("Who")},           {"role", N_("Role")},
        {"branch", N_("Branch")},      {"disabled", N_("Disabled")},
        {"keys", N_("Keys in force")}, {"added", N_("Added")}};
    AUTO_JSON users = store_users(desk->store, error);
    AUTO_JSON rows = json_array();
    for (size_t i = 0; !cli->json && i < json_array_size(users); i++)
        json_array_append_new(rows, plain_row(json_array_get(users, i)));
    if (users)
        cli_list_print(cli, "users", columns, COUNT(columns),
                       cli->json ? users : rows);
    return users != NULL;
}

/* ---- people ---- */

/* The person as the options say; a branch must be in the table. */
static bool read_user(const struct cli *cli, const struct desk *desk,
                      struct user *user, struct error *error)
{
    const char *role_given = cli_given(cli, CLI_ROLE);
    enum role role;
    if (!role_given || !role_find(role_given, &role))
        return error_set(error, MESSAGE_USER_BAD, "--role %s",
                         cli_option_at(CLI_ROLE)->help);
    user->name = mem_copy(cli->words[2]);
    if (!user_place(user, role, cli_given(cli, CLI_BRANCH), error))
        return false;
    return !user->branch || desk_branch(desk, user->branch) ||
           error_set(error, MESSAGE_USER_BRANCH, "%s", user->branch);
}

static bool add(const struct cli *cli, struct desk *desk, struct error *error)
{
    AUTO(user_clear) struct user user = {0};
    return read_user(cli, desk, &user, error) &&
           store_user_add(desk->store, &user, error);
}

static bool change(const struct cli *cli, struct desk *desk,
                   struct error *error)
{
    AUTO(user_clear) struct user user = {0};
    return read_user(cli, desk, &user, error) &&
           store_user_change(desk->store, &user, error);
}

static bool disable(const struct cli *cli, struct desk *desk,
                    struct error *error)
{
    return store_user_disable(desk->store, cli->words[2], true, error);
}

static bool enable(const struct cli *cli, struct desk *desk,
                   struct error *error)
{
    return store_user_disable(desk->store, cli->words[2], false, error);
}

/* ---- keys ---- */

static bool read_options(const struct cli *cli, struct ssh_key_line *key,
                         struct error *error)
{
    const char *expires = cli_given(cli, CLI_EXPIRES);
    key->from = cli_given(cli, CLI_HOSTS);
    return !expires || clock_parse_date(expires, &key->expires) ||
           error_set(error, MESSAGE_USAGE_OPTION, "--expires YYYY-MM-DD");
}

/* Says the fingerprint: what is compared with the person, and revoked by. */
static bool add_key(const struct cli *cli, struct desk *desk,
                    struct error *error)
{
    AUTO_TEXT text = {0};
    AUTO(ssh_key_clear) struct ssh_key key = {0};
    struct ssh_key_line line = {0};
    if (!read_options(cli, &line, error) ||
        !cli_input_text(cli->words[4], &text, error))
        return false;
    if (text.length > KEY_FILE_MOST || strlen(text_chars(&text)) != text.length)
        return error_set(error, MESSAGE_SSH_KEY_BAD, "%zu bytes", text.length);
    line.line = text_chars(&text);
    if (!ssh_key_read(&key, line.line, error) ||
        !store_key_add(desk->store, cli->words[3], &line, error))
        return false;
    puts(key.fingerprint);
    return true;
}

static bool revoke_key(const struct cli *cli, struct desk *desk,
                       struct error *error)
{
    return store_key_revoke(desk->store, cli->words[3], error);
}

/* ---- the command ---- */

static const struct deed {
    const char *word, *second; /* NULL: one word alone */
    int words;                 /* all in all */
    bool with_branch;          /* needs the table of branches */
    bool (*run)(const struct cli *cli, struct desk *desk, struct error *error);
} deeds[] = {{"list", NULL, 2, false, list},
             {"add", NULL, 3, true, add},
             {"change", NULL, 3, true, change},
             {"disable", NULL, 3, false, disable},
             {"enable", NULL, 3, false, enable},
             {"key", "add", 5, false, add_key},
             {"key", "revoke", 4, false, revoke_key}};

static const struct deed *find_deed(const struct cli *cli)
{
    for (size_t i = 0; i < COUNT(deeds); i++)
        if (cli->count == deeds[i].words &&
            strcmp(cli->words[1], deeds[i].word) == 0 &&
            (!deeds[i].second || strcmp(cli->words[2], deeds[i].second) == 0))
            return &deeds[i];
    return NULL;
}

int cli_user(struct cli *cli)
{
    struct error error = {0};
    AUTO_DESK desk = {0};
    const struct deed *deed = cli->count > 1 ? find_deed(cli) : NULL;
    if (!deed)
        error_set(&error, MESSAGE_USAGE, "agent1414 %s", cli->command->usage);
    if (!deed ||
        !cli_desk_open(&desk, cli,
                       deed->with_branch ? DESK_STORE | DESK_DATA : DESK_STORE,
                       &error) ||
        !deed->run(cli, &desk.desk, &error))
        return cli_fail(&error);
    return EXIT_OK;
}
