/* script run: walks a script with given facts and answers, nobody asked. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/route.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_input.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/cli/cli_script.h"
#include "console/desk.h"
#include "console/script/fact.h"
#include "console/script/script.h"
#include "console/script/walk.h"

#include <jansson.h>

#include <stdio.h>
#include <string.h>

struct run {
    const struct cli *cli;
    const struct desk *desk;
    struct json_t *given, *answers; /* owned; NULL: none */
    struct fact_set *facts;
    struct walk *walk;
};

static void run_clear(struct run *run)
{
    walk_free(run->walk);
    fact_set_free(run->facts);
    json_decref(run->given);
    json_decref(run->answers);
}

static bool take_input(const struct cli *cli, enum cli_option option,
                       struct json_t **object, struct error *error)
{
    const char *argument = cli_given(cli, option);
    if (!argument)
        return true;
    *object = cli_input_object(argument, error);
    return *object != NULL;
}

static bool begin(struct run *run, struct error *error)
{
    const struct desk *desk = run->desk;
    const char *facts = cli_given(run->cli, CLI_FACTS);
    const char *answers = cli_given(run->cli, CLI_ANSWERS);
    if (facts && answers && !strcmp(facts, "-") && !strcmp(answers, "-"))
        return error_set(error, MESSAGE_USAGE, "--facts - --answers -");
    if (!take_input(run->cli, CLI_FACTS, &run->given, error) ||
        !take_input(run->cli, CLI_ANSWERS, &run->answers, error))
        return false;
    run->facts = fact_set_new(scripts_facts(desk->scripts));
    if (run->given && !fact_set_take_json(run->facts, run->given, error))
        return false;
    run->walk = walk_new(desk->scripts, run->cli->words[2], run->facts,
                         desk->as_of, error);
    return run->walk != NULL;
}

/* The answer to the question at hand, by "script.node" or "node"; NULL when
 * none is given. Lent. */
static const json_t *find_answer(const struct run *run, const char *name)
{
    const json_t *answer = json_object_get(run->answers, name);
    const char *node = strchr(name, '.') + 1;
    return answer ? answer : json_object_get(run->answers, node);
}

static bool answer(struct run *run, struct error *error)
{
    const struct node *node = walk_node(run->walk);
    AUTO_CHARS name = mem_format("%s.%s", walk_script(run->walk)->id, node->id);
    const json_t *value = find_answer(run, name);
    bool optional = node->kind == NODE_NOTE && !node->required;
    if (!value && !optional)
        return error_set(error, MESSAGE_ANSWER_MISSING, "%s", name);
    return walk_answer(run->walk, json_is_null(value) ? NULL : value,
                       run->desk->language, error);
}

/* What a look-up would have said: told by the answers, else known when there
 * are facts. */
static const char *look_exit(const struct run *run)
{
    const char *told = json_find_string(run->answers, "look");
    if (told && (!strcmp(told, "ok") || !strcmp(told, "not_found") ||
                 !strcmp(told, "unknown")))
        return told;
    return json_object_size(run->given) > 0 ? "ok" : "unknown";
}

static bool walk_to_end(struct run *run, struct error *error)
{
    for (;;) {
        switch (walk_waits(run->walk)) {
        case WALK_SAY:
            walk_next(run->walk, run->desk->language);
            break;
        case WALK_ANSWER:
        case WALK_NOTE:
            if (!answer(run, error))
                return false;
            break;
        case WALK_LOOK:
            walk_looked(run->walk, look_exit(run), run->desk->language);
            break;
        case WALK_OUTCOME:
            return true;
        case WALK_BROKEN:
            *error = *walk_error(run->walk);
            return false;
        }
    }
}

/* What to tell the caller, in three languages; NULL on error. */
static json_t *describe_said(const struct run *run, struct error *error)
{
    const struct node *node = walk_node(run->walk);
    json_t *said = json_object();
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        enum language language = (enum language)i;
        AUTO_TEXT text = {0};
        if (walk_fill(run->walk, node->say.in[i], language, &text, error)) {
            json_object_set_new(said, language_code(language),
                                json_string(text_chars(&text)));
            continue;
        }
        json_decref(said);
        return NULL;
    }
    return said;
}

/* The case with the branch that would get it; null when it is not known. */
static json_t *describe_case(const struct run *run)
{
    const struct desk *desk = run->desk;
    const char *issue = walk_node(run->walk)->issue;
    int index = facts_find(scripts_facts(desk->scripts), "region");
    const char *region = NULL;
    struct route route = {0};
    if (!issue)
        return json_null();
    if (index >= 0)
        region =
            json_string_value(fact_set_at(run->facts, (size_t)index)->value);
    if (region &&
        !route_find(desk->tables, issue, region, desk->as_of, &route, NULL))
        route = (struct route){0};
    return json_pack("{s:s, s:s?, s:s?, s:o}", "issue", issue, "branch",
                     route.branch, "term", route.term, "send",
                     walk_sent(run->walk));
}

/* The whole result; NULL on error. */
static json_t *describe(const struct run *run, struct error *error)
{
    json_t *said = describe_said(run, error);
    if (!said)
        return NULL;
    json_t *outcome =
        json_pack("{s:s, s:o, s:o}", "code", walk_node(run->walk)->code, "case",
                  describe_case(run), "say", said);
    char as_of[CLOCK_DATE_SIZE];
    clock_date(run->desk->as_of, as_of);
    return json_pack("{s:s, s:s, s:s, s:o, s:o}", "script", run->cli->words[2],
                     "as_of", as_of, "hash", scripts_hash(run->desk->scripts),
                     "path", walk_path(run->walk), "outcome", outcome);
}

static void print_result(const struct run *run, const json_t *result)
{
    const json_t *outcome = json_object_get(result, "outcome");
    const json_t *opened = json_object_get(outcome, "case");
    const char *language = language_code(run->desk->language);
    cli_print_pair(N_("As of"), json_find_string(result, "as_of"));
    cli_print_pair(N_("Outcome"), json_find_string(outcome, "code"));
    cli_print_pair(N_("Issue"), json_find_string(opened, "issue"));
    cli_print_pair(N_("Branch"), json_find_string(opened, "branch"));
    putchar('\n');
    cli_print_text(2,
                   json_find_string(json_object_get(outcome, "say"), language));
    cli_list_print_path(result);
}

int cli_script_run(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    AUTO(run_clear) struct run run = {.cli = cli, .desk = desk};
    if (!begin(&run, &error) || !walk_to_end(&run, &error))
        return cli_fail(&error);
    AUTO_JSON result = describe(&run, &error);
    if (!result)
        return cli_fail(&error);
    if (cli->json)
        cli_print_json(result);
    else
        print_result(&run, result);
    return EXIT_OK;
}
