/* Building and taking down what one command works with. */
#include "console/cli/cli_desk.h"

#include "console/cli/cli_command.h"
#include "console/io/loop.h"

#include <string.h>

bool cli_desk_open(struct cli_desk *desk, const struct cli *cli, unsigned parts,
                   struct error *error)
{
    memset(desk, 0, sizeof(*desk));
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
