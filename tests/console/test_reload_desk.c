/* A desk takes new scripts beside its work: good ones at once, others never;
 * whoever holds the older ones has them on. */
#include "console/reload.h"

#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/loop.h"
#include "console/script/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* An agent's desk over a copy of the shipped data. */
struct office {
    char *folder;
    struct config *config;
    struct loop *loop;
    struct desk desk;
    struct reload *reload;
    int changes;
};

static void shell(struct office *office, const char *command)
{
    AUTO_CHARS line = mem_format("cd '%s' && %s", office->folder, command);
    if (system(line) != 0)
        fail_msg("%s", line);
}

static void changed(void *cookie)
{
    ((struct office *)cookie)->changes++;
}

static void sit_down(struct office *office)
{
    struct error error = {0};
    if (!desk_init(&office->desk, office->config, office->loop, DESK_WORK,
                   &error))
        fail_msg("desk: %s", error.detail);
    office->reload = reload_open(&office->desk, changed, office);
}

static int open_office(void **state)
{
    struct office *office = mem_new(sizeof(*office));
    const char *base = getenv("TMPDIR");
    const char *root = getenv("AGENT1414_ROOT");
    root = root ? root : ".";
    office->folder = mem_format("%s/office-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(office->folder));
    AUTO_CHARS copy =
        mem_format("mkdir -p '%s/data/kb' && cp -R '%s/scripts' '%s/data' && "
                   "cp -R '%s/kb/tables' '%s/data/kb' && "
                   "rm -f '%s/data/scripts/published.json'", /* drafts */
                   office->folder, root, office->folder, root, office->folder,
                   office->folder);
    assert_int_equal(system(copy), 0);
    AUTO_CHARS data = mem_format("data.folder=%s/data", office->folder);
    AUTO_CHARS store = mem_format("store.folder=%s/store", office->folder);
    const char *const options[] = {data, store, "person.name=aigul", NULL};
    struct config_places places = {"", "", options};
    office->config = config_load(&places, NULL);
    assert_non_null(office->config);
    office->loop = loop_open(NULL);
    sit_down(office);
    *state = office;
    return 0;
}

static void stand_up(struct office *office)
{
    reload_close(office->reload);
    desk_stop(&office->desk);
    loop_turn(office->loop, 0);
    desk_clear(&office->desk);
}

static int remove_one(const char *path, const struct stat *facts, int kind,
                      struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int close_office(void **state)
{
    struct office *office = *state;
    stand_up(office);
    config_free(office->config);
    loop_close(office->loop);
    nftw(office->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(office->folder);
    free(office);
    return 0;
}

/* Loads, and turns until that is over. */
static enum reload_state load(struct office *office)
{
    time_t end = time(NULL) + 60;
    reload_now(office->reload);
    assert_int_equal(reload_state(office->reload), RELOAD_RUNNING);
    while (reload_state(office->reload) == RELOAD_RUNNING && time(NULL) < end)
        loop_turn(office->loop, 100);
    return reload_state(office->reload);
}

#define NEXT_VERSION                                                           \
    "sed -i 's/\"version\": \"2026.11/\"version\": \"2026.12/' "               \
    "data/scripts/main.json"
#define BREAK                                                                  \
    "sed -i 's/\"to\": \"general\"/\"to\": \"nowhere\"/' "                     \
    "data/scripts/main.json"
#define REPAIR                                                                 \
    "sed -i 's/\"to\": \"nowhere\"/\"to\": \"general\"/' "                     \
    "data/scripts/main.json"

static void good_files_are_taken_at_once(void **state)
{
    struct office *office = *state;
    const struct script_set *old = scripts_hold(office->desk.scripts);
    AUTO_CHARS hash = mem_copy(scripts_hash(old));
    assert_int_equal(load(office), RELOAD_NONE); /* the same as before */
    shell(office, NEXT_VERSION);
    assert_int_equal(load(office), RELOAD_TAKEN);
    assert_string_not_equal(scripts_hash(office->desk.scripts), hash);
    assert_ptr_equal(office->desk.tables, scripts_tables(office->desk.scripts));
    assert_true(office->desk.branch_count > 0);
    assert_string_equal(scripts_hash(old), hash); /* a call still has them */
    assert_non_null(scripts_find(old, "main"));
    scripts_free(old);
    assert_true(office->changes >= 4);
}

static void files_that_are_refused_change_nothing(void **state)
{
    struct office *office = *state;
    const struct script_set *set = office->desk.scripts;
    shell(office, BREAK);
    assert_int_equal(load(office), RELOAD_REFUSED);
    assert_ptr_equal(office->desk.scripts, set);
    const struct findings *findings = reload_findings(office->reload);
    assert_true(findings->count > 0);
    assert_string_equal(finding_name(findings->items[0].code), "E03");
    assert_non_null(strstr(findings->items[0].file, "main.json"));
    shell(office, REPAIR);
    assert_int_equal(load(office), RELOAD_NONE);
    assert_int_equal(reload_findings(office->reload)->count, 0);
}

/* What can be loaded but leaves a caller without a way is refused as well. */
static void files_that_do_not_prove_are_refused(void **state)
{
    struct office *office = *state;
    const struct script_set *set = office->desk.scripts;
    shell(office, "sed -i '0,/\"answers.who\"}, \"guardian\"/s//\"answers.who\""
                  "}, \"self\"/' data/scripts/main.json");
    assert_int_equal(load(office), RELOAD_REFUSED);
    assert_ptr_equal(office->desk.scripts, set);
    const struct findings *findings = reload_findings(office->reload);
    bool gap = false;
    for (size_t k = 0; k < findings->count; k++)
        gap = gap || strcmp(finding_name(findings->items[k].code), "E09") == 0;
    assert_true(gap); /* who asks for a child */
}

static void nobody_asks_and_they_are_found(void **state)
{
    struct office *office = *state;
    time_t end = time(NULL) + 60;
    shell(office, NEXT_VERSION);
    while (reload_state(office->reload) != RELOAD_TAKEN && time(NULL) < end) {
        reload_look(office->reload);
        loop_turn(office->loop, 100);
    }
    assert_int_equal(reload_state(office->reload), RELOAD_TAKEN);
}

static void a_desk_is_left_while_it_loads(void **state)
{
    struct office *office = *state;
    shell(office, NEXT_VERSION);
    reload_now(office->reload);
    stand_up(office);
    sit_down(office);
    assert_int_equal(reload_state(office->reload), RELOAD_NONE);
}

/* Refused at the start of the day: the last good ones are in use. */
static void a_desk_opens_on_the_last_good_ones(void **state)
{
    struct office *office = *state;
    AUTO_CHARS hash = mem_copy(scripts_hash(office->desk.scripts));
    stand_up(office);
    shell(office, BREAK);
    sit_down(office);
    assert_string_equal(scripts_hash(office->desk.scripts), hash);
    assert_int_equal(load(office), RELOAD_REFUSED);
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, open_office, close_office)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(good_files_are_taken_at_once),
        STORY(files_that_are_refused_change_nothing),
        STORY(files_that_do_not_prove_are_refused),
        STORY(nobody_asks_and_they_are_found),
        STORY(a_desk_is_left_while_it_loads),
        STORY(a_desk_opens_on_the_last_good_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
