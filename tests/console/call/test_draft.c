/* Drafts: what was added is there after any end of the program. */
#include "console/call/draft.h"

#include "console/base/error.h"
#include "console/base/text.h"

#include "tests/console/cases/store_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int fresh(void **state)
{
    struct store_kit *kit = mem_new(sizeof(*kit));

    store_kit_make(kit);
    *state = kit;
    return 0;
}

static int gone(void **state)
{
    store_kit_remove(*state);
    free(*state);
    return 0;
}

static struct draft *open_as(struct store_kit *kit, const char *name)
{
    struct error error = {0};
    struct draft *draft = draft_open(kit->folder, name, &kit->keys, &error);

    if (!draft)
        fail_msg("%s: %s", message_text(error.message), error.detail);
    return draft;
}

static void add(struct draft *draft, const char *json)
{
    struct error error = {0};

    assert_true(draft_add(draft, json, &error));
}

static void collect(const char *json, void *cookie)
{
    text_format(cookie, "%s;", json);
}

/* All lines of the draft, each ended by ";". The caller frees. */
static char *lines_of(struct draft *draft)
{
    struct error error = {0};
    AUTO_TEXT lines = {0};

    assert_true(draft_read(draft, collect, &lines, &error));
    return text_take(&lines);
}

static void assert_lines(struct draft *draft, const char *expected)
{
    AUTO_CHARS lines = lines_of(draft);

    assert_string_equal(lines, expected);
}

static char *path_of(struct store_kit *kit, int slot)
{
    return mem_format("%s/drafts/ag17.%d.draft", kit->folder, slot);
}

static void a_fresh_draft_holds_no_call(void **state)
{
    struct draft *draft = open_as(*state, "ag17");
    AUTO_CHARS path = path_of(*state, 0);
    struct stat facts;

    assert_false(draft_found(draft));
    assert_lines(draft, "");
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 07777, 0600);
    draft_close(draft);
}

static void the_agent_finds_the_call_where_it_stopped(void **state)
{
    struct draft *draft = open_as(*state, "ag17");

    add(draft, "{\"iin\":\"900101300017\"}");
    add(draft, "{\"answer\":\"иә\"}");
    draft_close(draft);
    draft = open_as(*state, "ag17");
    assert_true(draft_found(draft));
    assert_lines(draft, "{\"iin\":\"900101300017\"};{\"answer\":\"иә\"};");
    add(draft, "{}");
    assert_lines(draft, "{\"iin\":\"900101300017\"};{\"answer\":\"иә\"};{};");
    draft_close(draft);
}

static void a_saved_call_leaves_nothing_behind(void **state)
{
    struct error error = {0};
    struct draft *draft = open_as(*state, "ag17");

    add(draft, "{\"a\":1}");
    assert_true(draft_end(draft, &error));
    assert_false(draft_found(draft));
    add(draft, "{\"b\":2}");
    assert_lines(draft, "{\"b\":2};");
    assert_true(draft_end(draft, &error));
    draft_close(draft);
    draft = open_as(*state, "ag17");
    assert_false(draft_found(draft));
    draft_close(draft);
}

static void nobody_else_is_offered_the_call(void **state)
{
    struct draft *draft = open_as(*state, "ag17");

    add(draft, "{\"a\":1}");
    draft_close(draft);
    draft = open_as(*state, "ag18");
    assert_false(draft_found(draft));
    draft_close(draft);
}

static void the_file_shows_nothing_of_the_call(void **state)
{
    struct draft *draft = open_as(*state, "ag17");
    AUTO_CHARS path = path_of(*state, 0);
    char bytes[1000];

    add(draft, "{\"iin\":\"900101300017\"}");
    draft_close(draft);
    FILE *file = fopen(path, "r");
    size_t length = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    assert_true(length > 20);
    assert_null(memmem(bytes, length, "iin", 3));
    assert_null(memmem(bytes, length, "9001", 4));
}

static void a_second_window_gets_a_draft_of_its_own(void **state)
{
    struct draft *first = open_as(*state, "ag17");
    struct draft *second = open_as(*state, "ag17");

    add(first, "{\"first\":1}");
    add(second, "{\"second\":2}");
    assert_lines(first, "{\"first\":1};");
    assert_lines(second, "{\"second\":2};");
    draft_close(first);
    draft_close(second);
}

static void a_call_that_stopped_is_preferred_to_an_empty_file(void **state)
{
    struct draft *first = open_as(*state, "ag17");
    struct draft *second = open_as(*state, "ag17");

    add(second, "{\"second\":2}");
    draft_close(first);
    draft_close(second);
    first = open_as(*state, "ag17");
    assert_lines(first, "{\"second\":2};");
    draft_close(first);
}

static void the_ninth_window_is_refused(void **state)
{
    struct store_kit *kit = *state;
    struct error error = {0};
    struct draft *drafts[8];

    for (int i = 0; i < 8; i++)
        drafts[i] = open_as(kit, "ag17");
    assert_null(draft_open(kit->folder, "ag17", &kit->keys, &error));
    assert_int_equal(error.message, MESSAGE_DRAFT_BUSY);
    for (int i = 0; i < 8; i++)
        draft_close(drafts[i]);
}

/* Wherever the file is cut, the whole lines before the cut are there, and a
 * new line can follow them. */
static void a_torn_tail_costs_the_torn_line_only(void **state)
{
    AUTO_CHARS path = path_of(*state, 0);
    struct draft *draft = open_as(*state, "ag17");
    struct stat one, two;

    add(draft, "{\"one\":1}");
    assert_int_equal(stat(path, &one), 0);
    add(draft, "{\"two\":2}");
    assert_int_equal(stat(path, &two), 0);
    draft_close(draft);
    for (off_t cut = two.st_size - 1; cut > one.st_size; cut--) {
        assert_int_equal(truncate(path, cut), 0);
        draft = open_as(*state, "ag17");
        assert_lines(draft, "{\"one\":1};");
        add(draft, "{\"new\":3}");
        assert_lines(draft, "{\"one\":1};{\"new\":3};");
        draft_close(draft);
        draft = open_as(*state, "ag17");
        assert_lines(draft, "{\"one\":1};{\"new\":3};");
        draft_close(draft);
    }
}

static void flip(const char *path, long at)
{
    FILE *file = fopen(path, "r+");
    int byte;

    fseek(file, at, SEEK_SET);
    byte = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(byte ^ 0x40, file);
    fclose(file);
}

static void what_follows_a_changed_line_is_left_out(void **state)
{
    AUTO_CHARS path = path_of(*state, 0);
    struct draft *draft = open_as(*state, "ag17");
    struct stat one;

    add(draft, "{\"one\":1}");
    assert_int_equal(stat(path, &one), 0);
    add(draft, "{\"two\":2}");
    add(draft, "{\"three\":3}");
    draft_close(draft);
    flip(path, one.st_size + 10);
    draft = open_as(*state, "ag17");
    assert_lines(draft, "{\"one\":1};");
    draft_close(draft);
    flip(path, one.st_size + 10);
    flip(path, one.st_size + 3); /* a length beyond all bounds */
    draft = open_as(*state, "ag17");
    assert_lines(draft, "{\"one\":1};");
    draft_close(draft);
}

static void a_draft_that_others_can_read_is_refused(void **state)
{
    struct store_kit *kit = *state;
    AUTO_CHARS path = path_of(kit, 0);
    struct error error = {0};

    draft_close(open_as(kit, "ag17"));
    assert_int_equal(chmod(path, 0644), 0);
    assert_null(draft_open(kit->folder, "ag17", &kit->keys, &error));
    assert_int_equal(error.message, MESSAGE_FILE_MODE);
}

/* A child adds lines and tells each one that is added, until it is killed. */
static void add_until_killed(struct store_kit *kit, int out)
{
    struct draft *draft = open_as(kit, "ag17");
    struct error error = {0};

    for (unsigned line = 0;; line++) {
        AUTO_CHARS json = mem_format("%u", line);

        if (!draft_add(draft, json, &error) ||
            write(out, &line, sizeof(line)) < 0)
            _exit(1);
    }
}

static void count(const char *json, void *cookie)
{
    unsigned *lines = cookie;

    assert_int_equal(strtoul(json, NULL, 10), *lines);
    ++*lines;
}

static void a_killed_program_loses_no_added_line(void **state)
{
    struct store_kit *kit = *state;

    for (int round = 0; round < 30; round++) {
        unsigned told = 0, lines = 0;
        struct error error = {0};
        int pipes[2], status;

        assert_int_equal(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0) {
            close(pipes[0]);
            add_until_killed(kit, pipes[1]);
        }
        close(pipes[1]);
        for (int i = 0; i < 3 + round; i++)
            assert_int_equal(read(pipes[0], &told, sizeof(told)), sizeof(told));
        kill(child, SIGKILL);
        while (read(pipes[0], &told, sizeof(told)) == sizeof(told))
            ;
        waitpid(child, &status, 0);
        close(pipes[0]);
        struct draft *draft = open_as(kit, "ag17");
        assert_true(draft_read(draft, count, &lines, &error));
        assert_true(lines > told);
        assert_true(draft_end(draft, &error));
        draft_close(draft);
    }
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, fresh, gone)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_fresh_draft_holds_no_call),
        STORY(the_agent_finds_the_call_where_it_stopped),
        STORY(a_saved_call_leaves_nothing_behind),
        STORY(nobody_else_is_offered_the_call),
        STORY(the_file_shows_nothing_of_the_call),
        STORY(a_second_window_gets_a_draft_of_its_own),
        STORY(a_call_that_stopped_is_preferred_to_an_empty_file),
        STORY(the_ninth_window_is_refused),
        STORY(a_torn_tail_costs_the_torn_line_only),
        STORY(what_follows_a_changed_line_is_left_out),
        STORY(a_draft_that_others_can_read_is_refused),
        STORY(a_killed_program_loses_no_added_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
