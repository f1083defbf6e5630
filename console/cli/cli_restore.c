/* restore: puts a backup into the store's folder, which must hold no log. */
#include "console/base/error.h"
#include "console/cases/store_backup.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/desk.h"
#include "console/people/seal.h"

#include <stdio.h>

int cli_restore(struct cli *cli)
{
    int exit_code;
    struct error error = {0};
    struct user user = {0};
    struct store_head head;
    char line[STORE_HEAD_SIZE];
    if (!cli_words(cli, 1, 1, &exit_code))
        return exit_code;
    AUTO_CHARS folder = desk_store_folder(cli->config);
    seal_start();
    bool restored = user_init(&user, cli->config, &error) &&
                    store_restore(cli->words[1], folder, &user, &head, &error);
    user_clear(&user);
    if (!restored)
        return cli_fail(&error);
    store_head_write(&head, line);
    puts(line);
    return EXIT_OK;
}
