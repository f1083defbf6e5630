/* kb: searching, reading, listing, checking and indexing from the command line,
 * over the shipped articles. */
#include "console/base/json.h"
#include "console/base/message.h"
#include "tests/console/cli/cli_kit.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void a_search_prints_the_best_passages(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "kb search ';evsccsp' --language ru");
    assert_int_equal(said.exit_code, EXIT_OK);
    cli_kit_has(&said.out, ";evsccsp = ");
    cli_kit_has(&said.out, "(category_unemployed)");
    cli_kit_has(&said.out, "[");
}

static void a_search_tells_programs_all(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "kb search закрыть ИП --json");
    AUTO_JSON all = cli_kit_json(&said);
    const json_t *hits = json_object_get(all, "hits");
    const json_t *first = json_array_get(hits, 0);
    assert_string_equal(json_find_string(first, "id"), "ie_close_suspend");
    assert_true(json_array_size(json_object_get(first, "marks")) > 0);
    const json_t *words = json_object_get(all, "words");
    assert_int_equal(json_array_size(words), 2);
    assert_string_equal(json_find_string(json_array_get(words, 0), "read"),
                        "exact");
}

static void what_is_not_found_ends_so(void **state)
{
    (void)state;
    AUTO_SAID none = cli_kit_run(NULL, "kb search ыыыыыыыы");
    assert_int_equal(none.exit_code, EXIT_NOT_FOUND);
    AUTO_SAID json = cli_kit_run(NULL, "kb search ыыыыыыыы --json");
    assert_int_equal(json.exit_code, EXIT_NOT_FOUND);
    cli_kit_has(&json.out, "\"hits\":[]");
    AUTO_SAID article = cli_kit_run(NULL, "kb show nothing");
    assert_int_equal(article.exit_code, EXIT_NOT_FOUND);
    AUTO_SAID bad = cli_kit_run(NULL, "kb search 're:('");
    assert_int_equal(bad.exit_code, EXIT_USAGE);
    AUTO_SAID word = cli_kit_run(NULL, "kb look x");
    assert_int_equal(word.exit_code, EXIT_USAGE);
}

static void an_article_begins_with_what_is_said(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(
        NULL, "kb show self_payer --language en --as-of 2026-11-22");
    assert_int_equal(said.exit_code, EXIT_OK);
    cli_kit_has(&said.out, "\n\n» ");
    cli_kit_has(&said.out, "4\302\240250\302\240₸");
    AUTO_SAID json = cli_kit_run(NULL, "kb show self_payer --json");
    AUTO_JSON all = cli_kit_json(&json);
    const json_t *part = json_array_get(json_object_get(all, "parts"), 0);
    assert_non_null(json_object_get(part, "say"));
}

static void a_day_far_from_the_check_says_so(void **state)
{
    (void)state;
    AUTO_SAID said =
        cli_kit_run(NULL, "kb show penalty --language en --as-of 2028-01-01");
    cli_kit_has(&said.out, "The sources were not read for more than a year.");
}

static void the_list_has_every_topic(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "kb list --json");
    AUTO_JSON all = cli_kit_json(&said);
    assert_true(json_array_size(json_object_get(all, "articles")) >= 60);
}

static void the_shipped_articles_are_in_order(void **state)
{
    (void)state;
    AUTO_SAID said = cli_kit_run(NULL, "kb check --json --as-of 2026-11-22");
    AUTO_JSON all = cli_kit_json(&said);
    if (said.exit_code != EXIT_OK)
        fail_msg("%s", text_chars(&said.out));
    assert_int_equal(json_integer_value(json_object_get(all, "errors")), 0);
}

static void the_index_is_made_where_it_is_wanted(void **state)
{
    char folder[] = "/tmp/kb-index-XXXXXX";
    struct stat file;
    (void)state;
    assert_non_null(mkdtemp(folder));
    AUTO_CHARS path = mem_format("%s/kb.index", folder);
    AUTO_SAID said = cli_kit_run(NULL, "kb index %s", path);
    assert_int_equal(said.exit_code, EXIT_OK);
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(unlink(path), 0);
    AUTO_SAID nowhere = cli_kit_run(NULL, "kb index %s/no/kb.index", folder);
    assert_true(nowhere.exit_code != EXIT_OK);
    assert_int_equal(rmdir(folder), 0);
}

static void doctor_says_that_the_index_is_of_other_articles(void **state)
{
    char folder[] = "/tmp/kb-data-XXXXXX";
    const char *root = getenv("AGENT1414_ROOT");
    (void)state;
    assert_non_null(mkdtemp(folder));
    AUTO_CHARS copy = mem_format(
        "cp -R '%s/scripts' '%s/kb' %s/ && echo >> %s/kb/articles/penalty.json",
        root != NULL ? root : ".", root != NULL ? root : ".", folder, folder);
    AUTO_CHARS drop = mem_format("rm -rf %s", folder);
    assert_int_equal(system(copy), 0);
    AUTO_SAID said = cli_kit_run(NULL, "-o data.folder=%s doctor", folder);
    cli_kit_has(&said.out, "!!  knowledge");
    cli_kit_has(&said.out, "older than the articles");
    AUTO_SAID found =
        cli_kit_run(NULL, "-o data.folder=%s kb search өсімпұл", folder);
    cli_kit_has(&found.out, "(penalty)");
    assert_int_equal(system(drop), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_search_prints_the_best_passages),
        cmocka_unit_test(a_search_tells_programs_all),
        cmocka_unit_test(what_is_not_found_ends_so),
        cmocka_unit_test(an_article_begins_with_what_is_said),
        cmocka_unit_test(a_day_far_from_the_check_says_so),
        cmocka_unit_test(the_list_has_every_topic),
        cmocka_unit_test(the_shipped_articles_are_in_order),
        cmocka_unit_test(the_index_is_made_where_it_is_wanted),
        cmocka_unit_test(doctor_says_that_the_index_is_of_other_articles),
    };
    return cmocka_run_group_tests(tests, cli_kit_begin, cli_kit_end);
}
