/* review: the calls to be reviewed, one of them, and giving a score. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cases/store_review.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/config/config.h"
#include "console/people/seal.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

enum { LIMIT_MAX = 10000, SCORE_MAX = 5 };

static bool take_filter(const struct cli *cli, const struct desk *desk,
                        struct store_review_filter *filter, struct error *error)
{
    int64_t limit = 0;
    *filter = (struct store_review_filter){
        .sample_percent =
            (int)config_int(desk->config, CONFIG_review_sample_percent),
        .long_minutes =
            (int)config_int(desk->config, CONFIG_review_long_minutes)};
    if (!cli_list_day(cli, CLI_FROM, &filter->from_day, error) ||
        !cli_list_day(cli, CLI_UNTIL, &filter->until_day, error) ||
        !cli_list_number(cli, CLI_LIMIT, LIMIT_MAX, &limit, error))
        return false;
    filter->until_day += cli_given(cli, CLI_UNTIL) ? 1 : 0;
    filter->limit = (int)limit;
    return true;
}

/* Why a call is queued, as one text for people. */
static void write_reasons(json_t *call)
{
    AUTO_TEXT text = {0};
    const json_t *why = json_object_get(call, "why");
    for (size_t i = 0; i < json_array_size(why); i++)
        text_format(&text, "%s%s", i ? ", " : "",
                    json_string_value(json_array_get(why, i)));
    json_object_set_new(call, "why", json_string(text_chars(&text)));
}

static int list(const struct cli *cli, const struct desk *desk)
{
    static const struct cli_column columns[] = {
        {"uuid", N_("Call")},       {"started", N_("Started")},
        {"agent", N_("Agent")},     {"lookup", N_("Look-up")},
        {"outcome", N_("Outcome")}, {"number", N_("Case")},
        {"why", N_("Why")}};
    struct error error = {0};
    struct store_review_filter filter;
    if (!take_filter(cli, desk, &filter, &error))
        return cli_fail(&error);
    AUTO_JSON queue = store_review_queue(desk->store, &filter, &error);
    if (!queue)
        return cli_fail(&error);
    if (cli->json) {
        cli_print_json(queue);
        return EXIT_OK;
    }
    json_t *calls = json_object_get(queue, "calls");
    for (size_t i = 0; i < json_array_size(calls); i++)
        write_reasons(json_array_get(calls, i));
    cli_print_rows(cli, columns, COUNT(columns), calls);
    return EXIT_OK;
}

static void print_reviews(const json_t *reviews)
{
    printf("\n%s\n", gettext("Reviews"));
    for (size_t i = 0; i < json_array_size(reviews); i++) {
        const json_t *review = json_array_get(reviews, i);
        const char *text = json_find_string(review, "text");
        AUTO_CHARS line = mem_format(
            "%s  %s  %d  %s", json_find_string(review, "at"),
            json_find_string(review, "reviewer"),
            (int)json_integer_value(json_object_get(review, "score")),
            text ? text : "");
        cli_print_text(2, line);
    }
}

static int show(const struct cli *cli, const struct desk *desk)
{
    static const struct cli_column members[] = {
        {"uuid", N_("Call")},       {"started", N_("Started")},
        {"ended", N_("Ended")},     {"agent", N_("Agent")},
        {"lookup", N_("Look-up")},  {"language", N_("Language")},
        {"outcome", N_("Outcome")}, {"number", N_("Case")}};
    struct error error = {0};
    AUTO_JSON call = store_call(desk->store, cli->words[2], false, &error);
    AUTO_JSON reviews =
        call ? store_reviews(desk->store, cli->words[2], false, &error) : NULL;
    if (!reviews)
        return cli_fail(&error);
    json_object_set(call, "reviews", reviews);
    if (cli->json) {
        cli_print_json(call);
        return EXIT_OK;
    }
    cli_list_print_record(call, members, COUNT(members));
    cli_list_print_path(call);
    print_reviews(reviews);
    return EXIT_OK;
}

static int add(const struct cli *cli, const struct desk *desk)
{
    char uuid[SEAL_UUID_SIZE];
    struct error error = {0};
    int64_t score = 0;
    struct store_review review = {.uuid = uuid,
                                  .part = cli->words[2],
                                  .text = cli_given(cli, CLI_COMMENT)};
    if (!cli_list_number(cli, CLI_SCORE, SCORE_MAX, &score, &error))
        return cli_fail(&error);
    if (score == 0) {
        error_set(&error, MESSAGE_USAGE_OPTION, "--score");
        return cli_fail(&error);
    }
    seal_uuid(uuid);
    review.score = (int)score;
    if (!store_review_save(desk->store, &review, &error))
        return cli_fail(&error);
    puts(gettext("The review is saved."));
    return EXIT_OK;
}

int cli_review(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    AUTO_DESK desk = {0};
    bool adds = cli_words_are(cli, "add", 1) && cli->count == 3;
    if (!adds && !cli_words_sub(cli, "list", "show", &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error))
        return cli_fail(&error);
    if (adds)
        return add(cli, &desk.desk);
    return cli->count == 2 ? list(cli, &desk.desk) : show(cli, &desk.desk);
}
