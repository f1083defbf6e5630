/* The form of a move lives longer than the tables it was made from: new ones
 * may come while somebody writes. */
#include "screens/deedform.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "console/knowledge/table.h"
#include "screens/screen.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 20779 }; /* 2026-11-22 */

/* A desk that knows branches and nothing else. */
static void open_desk(struct desk *desk)
{
    struct error error = {0};
    *desk = (struct desk){.as_of = DAY};
    desk->tables = tables_load("kb/tables", NULL, &error);
    assert_non_null(desk->tables);
    desk->branches =
        branches_load(desk->tables, desk->as_of, &desk->branch_count, &error);
    assert_non_null(desk->branches);
}

/* As desk_take_scripts() does: nothing of the old ones can be read any more. */
static void drop_tables(struct desk *desk)
{
    for (size_t i = 0; i < desk->branch_count; i++)
        memset(desk->branches[i].code, '?', strlen(desk->branches[i].code));
    branches_free(desk->branches, desk->branch_count);
    tables_free(desk->tables);
    desk->branches = NULL;
    desk->tables = NULL;
}

static void the_branch_is_as_chosen_when_new_tables_came(void **state)
{
    struct desk desk;
    struct seat seat = {.desk = &desk};
    struct case_now now = {.state = STATE_OPEN, .version = 1};
    struct deedform form;
    (void)state;
    open_desk(&desk);
    AUTO_CHARS code = mem_copy(desk.branches[1].code);
    deedform_init(&form, &seat, MOVE_SENT_ON, &now, "kk");
    AUTO_JSON chosen = json_pack("{s:i, s:s}", "branch", 1, "text", "why");
    deedform_restore(&form, chosen);
    drop_tables(&desk);
    AUTO_JSON move = json_object();
    deedform_fill(&form, move);
    assert_string_equal(json_find_string(move, "branch"), code);
    deedform_clear(&form);
}

/* Between the day it was written and today a branch was put before it. */
static void a_branch_that_was_kept_comes_back_by_its_code(void **state)
{
    struct desk desk;
    struct seat seat = {.desk = &desk};
    struct case_now now = {.state = STATE_OPEN, .version = 1};
    struct deedform form;
    (void)state;
    open_desk(&desk);
    deedform_init(&form, &seat, MOVE_SENT_ON, &now, "kk");
    AUTO_JSON written = json_pack("{s:i, s:s}", "branch", 2, "text", "why");
    deedform_restore(&form, written);
    AUTO_JSON kept = deedform_keep(&form);
    const char *first = form.codes[0][0];
    form.codes[0][0] = form.codes[0][2]; /* another order */
    form.codes[0][2] = first;
    deedform_restore(&form, kept);
    assert_int_equal(form.form.rows[0].chosen, 0);
    AUTO_JSON gone = json_pack("{s:s}", "branch", "NONE");
    deedform_restore(&form, gone);
    assert_int_equal(form.form.rows[0].chosen, -1); /* to be chosen anew */
    deedform_clear(&form);
    drop_tables(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_branch_that_was_kept_comes_back_by_its_code),
        cmocka_unit_test(the_branch_is_as_chosen_when_new_tables_came)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
