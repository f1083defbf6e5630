/* The desk: it builds what is asked for and no more, finds its folders, knows
 * its day, and refuses a branch that is not there. */
#include "console/desk.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/cases/route.h"
#include "console/config/config.h"
#include "console/io/loop.h"
#include "console/script/script.h"
#include "tests/kit/people_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Somebody who comes to a desk: settings of their own, below a folder. */
struct visitor {
    char *folder;
    struct config *config;
    struct loop *loop;
    struct desk desk;
    struct error error;
};

static int arrive(void **state)
{
    struct visitor *visitor = mem_new(sizeof(*visitor));
    const char *base = getenv("TMPDIR");
    visitor->folder = mem_format("%s/desk-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(visitor->folder));
    visitor->loop = loop_open(NULL);
    assert_non_null(visitor->loop);
    *state = visitor;
    return 0;
}

static int remove_one(const char *path, const struct stat *facts, int kind,
                      struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int go(void **state)
{
    struct visitor *visitor = *state;
    desk_clear(&visitor->desk);
    config_free(visitor->config);
    loop_close(visitor->loop);
    nftw(visitor->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(visitor->folder);
    free(visitor);
    return 0;
}

/* The settings: the shipped data, a store in the folder, and these. */
static void configure(struct visitor *visitor, const char *first,
                      const char *second)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS data = mem_format("data.folder=%s", root ? root : ".");
    AUTO_CHARS store = mem_format("store.folder=%s/store", visitor->folder);
    const char *const options[] = {
        data, store, "person.name=aigul", first, first ? second : NULL, NULL};
    struct config_places places = {"", "", options};
    config_free(visitor->config);
    error_clear(&visitor->error);
    visitor->config = config_load(&places, &visitor->error);
    if (!visitor->config)
        fail_msg("settings: %s", visitor->error.detail);
}

static bool sit_down(struct visitor *visitor, unsigned parts)
{
    desk_clear(&visitor->desk);
    error_clear(&visitor->error);
    return desk_init(&visitor->desk, visitor->config, visitor->loop, parts,
                     &visitor->error);
}

static void must_sit_down(struct visitor *visitor, unsigned parts)
{
    if (!sit_down(visitor, parts))
        fail_msg("%s: %s", message_text(visitor->error.message),
                 visitor->error.detail);
}

static void refused(struct visitor *visitor, unsigned parts,
                    enum message message, const char *words)
{
    assert_false(sit_down(visitor, parts));
    assert_string_equal(message_name(visitor->error.message),
                        message_name(message));
    if (!strstr(visitor->error.detail, words))
        fail_msg("\"%s\" is not in: %s", words, visitor->error.detail);
    assert_null(visitor->desk.store); /* all that was built is gone */
    assert_null(visitor->desk.scripts);
    assert_null(visitor->desk.folder);
}

static bool is_there(const struct visitor *visitor, const char *name)
{
    AUTO_CHARS path = mem_format("%s/%s", visitor->folder, name);
    return access(path, F_OK) == 0;
}

static void a_command_on_data_touches_no_store(void **state)
{
    struct visitor *visitor = *state;
    struct desk *desk = &visitor->desk;
    configure(visitor, NULL, NULL);
    must_sit_down(visitor, DESK_DATA);
    assert_non_null(scripts_find(desk->scripts, "main"));
    assert_true(desk->branch_count > 0);
    assert_null(desk->store);
    assert_null(desk->lookup);
    assert_null(desk->draft);
    assert_false(is_there(visitor, "store"));
}

static void a_command_on_the_store_reads_no_scripts(void **state)
{
    struct visitor *visitor = *state;
    configure(visitor, "data.folder=/nowhere", NULL);
    must_sit_down(visitor, DESK_STORE);
    assert_non_null(visitor->desk.store);
    assert_string_equal(visitor->desk.user.name, "aigul");
    assert_null(visitor->desk.scripts);
    assert_null(visitor->desk.store_worker);
    assert_true(is_there(visitor, "store/log.db"));
    assert_true(is_there(visitor, "store/master.key"));
}

static void an_agent_sits_down_to_all_of_it_and_again(void **state)
{
    struct visitor *visitor = *state;
    struct desk *desk = &visitor->desk;
    configure(visitor, NULL, NULL);
    for (int i = 0; i < 2; i++) {
        must_sit_down(visitor, DESK_WORK);
        assert_non_null(desk->store);
        assert_non_null(desk->lookup);
        assert_non_null(desk->draft);
        assert_non_null(desk->store_worker);
        assert_non_null(desk->draft_worker);
        assert_true(is_there(visitor, "store/drafts/aigul.0.draft"));
    }
    desk_stop(desk);
    assert_null(desk->lookup);
    assert_null(desk->store_worker);
    assert_non_null(desk->store); /* for the answers still to run */
}

static void data_that_is_not_there_is_named(void **state)
{
    struct visitor *visitor = *state;
    configure(visitor, "data.folder=/nowhere", NULL);
    refused(visitor, DESK_WORK, MESSAGE_FILE_READ, "/nowhere/kb/tables");
    assert_false(is_there(visitor, "store"));
}

static void the_data_lie_where_the_settings_say(void **state)
{
    struct visitor *visitor = *state;
    AUTO_CHARS option = mem_format("data.folder=%s", visitor->folder);
    configure(visitor, option, NULL);
    AUTO_CHARS folder = desk_data_folder(visitor->config);
    assert_string_equal(folder, visitor->folder);
}

/* Makes an empty file below the visitor's folder, with its folders. */
static void put(const struct visitor *visitor, const char *name)
{
    AUTO_CHARS path = mem_format("%s/%s", visitor->folder, name);
    size_t start = strlen(visitor->folder) + 1;
    for (char *c = path + start; (c = strchr(c, '/')); *c++ = '/') {
        *c = '\0';
        mkdir(path, 0700);
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
}

/* Where this program, copied to that place, finds data and catalogues. */
static void finds(const struct visitor *visitor, const char *place,
                  const char *data, const char *catalogues)
{
    AUTO_CHARS program = mem_format("%s/%s", visitor->folder, place);
    AUTO_CHARS line = mem_format("cp /proc/%d/exe '%s' && chmod 700 '%s' &&"
                                 " '%s' where",
                                 (int)getpid(), program, program, program);
    AUTO_CHARS wanted = mem_format("%s/%s\n", visitor->folder, data);
    AUTO_CHARS wanted_po = mem_format("%s/%s\n", visitor->folder, catalogues);
    char found[600] = "", found_po[600] = "";
    put(visitor, place);
    FILE *said = popen(line, "r");
    assert_non_null(said);
    assert_non_null(fgets(found, sizeof(found), said));
    assert_non_null(fgets(found_po, sizeof(found_po), said));
    assert_int_equal(pclose(said), 0);
    assert_string_equal(found, wanted);
    assert_string_equal(found_po, wanted_po);
}

static void without_a_setting_they_lie_beside_the_program(void **state)
{
    struct visitor *visitor = *state;
    put(visitor, "tree/scripts/main.json"); /* built: in the source tree */
    put(visitor, "tree/build/po/ru/LC_MESSAGES/agent1414.mo");
    finds(visitor, "tree/build/agent1414", "tree/build/..", "tree/build/po");
    put(visitor, "usr/share/agent1414/scripts/main.json"); /* installed */
    put(visitor, "usr/share/locale/ru/LC_MESSAGES/agent1414.mo");
    finds(visitor, "usr/bin/agent1414", "usr/bin/../share/agent1414",
          "usr/bin/../share/locale");
}

/* What finds() runs. */
static int say_where(void)
{
    const char *const options[] = {"data.folder=", NULL};
    struct config_places places = {"", "", options};
    struct config *config = config_load(&places, NULL);
    AUTO_CHARS data = desk_data_folder(config);
    AUTO_CHARS catalogues = desk_po_folder();
    printf("%s\n%s\n", data, catalogues);
    config_free(config);
    return 0;
}

static void the_store_follows_setting_state_folder_and_home(void **state)
{
    struct visitor *visitor = *state;
    configure(visitor, "store.folder=/elsewhere/store", NULL);
    AUTO_CHARS set = desk_store_folder(visitor->config);
    assert_string_equal(set, "/elsewhere/store");
    configure(visitor, "store.folder=", NULL);
    setenv("XDG_STATE_HOME", "/state", 1);
    setenv("HOME", "/home/aigul", 1);
    AUTO_CHARS xdg = desk_store_folder(visitor->config);
    assert_string_equal(xdg, "/state/agent1414");
    setenv("XDG_STATE_HOME", "state", 1); /* must be absolute to count */
    AUTO_CHARS relative = desk_store_folder(visitor->config);
    assert_string_equal(relative, "/home/aigul/.local/state/agent1414");
    unsetenv("XDG_STATE_HOME");
    AUTO_CHARS home = desk_store_folder(visitor->config);
    assert_string_equal(home, "/home/aigul/.local/state/agent1414");
}

static void seat(const struct visitor *visitor, enum role role,
                 const char *branch)
{
    const struct people_kit person = {"aigul", role, branch};
    AUTO_CHARS store = mem_format("%s/store", visitor->folder);
    people_kit_add(store, &person);
}

static void the_first_who_comes_is_the_administrator(void **state)
{
    struct visitor *visitor = *state;
    configure(visitor, NULL, NULL);
    must_sit_down(visitor, DESK_STORE);
    assert_int_equal(visitor->desk.user.role, ROLE_ADMIN);
    configure(visitor, "person.name=bolat", NULL);
    refused(visitor, DESK_STORE, MESSAGE_USER_UNKNOWN, "bolat");
}

static void a_branch_that_is_not_in_the_table_is_refused(void **state)
{
    struct visitor *visitor = *state;
    seat(visitor, ROLE_BRANCH, "XXX");
    configure(visitor, NULL, NULL);
    refused(visitor, DESK_WORK, MESSAGE_USER_BRANCH, "aigul: XXX");
    refused(visitor, DESK_DATA | DESK_STORE, MESSAGE_USER_BRANCH, "XXX");
}

static void a_branch_person_sits_down_at_the_own_branch(void **state)
{
    struct visitor *visitor = *state;
    seat(visitor, ROLE_BRANCH, "KZO");
    configure(visitor, NULL, NULL);
    must_sit_down(visitor, DESK_DATA | DESK_STORE);
    assert_int_equal(visitor->desk.user.role, ROLE_BRANCH);
    assert_string_equal(visitor->desk.user.branch, "KZO");
    const struct branch *branch = desk_branch(&visitor->desk, "KZO");
    assert_non_null(branch);
    assert_string_equal(branch->region, "43");
    assert_null(desk_branch(&visitor->desk, "XXX"));
    assert_null(desk_branch(&visitor->desk, ""));
}

static void the_desk_works_as_of_the_day_that_is_set(void **state)
{
    struct visitor *visitor = *state;
    configure(visitor, "line.as_of=2026-03-01", NULL);
    clock_fix_ms(1795338000000); /* 2026-11-22T09:00Z */
    must_sit_down(visitor, DESK_DATA);
    assert_int_equal(visitor->desk.as_of, clock_days(2026, 3, 1));
    assert_true(visitor->desk.as_of_set);
    configure(visitor, "line.as_of=2026-11-22", NULL);
    must_sit_down(visitor, DESK_DATA);
    assert_false(visitor->desk.as_of_set); /* that is today */
    clock_fix_ms(-1);
}

static void today_is_the_day_in_the_zone_of_the_line(void **state)
{
    struct visitor *visitor = *state;
    configure(visitor, NULL, NULL);
    clock_fix_ms(1795375800000); /* 2026-11-22T19:30Z: after midnight there */
    must_sit_down(visitor, DESK_DATA);
    assert_int_equal(visitor->desk.as_of, clock_days(2026, 11, 23));
    assert_false(visitor->desk.as_of_set);
    configure(visitor, "line.zone=UTC", NULL);
    must_sit_down(visitor, DESK_DATA);
    assert_int_equal(visitor->desk.as_of, clock_days(2026, 11, 22));
    clock_fix_ms(-1);
    configure(visitor, "line.zone=Asia/Nowhere", NULL);
    assert_false(sit_down(visitor, DESK_DATA));
}

static void the_first_language_is_that_of_the_settings(void **state)
{
    struct visitor *visitor = *state;
    configure(visitor, "ui.language=ru", NULL);
    must_sit_down(visitor, 0);
    assert_int_equal(visitor->desk.language, LANGUAGE_RU);
    configure(visitor, NULL, NULL);
    must_sit_down(visitor, 0);
    assert_int_equal(visitor->desk.language, LANGUAGE_KK);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, arrive, go)

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "where") == 0)
        return say_where();
    const struct CMUnitTest tests[] = {
        STORY(a_command_on_data_touches_no_store),
        STORY(a_command_on_the_store_reads_no_scripts),
        STORY(an_agent_sits_down_to_all_of_it_and_again),
        STORY(data_that_is_not_there_is_named),
        STORY(the_data_lie_where_the_settings_say),
        STORY(without_a_setting_they_lie_beside_the_program),
        STORY(the_store_follows_setting_state_folder_and_home),
        STORY(the_first_who_comes_is_the_administrator),
        STORY(a_branch_that_is_not_in_the_table_is_refused),
        STORY(a_branch_person_sits_down_at_the_own_branch),
        STORY(the_desk_works_as_of_the_day_that_is_set),
        STORY(today_is_the_day_in_the_zone_of_the_line),
        STORY(the_first_language_is_that_of_the_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
