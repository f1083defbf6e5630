/* audit: is the log whole and unchanged, what is its head, who looked at whom?
 */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cases/store.h"
#include "console/cases/store_head.h"
#include "console/cli/cli_audit_looks.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/people/right.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Heads to verify against. */
struct saved {
    struct store_head *heads;
    size_t count;
};

static void saved_clear(struct saved *saved)
{
    free(saved->heads);
}

/* --head: a head itself, or a file that holds some, such as one of syslog. */
static bool read_saved(const struct cli *cli, struct saved *saved,
                       struct error *error)
{
    const char *given = cli_given(cli, CLI_HEAD);
    AUTO_TEXT text = {0};
    if (!given)
        return true;
    saved->heads = store_heads_find(given, &saved->count);
    if (saved->count > 0)
        return true;
    if (!json_read_bytes(given, &text, error))
        return false;
    saved->heads = store_heads_find(text_chars(&text), &saved->count);
    return saved->count > 0 ||
           error_set(error, MESSAGE_USAGE_OPTION, "--head: no head in it");
}

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
    const json_t *saved = json_object_get(report, "saved");
    const char *what = json_find_string(report, "what");
    const char *misfit = json_find_string(saved, "what");
    if (what)
        error_set(
            &error, MESSAGE_AUDIT_BAD, "event %lld: %s",
            (long long)json_integer_value(json_object_get(report, "bad_seq")),
            what);
    else if (misfit)
        error_set(&error, MESSAGE_AUDIT_HEAD,
                  "after event %lld, up to %lld: %s",
                  (long long)json_integer_value(json_object_get(saved, "fits")),
                  (long long)json_integer_value(json_object_get(saved, "seq")),
                  misfit);
    return what || misfit ? cli_fail(&error) : EXIT_OK;
}

/* The report, with how the saved heads fit under "saved". NULL on error. */
static json_t *verify(struct store *store, const struct saved *saved,
                      struct error *error)
{
    AUTO_JSON report = store_verify(store, error);
    json_t *held;
    if (!report || saved->count == 0)
        return json_incref(report);
    held = store_head_check(store, saved->heads, saved->count, error);
    if (!held)
        return NULL;
    if (!json_is_true(json_object_get(held, "ok")))
        json_object_set_new(report, "ok", json_false());
    json_object_set_new(report, "saved", held);
    return json_incref(report);
}

static int do_verify(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    AUTO(saved_clear) struct saved saved = {0};
    if (!read_saved(cli, &saved, &error))
        return cli_fail(&error);
    AUTO_JSON report = verify(desk->store, &saved, &error);
    if (!report)
        return cli_fail(&error);
    if (cli->json)
        cli_print_json(report);
    else
        print_report(report);
    return judge(report);
}

/* One line, to be kept elsewhere and given back by --head. */
static int do_head(const struct cli *cli, const struct desk *desk)
{
    struct error error = {0};
    struct store_head head;
    char line[STORE_HEAD_SIZE];
    if (!store_head(desk->store, &head, &error))
        return cli_fail(&error);
    store_head_write(&head, line);
    AUTO_JSON report =
        json_pack("{s:s, s:I}", "head", line, "seq", (json_int_t)head.seq);
    if (cli->json)
        cli_print_json(report);
    else
        puts(line);
    return EXIT_OK;
}

static const struct {
    const char *name;
    enum right right;
    int most; /* words */
    int (*run)(const struct cli *cli, const struct desk *desk);
} works[] = {{"verify", RIGHT_AUDIT, 1, do_verify},
             {"head", RIGHT_AUDIT, 1, do_head},
             {"who-saw", RIGHT_WHO_SAW, 2, cli_audit_looks}};

static const char *nearest(const char *word)
{
    size_t best = 0;
    for (size_t i = 1; i < COUNT(works); i++)
        if (cli_distance(word, works[i].name) <
            cli_distance(word, works[best].name))
            best = i;
    return works[best].name;
}

static int run(const struct cli *cli, size_t work)
{
    int exit_code;
    struct error error = {0};
    AUTO_DESK desk = {0};
    if (!cli_words(cli, 1, works[work].most, &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, DESK_STORE, &error) ||
        !right_need(&desk.desk.user, works[work].right, &error))
        return cli_fail(&error);
    return works[work].run(cli, &desk.desk);
}

int cli_audit(struct cli *cli)
{
    int exit_code;
    struct error error = {0};
    if (!cli_words(cli, 1, 2, &exit_code))
        return exit_code;
    for (size_t i = 0; i < COUNT(works); i++)
        if (strcmp(cli->words[1], works[i].name) == 0)
            return run(cli, i);
    error_set(&error, MESSAGE_USAGE_COMMAND,
              "audit %.40s is not known; the nearest is audit %s",
              cli->words[1], nearest(cli->words[1]));
    return cli_fail(&error);
}
