/* iin: judges numbers as they are typed; asks nobody. */
#include "console/base/clock.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_print.h"
#include "console/registry/iin.h"

#include <jansson.h>

#include <libintl.h>
#include <stdio.h>
#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static const unsigned warnings[] = {IIN_WARN_DATE, IIN_WARN_FUTURE,
                                    IIN_WARN_CENTURY};

static json_t *describe(const char *number, const struct iin_verdict *verdict)
{
    json_t *codes = json_array();
    for (size_t i = 0; i < COUNT(warnings); i++)
        if (verdict->warnings & warnings[i])
            json_array_append_new(codes,
                                  json_string(iin_warning_code(warnings[i])));
    return json_pack("{s:s, s:b, s:o, s:o}", "number", number, "accepted",
                     verdict->accepted, "reason",
                     verdict->accepted
                         ? json_null()
                         : json_string(iin_reason_code(verdict->reason)),
                     "warnings", codes);
}

static void print_verdict(const char *number, const struct iin_verdict *verdict)
{
    printf("%s  %s", number,
           verdict->accepted ? gettext("accepted")
                             : message_text(iin_message(verdict->reason)));
    for (size_t i = 0; i < COUNT(warnings); i++)
        if (verdict->warnings & warnings[i])
            printf(", %s", iin_warning_code(warnings[i]));
    putchar('\n');
}

/* Judges one number and prints what came of it. */
static bool judge(const struct cli *cli, const char *typed)
{
    char number[IIN_PASTE_SIZE];
    struct iin_verdict verdict;
    AUTO_CHARS clean = text_clean(typed, strlen(typed), false);
    (void)iin_clean(clean, number);
    iin_check(number, clock_now_ms() / DAY_MS, &verdict);
    AUTO_JSON described = describe(number, &verdict);
    if (cli->json)
        cli_print_json(described);
    else
        print_verdict(number, &verdict);
    return verdict.accepted;
}

int cli_iin(struct cli *cli)
{
    int exit_code = EXIT_OK;
    if (!cli_words(cli, 1, cli->count, &exit_code))
        return exit_code;
    for (int i = 1; i < cli->count; i++)
        if (!judge(cli, cli->words[i]))
            exit_code = EXIT_FAILED;
    return exit_code;
}
