/* A complaint about a clinic from the first question to the supervisor's list:
 * the clinic and the score arrive, what was typed does not. */
#include "console/base/json.h"
#include "console/cases/store.h"
#include "tests/console/call/call_disk.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void save_for(struct call_play *play, const char *branch,
                     const char *outcome)
{
    call_next(play->call);
    assert_int_equal(call_stage(play->call), CALL_WRAP);
    assert_string_equal(call_outcome(play->call), outcome);
    assert_string_equal(call_issue(play->call), "clinic_complaint");
    struct call_form form = *call_form(play->call); /* lent texts */
    form.branch = (char *)branch;
    call_set_form(play->call, &form);
    call_play_save(play, CALL_SAVED);
}

/* The only clinic of the list. */
static json_t *only_clinic(struct call_play *play)
{
    const struct store_filter complaints = {.issue = "clinic_complaint"};
    AUTO_JSON clinics = store_clinics(play->desk.store, &complaints, NULL);
    assert_int_equal(json_array_size(clinics), 1);
    return json_incref(json_array_get(clinics, 0));
}

static void assert_counts(const json_t *clinic, int cases, int scored, int sum)
{
    assert_int_equal(json_integer_value(json_object_get(clinic, "cases")),
                     cases);
    assert_int_equal(json_integer_value(json_object_get(clinic, "scored")),
                     scored);
    assert_int_equal(json_integer_value(json_object_get(clinic, "sum")), sum);
}

static void the_own_clinic_comes_from_the_registry(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, INSURED, LOOK_KNOWN);
    call_play_answer(play, "self complaint yes queue 2 Зубастиков");
    save_for(play, "KZO", "CLC-01");
    AUTO_JSON clinic = only_clinic(play);
    assert_string_equal(json_find_string(clinic, "branch"), "KZO");
    assert_non_null(strstr(json_find_string(clinic, "clinic"), "емханасы"));
    assert_true(json_is_null(json_object_get(clinic, "facility")));
    assert_counts(clinic, 1, 1, 2);
    assert_int_equal(call_disk_scan(play, "Зубастиков"), 0);
}

/* The neighbour's own clinic is not that of the person looked up. */
static void another_clinic_is_told_by_kind_and_number(void **state)
{
    struct call_play *play = *state;
    call_play_look(play, STUDENT, LOOK_KNOWN);
    call_play_answer(play, "other");
    call_next(play->call); /* read aloud: details are not told */
    call_play_answer(play, "complaint hospital 4 money 1 Зубастиков");
    save_for(play, "ALA", "CLC-02");
    AUTO_JSON clinic = only_clinic(play);
    assert_string_equal(json_find_string(clinic, "branch"), "ALA");
    assert_true(json_is_null(json_object_get(clinic, "clinic")));
    assert_string_equal(json_find_string(clinic, "facility"), "hospital");
    assert_int_equal(json_integer_value(json_object_get(clinic, "number")), 4);
    assert_counts(clinic, 1, 1, 1);
}

static void a_name_that_was_typed_stays_sealed(void **state)
{
    struct call_play *play = *state;
    call_without_iin(play->call);
    call_play_answer(play, "complaint dental ? Зубастиков records ? Кариес");
    save_for(play, "SHY", "CLC-02");
    AUTO_JSON clinic = only_clinic(play);
    assert_string_equal(json_find_string(clinic, "facility"), "dental");
    assert_true(json_is_null(json_object_get(clinic, "number")));
    assert_counts(clinic, 1, 0, 0);
    assert_int_equal(call_disk_scan(play, "Зубастиков"), 0);
    assert_int_equal(call_disk_scan(play, "Кариес"), 0);
    assert_true(call_disk_scan(play, "CLC-02") > 0); /* the scan does see */
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, call_play_open, call_play_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_own_clinic_comes_from_the_registry),
        STORY(another_clinic_is_told_by_kind_and_number),
        STORY(a_name_that_was_typed_stays_sealed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
