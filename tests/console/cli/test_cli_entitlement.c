/* What an uninsured caller is told depends on the day of the call: the same
 * answers, before and after the packages change. */
#include "console/base/json.h"
#include "tests/console/cli/cli_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* What is read aloud on that day, in English. The caller frees. */
static char *told_on(const char *day, const char *answers)
{
    AUTO_SAID said = cli_kit_run(
        NULL, "script run entitlement --as-of %s --answers '%s' --json", day,
        answers);
    AUTO_JSON run = cli_kit_json(&said);
    const json_t *outcome = json_object_get(run, "outcome");
    return mem_copy(json_find_string(json_object_get(outcome, "say"), "en"));
}

static void the_lists_of_illnesses_follow_the_day(void **state)
{
    static const char illness[] =
        "{\"lives_here\":\"resident\",\"care\":\"illness\"}";
    static const struct {
        const char *day, *diabetes, *stroke, *chronic;
    } days[] = {
        {"2025-12-31", "connective tissue disease: free without insurance too",
         "epilepsy: not in the guaranteed package",
         "chronic diseases: free without insurance too"},
        {"2026-01-01", "connective tissue disease: for the insured only",
         "epilepsy: free without insurance too",
         "chronic diseases: free without insurance too"},
        {"2026-12-31", "connective tissue disease: for the insured only",
         "epilepsy: free without insurance too",
         "chronic diseases: free without insurance too"},
        {"2027-01-01", "connective tissue disease: for the insured only",
         "epilepsy: free without insurance too",
         "chronic diseases: not in the guaranteed package"}};
    (void)state;
    for (size_t i = 0; i < COUNT(days); i++) {
        AUTO_TEXT text = {0};
        AUTO_CHARS told = told_on(days[i].day, illness);
        text_add(&text, told);
        cli_kit_has(&text, days[i].diabetes);
        cli_kit_has(&text, days[i].stroke);
        cli_kit_has(&text, days[i].chronic);
    }
}

static void the_sum_of_one_month_is_that_of_the_day(void **state)
{
    static const char tests[] = "{\"lives_here\":\"resident\","
                                "\"care\":\"tests\",\"tests\":\"ct_mri\"}";
    AUTO_TEXT old = {0}, now = {0};
    (void)state;
    AUTO_CHARS in_2023 = told_on("2023-12-31", tests);
    AUTO_CHARS in_2024 = told_on("2024-01-01", tests);
    text_add(&old, in_2023);
    text_add(&now, in_2024);
    cli_kit_has(&old, "3\302\240500\302\240₸");
    cli_kit_has(&now, "4\302\240250\302\240₸");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lists_of_illnesses_follow_the_day),
        cmocka_unit_test(the_sum_of_one_month_is_that_of_the_day),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
