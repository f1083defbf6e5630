/* script eval: CertLogic on plain JSON, once or a line each. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_input.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_script.h"
#include "console/script/logic.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void drop_logic(struct logic **logic)
{
    logic_free(*logic);
}

/* The value; NULL on error. The caller decrefs. */
static json_t *evaluate(const json_t *rule, const json_t *data,
                        struct error *error)
{
    AUTO(drop_logic)
    struct logic *logic = logic_new(rule, LOGIC_CERTLOGIC, error);
    return logic ? logic_eval_json(logic, data, error) : NULL;
}

static int eval_once(const struct cli *cli)
{
    struct error error = {0};
    const char *rule_from = cli_given(cli, CLI_RULE);
    const char *data_from = cli_given(cli, CLI_DATA);
    if (!rule_from || !data_from ||
        (strcmp(rule_from, "-") == 0 && strcmp(data_from, "-") == 0)) {
        error_set(&error, MESSAGE_USAGE, "--rule, --data");
        return cli_fail(&error);
    }
    AUTO_JSON rule = cli_input_json(rule_from, &error);
    AUTO_JSON data = rule ? cli_input_json(data_from, &error) : NULL;
    AUTO_JSON value = data ? evaluate(rule, data, &error) : NULL;
    if (!value)
        return cli_fail(&error);
    cli_print_json(value);
    return EXIT_OK;
}

/* A line that cannot be evaluated has a result, too: so each line of the
 * output belongs to the same line of the input. */
static json_t *describe_error(const struct error *error)
{
    return json_pack("{s:{s:s, s:s}}", "error", "code",
                     message_name(error->message), "detail", error->detail);
}

static json_t *eval_line(const char *line, size_t length, struct error *error)
{
    AUTO_JSON both = json_parse(line, length, "line", true, error);
    const json_t *rule = json_object_get(both, "rule");
    const json_t *data = json_object_get(both, "data");
    if (both && (!rule || !data))
        error_set(error, MESSAGE_JSON_SHAPE, "line: rule and data");
    return error->message ? NULL : evaluate(rule, data, error);
}

/* Each result is out before the next line is read, so that a program can ask
 * and wait for the answer. */
static int eval_batch(void)
{
    AUTO_CHARS line = NULL;
    size_t room = 0;
    ssize_t length;
    int exit_code = EXIT_OK;
    while ((length = getline(&line, &room, stdin)) >= 0) {
        struct error error = {0};
        AUTO_JSON value = eval_line(line, (size_t)length, &error);
        if (!value) {
            value = describe_error(&error);
            exit_code = error_code(&error);
        }
        cli_print_json(value);
        if (fflush(stdout) != 0)
            break;
    }
    return exit_code;
}

int cli_script_eval(const struct cli *cli)
{
    return cli_given(cli, CLI_BATCH) ? eval_batch() : eval_once(cli);
}
