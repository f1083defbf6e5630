/* Stories of log.h: what those who look after the program find in the file,
 * and what an enemy's text cannot do to it. */
#include "console/io/log.h"

#include "console/base/clock.h"
#include "console/base/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct place {
    char *folder, *path;
};

static int make_place(void **state)
{
    const char *base = getenv("TMPDIR");
    struct place *place = mem_new(sizeof(*place));
    place->folder =
        mem_format("%s/test_log.XXXXXX", base == NULL ? "/tmp" : base);
    if (mkdtemp(place->folder) == NULL)
        return -1;
    place->path = mem_format("%s/log", place->folder);
    clock_fix_ms(INT64_C(1795338900000));
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    log_close();
    clock_fix_ms(-1);
    unlink(place->path);
    rmdir(place->folder);
    free(place->folder);
    free(place->path);
    free(place);
    return 0;
}

/* The whole file; the caller frees. */
static char *contents(const struct place *place)
{
    FILE *file = fopen(place->path, "rb");
    assert_non_null(file);
    char *bytes = mem_new(1 << 20);
    size_t length = fread(bytes, 1, (1 << 20) - 1, file);
    bytes[length] = '\0';
    fclose(file);
    return bytes;
}

static void a_line_says_when_who_and_what(void **state)
{
    struct place *place = *state;
    assert_true(log_open(place->path, LOG_LEVEL_INFO, NULL));
    log_line(LOG_LEVEL_INFO, "started, %s %d", "version", 1);
    AUTO_CHARS text = contents(place);
    AUTO_CHARS wanted = mem_format(
        "2026-11-22T09:15:00.000Z %d info started, version 1\n", (int)getpid());
    assert_string_equal(text, wanted);
}

static void an_error_stands_by_its_stable_name(void **state)
{
    struct place *place = *state;
    assert_true(log_open(place->path, LOG_LEVEL_ERROR, NULL));
    struct error error = {0};
    log_error(&error);
    error_set(&error, MESSAGE_FILE_READ, "kb/x.md: line 3");
    log_error(&error);
    AUTO_CHARS text = contents(place);
    assert_non_null(strstr(text, " error FILE_READ: kb/x.md: line 3\n"));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void less_important_lines_are_left_out(void **state)
{
    struct place *place = *state;
    assert_true(log_open(place->path, LOG_LEVEL_WARNING, NULL));
    log_line(LOG_LEVEL_INFO, "info");
    log_line(LOG_LEVEL_DEBUG, "debug");
    log_line(LOG_LEVEL_WARNING, "kept");
    AUTO_CHARS text = contents(place);
    assert_null(strstr(text, "info"));
    assert_null(strstr(text, "debug"));
    assert_non_null(strstr(text, "warning kept\n"));
}

static void an_enemy_can_neither_forge_a_line_nor_reach_a_terminal(void **state)
{
    struct place *place = *state;
    assert_true(log_open(place->path, LOG_LEVEL_ERROR, NULL));
    log_line(LOG_LEVEL_ERROR, "%s", "a\n2026 error fake\r\033[2J\u202Eb\xFF");
    AUTO_CHARS text = contents(place);
    assert_non_null(strstr(text, "a 2026 error fake [2Jb\uFFFD\n"));
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
    assert_null(strchr(text, '\033'));
}

static void others_cannot_read_it(void **state)
{
    struct place *place = *state;
    FILE *file = fopen(place->path, "wb");
    assert_non_null(file);
    fputs("old\n", file);
    fclose(file);
    assert_int_equal(chmod(place->path, 0644), 0);
    assert_true(log_open(place->path, LOG_LEVEL_ERROR, NULL));
    struct stat status;
    assert_int_equal(stat(place->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    log_line(LOG_LEVEL_ERROR, "new");
    AUTO_CHARS text = contents(place);
    assert_memory_equal(text, "old\n", 4);
    assert_non_null(strstr(text, "error new\n"));
}

static void a_device_link_or_missing_folder_is_refused(void **state)
{
    struct place *place = *state;
    struct error error = {0};
    assert_false(log_open("/dev/null", LOG_LEVEL_ERROR, &error));
    assert_int_equal(error.message, MESSAGE_FILE_WRITE);
    error_clear(&error);
    /* A link to an ordinary file: it could be anybody's. */
    AUTO_CHARS target = mem_format("%s/target", place->folder);
    fclose(fopen(target, "wb"));
    assert_int_equal(symlink(target, place->path), 0);
    assert_false(log_open(place->path, LOG_LEVEL_ERROR, &error));
    assert_int_equal(error.message, MESSAGE_FILE_WRITE);
    unlink(target);
    error_clear(&error);
    AUTO_CHARS missing = mem_format("%s/none/log", place->folder);
    assert_false(log_open(missing, LOG_LEVEL_ERROR, &error));
    assert_non_null(strstr(error.detail, "none/log"));
}

static void without_an_open_log_nothing_happens(void **state)
{
    (void)state;
    errno = EDOM;
    log_line(LOG_LEVEL_ERROR, "lost");
    log_error(&(struct error){.message = MESSAGE_FILE_READ});
    log_close();
    assert_int_equal(errno, EDOM);
}

static void processes_do_not_mix_their_lines(void **state)
{
    enum { WRITERS = 4, LINES = 200 };
    struct place *place = *state;
    assert_true(log_open(place->path, LOG_LEVEL_INFO, NULL));
    fflush(NULL);
    pid_t children[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] != 0)
            continue;
        for (int line = 0; line < LINES; line++)
            log_line(LOG_LEVEL_INFO, "%0100d end", line);
        _exit(0);
    }
    for (int i = 0; i < WRITERS; i++)
        waitpid(children[i], NULL, 0);
    AUTO_CHARS text = contents(place);
    int lines = 0;
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL;
         line = end + 1, lines++) {
        assert_memory_equal(line, "2026-11-22T", 11);
        assert_memory_equal(end - 4, " end", 4);
    }
    assert_int_equal(lines, WRITERS * LINES);
}

static void levels_have_names(void **state)
{
    (void)state;
    enum log_level level = LOG_LEVEL_ERROR;
    assert_true(log_level_find("debug", &level));
    assert_int_equal(level, LOG_LEVEL_DEBUG);
    assert_false(log_level_find("loud", &level));
}

#define STORY(test)                                                            \
    cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_line_says_when_who_and_what),
        STORY(an_error_stands_by_its_stable_name),
        STORY(less_important_lines_are_left_out),
        STORY(an_enemy_can_neither_forge_a_line_nor_reach_a_terminal),
        STORY(others_cannot_read_it),
        STORY(a_device_link_or_missing_folder_is_refused),
        STORY(processes_do_not_mix_their_lines),
        cmocka_unit_test(without_an_open_log_nothing_happens),
        cmocka_unit_test(levels_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
