/* Building and taking down what one command works with. */
#include "console/cli/cli_desk.h"

#include "console/cli/cli_command.h"
#include "console/config/config.h"
#include "console/io/loop.h"

#include <string.h>

bool cli_desk_open(struct cli_desk *desk, const struct cli *cli, unsigned parts,
                   struct error *error)
{
    const char *role = config_text(cli->config, CONFIG_person_role);
    memset(desk, 0, sizeof(*desk));
    /* A branch that does not exist has no cases: better said than shown. */
    if ((parts & DESK_STORE) && strcmp(role, role_name(ROLE_BRANCH)) == 0)
        parts |= DESK_DATA;
    if (parts & DESK_NETWORK) {
        desk->loop = loop_open(error);
        if (!desk->loop)
            return false;
    }
    return desk_init(&desk->desk, cli->config, desk->loop, parts, error);
}

void cli_desk_close(struct cli_desk *desk)
{
    desk_clear(&desk->desk);
    if (desk->loop)
        loop_close(desk->loop);
    memset(desk, 0, sizeof(*desk));
}
