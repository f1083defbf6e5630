/* An author is told what no proof is needed for: texts that do not fit, cases
 * that reach nobody, personal values told, things that nothing uses. */
#include "console/prove/audit.h"

#include "tests/console/prove/audit_story.h"

/* What the audits say of the folder as it is now; the caller frees. */
static char *judge(struct audit_data *data)
{
    struct error error = {0};
    AUTO(findings_clear) struct findings findings = {0};
    AUTO_CHARS kb = mem_format("%s/kb/tables", data->folder);
    AUTO_CHARS scripts = mem_format("%s/scripts", data->folder);
    AUTO_CHARS facts = mem_format("%s/scripts/facts.json", data->folder);
    audit_write(data);
    struct tables *tables = tables_load(kb, NULL, &error);
    struct script_set *set =
        tables != NULL ? scripts_load(scripts, tables, NULL, &error) : NULL;
    if (set == NULL)
        fail_msg("not loaded: %s", error.detail);
    struct audit audit = {set, facts, &findings};
    tables_audit(tables, clock_days(2026, 11, 22), &findings);
    audit_texts(&audit);
    audit_cases(&audit);
    audit_personal(&audit);
    audit_use(&audit);
    findings_sort(&findings);
    scripts_free(set);
    tables_free(tables);
    return audit_lines(data, &findings);
}

static void says(struct audit_data *data, const char *expected)
{
    AUTO_CHARS said = judge(data);
    assert_string_equal(said, expected);
}

static void a_set_in_order_has_no_findings(void **state)
{
    says(*state, "");
}

/* ---- texts ---- */

static void labels_take_one_line_of_their_place(void **state)
{
    static const char *const places[][2] = {
        {"nodes.works.answer.codes.0.label.ru",
         "$.nodes.works.answer.codes[0].label.ru"},
        {"title.kk", "$.title.kk"},
    };
    static const int cells[] = {36, 38};
    for (size_t i = 0; i < COUNT(places); i++) {
        AUTO_CHARS fits = mem_format("'%0*d'", cells[i], 0);
        AUTO_CHARS longer = mem_format("'%0*d'", cells[i] + 1, 0);
        AUTO_CHARS expected =
            mem_format("E16 scripts/main.json %s %s %.*s, %d > %d\n",
                       i == 0 ? "main.works" : "-", places[i][1], cells[i] + 1,
                       longer + 1, cells[i] + 1, cells[i]);
        audit_put(*state, "scripts/main", places[i][0], fits);
        says(*state, "");
        audit_put(*state, "scripts/main", places[i][0], longer);
        says(*state, expected);
        audit_put(*state, "scripts/main", places[i][0], "'x'");
    }
}

static void letters_are_counted_not_bytes(void **state)
{
    audit_put(*state, "scripts/main", "title.kk",
              "'ҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚҚ'"); /* 38 */
    says(*state, "");
}

static void a_label_in_the_panel_is_shorter_than_one_beside(void **state)
{
    audit_put(*state, "scripts/facts", "facts.0.label.en", "'123456789012345'");
    says(*state, "E16 scripts/facts.json - $.facts[0].label.en "
                 "123456789012345, 15 > 14\n");
    audit_put(*state, "scripts/facts", "facts.0.show", "false");
    says(*state, "");
}

static void a_word_longer_than_the_line_is_found(void **state)
{
    audit_put(*state, "scripts/main", "nodes.end_told.act.en",
              "'Go to 01234567890123456789012345678901234567890 now'");
    says(*state, "E16 scripts/main.json main.end_told "
                 "$.nodes.end_told.act.en "
                 "01234567890123456789012345678901234567890, 41 > 40\n");
}

/* Words of ten cells: three a line of forty. */
static char *many_words(int count)
{
    struct text text = {0};
    text_add(&text, "'");
    for (int i = 0; i < count; i++)
        text_add(&text, i == 0 ? "0123456789" : " 0123456789");
    text_add(&text, "'");
    return text_take(&text);
}

static void what_is_read_aloud_is_seen_at_once(void **state)
{
    AUTO_CHARS sixteen = many_words(48);
    AUTO_CHARS seventeen = many_words(49);
    audit_put(*state, "scripts/main", "nodes.works.say.ru", sixteen);
    says(*state, ""); /* and two choices: 18 rows */
    audit_put(*state, "scripts/main", "nodes.works.say.ru", seventeen);
    says(*state, "E16 scripts/main.json main.works $.nodes.works.say.ru "
                 "19 > 18\n");
    audit_put(*state, "scripts/main", "nodes.works.say.ru", "'x'");
    /* who acts stands below, behind an empty row */
    audit_put(*state, "scripts/main", "nodes.end_told.say.ru", seventeen);
    says(*state, "E16 scripts/main.json main.end_told "
                 "$.nodes.end_told.say.ru 19 > 18\n");
}

/* ---- cases ---- */

static void an_issue_is_known_and_has_a_deadline(void **state)
{
    audit_put(*state, "scripts/main", "nodes.end_case.case.issue", "'lost'");
    says(*state, "E04 scripts/main.json main.end_case "
                 "$.nodes.end_case.case.issue lost | as_of=2026-01-01\n");
    audit_put(*state, "scripts/main", "nodes.end_case.case.issue", "'unpaid'");
    audit_put(*state, "kb/tables/routes", "rows.1.term", "null");
    says(*state, "E22 kb/tables/routes.json - $.rows fund, unpaid, 43: ? "
                 "| as_of=2026-01-01\n");
    audit_put(*state, "kb/tables/routes", "rows.1.term", "'ever'");
    says(*state, "E22 kb/tables/routes.json - $.rows fund, unpaid, 43: ever "
                 "| as_of=2026-01-01\n");
    audit_put(*state, "kb/tables/routes", "rows.1.term", "'answer'");
    audit_put(*state, "kb/tables/terms", "rows.0.unit", "'percent'");
    says(*state, "E22 kb/tables/routes.json - $.rows fund, unpaid, 43: answer "
                 "| as_of=2026-01-01\n"
                 "E22 kb/tables/routes.json - $.rows fund, unpaid, 75: answer "
                 "| as_of=2026-01-01\n");
}

static void the_day_on_which_a_deadline_ends_is_named(void **state)
{
    audit_put(*state, "kb/tables/issues", "rows.0.until", "'2026-07-01'");
    says(*state, "E04 scripts/main.json main.end_case "
                 "$.nodes.end_case.case.issue unpaid | as_of=2026-07-01\n");
    audit_put(*state, "kb/tables/issues", "rows.0.until", "'2027-01-01'");
    says(*state, ""); /* the first day that nobody promised */
}

static void every_region_has_a_branch_that_answers(void **state)
{
    audit_put(*state, "kb/tables/routes", "rows.1.until", "'2026-12-31'");
    says(*state, "E21 kb/tables/routes.json - $.rows fund, unpaid, 43 "
                 "| as_of=2026-12-31\n");
    audit_put(*state, "kb/tables/routes", "rows.1.until", "null");
    audit_put(*state, "kb/tables/routes", "rows.1.branch", "'XXX'");
    says(*state, "E21 kb/tables/routes.json - $.rows fund, unpaid, 43 "
                 "| as_of=2026-01-01\n");
}

/* Its cases do not end with it. */
static void the_region_of_a_branch_that_closes_needs_another(void **state)
{
    audit_put(*state, "kb/tables/branches", "rows.1.until", "'2026-05-01'");
    says(*state, "E21 kb/tables/routes.json - $.rows fund, unpaid, 43 "
                 "| as_of=2026-05-01\n");
    audit_put(*state, "kb/tables/routes", "rows.1.branch", "'ALA'");
    says(*state, "");
}

static void a_branch_has_a_zone_that_exists(void **state)
{
    audit_put(*state, "kb/tables/branches", "rows.1.zone", "'Asia/Nowhere'");
    says(*state, "E22 kb/tables/branches.json - $.rows KZO, Asia/Nowhere\n");
}

/* ---- personal values ---- */

static void a_personal_fact_is_read_aloud_or_nowhere(void **state)
{
    audit_put(*state, "scripts/main", "nodes.works.say",
              SAME("{full_name}, do you work?"));
    says(*state, "");
    audit_put(*state, "scripts/main", "nodes.end_told.say",
              SAME("{full_name}, you pay."));
    audit_put(*state, "scripts/main", "nodes.works.note", SAME("{full_name}!"));
    audit_put(*state, "scripts/main", "nodes.end_case.case.send.1",
              "'full_name'");
    says(*state, "E24 scripts/main.json main.works $.nodes.works.note "
                 "full_name\n"
                 "E24 scripts/main.json main.end_case "
                 "$.nodes.end_case.case.send[1] full_name\n"
                 "E24 scripts/main.json main.end_told $.nodes.end_told.say "
                 "full_name\n");
}

static void a_value_does_not_hide_what_is_personal(void **state)
{
    audit_put(*state, "scripts/main", "values.who", "{'var':'full_name'}");
    audit_put(*state, "scripts/main", "nodes.end_told.act", SAME("{who}"));
    says(*state, "E24 scripts/main.json main.end_told $.nodes.end_told.act "
                 "full_name\n");
}

static void what_was_typed_is_personal_too(void **state)
{
    audit_put(*state, "scripts/main", "nodes.works.answer", "{'type':'phone'}");
    audit_put(*state, "scripts/main", "nodes.works.next",
              "[{'when':{'===':[{'var':'answers.works'},'+77010000000']},"
              "'to':'end_case'},{'when':{'!':[{'===':["
              "{'var':'answers.works'},'+77010000000']}]},'to':'end_told'}]");
    audit_put(*state, "scripts/main", "nodes.end_case.case.send.1",
              "'answers.works'");
    says(*state, "E24 scripts/main.json main.end_case "
                 "$.nodes.end_case.case.send[1] answers.works\n");
}

/* ---- what nothing uses ---- */

static void what_nothing_uses_is_a_warning(void **state)
{
    audit_put(*state, "scripts/main", "values.spare",
              "{'table':['terms','answer','amount']}");
    audit_put(*state, "scripts/main", "nodes.works.next",
              "[{'to':'asked_too'}]");
    audit_put(*state, "scripts/main", "nodes.asked_too",
              "{'kind':'check','next':[{'when':{'var':'employed'},"
              "'to':'end_case'},{'when':{'!':[{'var':'employed'}]},"
              "'to':'end_told'}],'unknown':'end_told'}");
    audit_put(*state, "scripts/facts", "facts.2",
              "{'name':'employers','type':'int','label':" SAME(
                  "Jobs") ",'from':{'derive':'employers'}}");
    says(*state, "W26 scripts/facts.json - $.facts[2] employers\n"
                 "W26 scripts/main.json - $.values.spare spare\n"
                 "W26 scripts/main.json main.works $.nodes.works "
                 "answers.works\n");
}

static void a_table_that_nothing_asks_is_a_warning(void **state)
{
    struct audit_data *data = *state;
    AUTO_JSON spare = json_deep_copy(audit_file(data, "kb/tables/calendar"));
    json_object_set_new(spare, "name", json_string("spare"));
    AUTO_CHARS path = mem_format("%s/kb/tables/spare.json", data->folder);
    assert_int_equal(json_dump_file(spare, path, 0), 0);
    says(data, "W26 kb/tables/spare.json - $.name spare\n");
}

/* ---- tables ---- */

static void a_hole_between_rows_of_a_key_is_found(void **state)
{
    audit_put(*state, "kb/tables/terms", "rows.0.until", "'2026-03-01'");
    audit_put(*state, "kb/tables/terms", "rows.1",
              "{'what':'answer','amount':15,'from':'2026-03-02','until':null,"
              "'checked':'2026-11-01'," STAMP "}");
    AUTO_CHARS said = judge(*state);
    assert_non_null(strstr(said, "E18 kb/tables/terms.json - $.rows[0] "
                                 "terms[answer] 2026-03-01..2026-03-02\n"));
    audit_put(*state, "kb/tables/terms", "gaps", "true");
    AUTO_CHARS known = judge(*state);
    assert_null(strstr(known, "E18"));
    /* a row that says it is not confirmed fills its days as well */
    audit_put(*state, "kb/tables/terms", "gaps", "false");
    audit_put(*state, "kb/tables/terms", "rows.2",
              "{'what':'answer','from':'2026-03-01','until':'2026-03-02',"
              "'checked':'2026-11-01','source':'none',"
              "'confidence':'unconfirmed'}");
    AUTO_CHARS filled = judge(*state);
    assert_null(strstr(filled, "E18"));
}

static void a_row_checked_long_ago_is_a_warning(void **state)
{
    audit_put(*state, "kb/tables/terms", "rows.0.checked", "'2025-11-22'");
    says(*state, "");
    audit_put(*state, "kb/tables/terms", "rows.0.checked", "'2025-11-21'");
    says(*state, "W20 kb/tables/terms.json - $.rows[0] terms[answer] "
                 "2025-11-21\n");
    audit_put(*state, "kb/tables/terms", "stale_after_days", "500");
    says(*state, "");
    audit_put(*state, "kb/tables/routes", "stale_after_days", "20");
    says(*state, "W20 kb/tables/routes.json - $.rows[0] routes[fund, *, 75] "
                 "2026-11-01 (+1)\n");
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, audit_open, audit_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_set_in_order_has_no_findings),
        STORY(labels_take_one_line_of_their_place),
        STORY(letters_are_counted_not_bytes),
        STORY(a_label_in_the_panel_is_shorter_than_one_beside),
        STORY(a_word_longer_than_the_line_is_found),
        STORY(what_is_read_aloud_is_seen_at_once),
        STORY(an_issue_is_known_and_has_a_deadline),
        STORY(the_day_on_which_a_deadline_ends_is_named),
        STORY(every_region_has_a_branch_that_answers),
        STORY(the_region_of_a_branch_that_closes_needs_another),
        STORY(a_branch_has_a_zone_that_exists),
        STORY(a_personal_fact_is_read_aloud_or_nowhere),
        STORY(a_value_does_not_hide_what_is_personal),
        STORY(what_was_typed_is_personal_too),
        STORY(what_nothing_uses_is_a_warning),
        STORY(a_table_that_nothing_asks_is_a_warning),
        STORY(a_hole_between_rows_of_a_key_is_found),
        STORY(a_row_checked_long_ago_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
