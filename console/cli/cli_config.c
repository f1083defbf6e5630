/* config: the settings in force, where each comes from, the default file. */
#include "console/config/config.h"

#include "console/base/json.h"
#include "console/base/message.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"

#include <jansson.h>

#include <stdio.h>

static json_t *describe(const struct config *config)
{
    json_t *all = json_object();
    for (size_t i = 0; i < config_count(config); i++) {
        const char *name, *value, *origin;
        config_describe(config, i, &name, &value, &origin);
        json_object_set_new(
            all, name,
            json_pack("{s:s, s:s}", "value", value, "origin", origin));
    }
    return all;
}

static void print_values(const struct config *config)
{
    for (size_t i = 0; i < config_count(config); i++) {
        const char *name, *value, *origin;
        config_describe(config, i, &name, &value, &origin);
        printf("%s =%s%s\n", name, *value ? " " : "", value);
    }
}

int cli_config(struct cli *cli)
{
    int exit_code;
    AUTO_TEXT text = {0};
    if (!cli_words(cli, 0, 0, &exit_code))
        return exit_code;
    if (cli_given(cli, CLI_DEFAULTS)) {
        config_write_defaults(&text);
    } else if (!cli->config) {
        return cli_fail(cli->config_error);
    } else if (cli->json) {
        AUTO_JSON all = describe(cli->config);
        cli_print_json(all);
    } else if (cli_given(cli, CLI_ORIGIN)) {
        config_write_origins(cli->config, &text);
    } else {
        print_values(cli->config);
    }
    fputs(text_chars(&text), stdout);
    return EXIT_OK;
}
