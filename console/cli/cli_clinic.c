/* case list --by clinic: counts and mean scores for a supervisor. */
#include "console/cli/cli_clinic.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_list.h"
#include "console/cli/cli_print.h"
#include "console/desk.h"

#include <jansson.h>

#include <libintl.h>
#include <string.h>

/* Takes the filter; all cases are counted, so there are no pages of them. */
static bool take_filter(const struct cli *cli, const struct desk *desk,
                        struct store_filter *filter, struct error *error)
{
    if (cli->count != 2 || strcmp(cli_given(cli, CLI_BY), "clinic") != 0)
        return error_set(error, MESSAGE_USAGE_OPTION, "--by");
    if (cli_given(cli, CLI_BEFORE) || cli_given(cli, CLI_LIMIT))
        return error_set(error, MESSAGE_USAGE_OPTION, "--by, --%s",
                         cli_given(cli, CLI_LIMIT) ? "limit" : "before");
    return cli_list_filter(cli, desk, filter, error);
}

static int64_t int_of(const json_t *clinic, const char *key)
{
    return json_integer_value(json_object_get(clinic, key));
}

/* The mean with one decimal, half up; null without scores. */
static json_t *mean_of(const json_t *clinic)
{
    int64_t count = int_of(clinic, "scored");
    if (count == 0)
        return json_null();
    int64_t tenths = (20 * int_of(clinic, "sum") + count) / (2 * count);
    return json_sprintf("%lld.%lld", (long long)(tenths / 10),
                        (long long)(tenths % 10));
}

/* What people call the clinic: its name, or "Hospital No. 4". */
static char *name_of(const json_t *clinic, const char *language)
{
    const char *name = json_find_string(clinic, "clinic");
    const char *label =
        json_find_string(json_object_get(clinic, "label"), language);
    int64_t number = int_of(clinic, "number");
    if (name)
        return mem_copy(name);
    if (!label)
        return mem_copy(gettext("not named"));
    return number ? mem_format("%s \xe2\x84\x96 %lld", label, (long long)number)
                  : mem_copy(label);
}

/* For people the name is one text; for programs its parts stay as they are. */
static void finish(const struct cli *cli, json_t *clinics, const char *language)
{
    size_t i;
    json_t *clinic;
    json_array_foreach(clinics, i, clinic)
    {
        json_object_set_new(clinic, "mean", mean_of(clinic));
        if (!cli->json) {
            AUTO_CHARS name = name_of(clinic, language);
            json_object_set_new(clinic, "clinic", json_string(name));
        }
        json_object_del(clinic, "label");
    }
}

int cli_clinic_list(const struct cli *cli, const struct desk *desk)
{
    static const struct cli_column columns[] = {
        {"branch", N_("Branch")}, {"clinic", N_("Clinic")},
        {"cases", N_("Cases")},   {"scored", N_("Scores")},
        {"sum", N_("Sum")},       {"mean", N_("Mean")}};
    struct error error = {0};
    struct store_filter filter;
    if (!take_filter(cli, desk, &filter, &error))
        return cli_fail(&error);
    AUTO_JSON clinics = store_clinics(desk->store, &filter, &error);
    if (!clinics)
        return cli_fail(&error);
    finish(cli, clinics, language_code(desk->language));
    cli_list_print(cli, "clinics", columns, COUNT(columns), clinics);
    return EXIT_OK;
}
