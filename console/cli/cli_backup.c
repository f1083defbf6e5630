/* backup: copies the log into a new folder while people work, or checks such a
 * folder. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_backup.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/people/keys.h"

#include <jansson.h>

#include <stdio.h>
#include <unistd.h>

static void show_page(int64_t seq, void *cookie)
{
    (void)cookie;
    fprintf(stderr, "\r%lld", (long long)seq);
}

/* The head, to be kept elsewhere. */
static void print_head(const struct cli *cli, const struct store_head *head)
{
    char line[STORE_HEAD_SIZE];
    store_head_write(head, line);
    AUTO_JSON result =
        json_pack("{s:s, s:I}", "head", line, "seq", (json_int_t)head->seq);
    if (cli->json)
        cli_print_json(result);
    else
        puts(line);
}

static int take(const struct cli *cli, const char *folder)
{
    struct error error = {0};
    struct store_head head;
    bool watched = isatty(STDERR_FILENO);
    const struct store_backup backup = {
        .folder = folder,
        .with_key = cli_given(cli, CLI_WITH_KEY) != NULL,
        .copied = watched ? show_page : NULL};
    AUTO_DESK desk = {0};
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error))
        return cli_fail(&error);
    bool taken = store_backup(desk.desk.store, &backup, &head, &error);
    if (watched)
        fputc('\n', stderr);
    if (!taken)
        return cli_fail(&error);
    print_head(cli, &head);
    return EXIT_OK;
}

/* The store's own keys, when it has any: a backup mostly comes without. */
static const struct keys *own_keys(const struct cli *cli, struct keys *keys)
{
    AUTO_CHARS folder = desk_store_folder(cli->config);
    AUTO_CHARS path = mem_format("%s/master.key", folder);
    if (access(path, F_OK) != 0 || !keys_load(keys, folder, NULL))
        return NULL;
    return keys;
}

static int judge(const json_t *report)
{
    struct error error = {0};
    const char *what = json_find_string(report, "what");
    if (json_is_true(json_object_get(report, "ok")))
        return EXIT_OK;
    if (!what)
        what = json_find_string(json_object_get(report, "saved"), "what");
    error_set(&error, MESSAGE_BACKUP_BAD, "%s", what);
    return cli_fail(&error);
}

static int check(const struct cli *cli, const char *folder)
{
    struct error error = {0};
    struct keys keys;
    struct user user = {0};
    seal_start();
    if (!user_init(&user, cli->config, &error))
        return cli_fail(&error);
    AUTO_JSON report =
        store_backup_check(folder, own_keys(cli, &keys), &user, &error);
    keys_clear(&keys);
    user_clear(&user);
    if (!report)
        return cli_fail(&error);
    AUTO_CHARS events = json_canonical(json_object_get(report, "events"));
    if (cli->json)
        cli_print_json(report);
    else
        cli_print_pair("events", events);
    return judge(report);
}

int cli_backup(struct cli *cli)
{
    int exit_code;
    if (!cli_words(cli, 1, 1, &exit_code))
        return exit_code;
    return cli_given(cli, CLI_CHECK) ? check(cli, cli->words[1])
                                     : take(cli, cli->words[1]);
}
