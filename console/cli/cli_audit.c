/* audit verify: is the log whole and unchanged? */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"

#include <jansson.h>

#include <string.h>

static void print_report(const json_t *report)
{
    const char *keys[] = {"events", "head"};
    for (size_t i = 0; i < COUNT(keys); i++) {
        const json_t *value = json_object_get(report, keys[i]);
        AUTO_CHARS text = json_is_string(value)
                              ? mem_copy(json_string_value(value))
                              : json_canonical(value);
        cli_print_pair(keys[i], text);
    }
}

static int judge(const json_t *report)
{
    struct error error = {0};
    const json_t *seq = json_object_get(report, "bad_seq");
    const char *what = json_find_string(report, "what");
    if (json_is_true(json_object_get(report, "ok")))
        return EXIT_OK;
    error_set(&error, MESSAGE_AUDIT_BAD, "event %lld: %s",
              (long long)json_integer_value(seq), what ? what : "");
    return cli_fail(&error);
}

int cli_audit(struct cli *cli)
{
    int exit_code;
    struct error error = {0};
    AUTO_DESK desk = {0};
    if (!cli_words(cli, 1, 1, &exit_code))
        return exit_code;
    if (strcmp(cli->words[1], "verify") != 0) {
        error_set(&error, MESSAGE_USAGE_COMMAND,
                  "audit %.40s is not known; the nearest is audit verify",
                  cli->words[1]);
        return cli_fail(&error);
    }
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error))
        return cli_fail(&error);
    AUTO_JSON report = store_verify(desk.desk.store, &error);
    if (!report)
        return cli_fail(&error);
    if (cli->json)
        cli_print_json(report);
    else
        print_report(report);
    return judge(report);
}
