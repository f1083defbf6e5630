/* What happens to a case is told in words, never by the name of its event. */
#include "console/cases/event.h"
#include "screens/casewords.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_event_of_a_case_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < EVENT_COUNT; i++) {
        const char *name = event_name((enum event_kind)i);
        if (strncmp(name, "case_", 5) != 0)
            continue;
        assert_string_not_equal(casewords_deed(name), name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_event_of_a_case_has_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
