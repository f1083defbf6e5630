/* Sets of scripts are kept by their hash: what was in force can be opened as it
 * was, and nothing else under its name. */
#include "console/script/scripts_kept.h"

#include "tests/console/script/script_story.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

/* A data folder made of the small set, and a folder to keep in. */
struct shelf {
    char *place, *data, *kept;
};

static void shell(const char *command)
{
    if (system(command) != 0)
        fail_msg("%s", command);
}

static int open_shelf(void **state)
{
    struct shelf *shelf = mem_new(sizeof(*shelf));
    const char *base = getenv("TMPDIR");
    AUTO_CHARS valid = story_path("valid");
    AUTO_CHARS tables = story_path("tables");
    shelf->place = mem_format("%s/kept-XXXXXX", base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(shelf->place));
    shelf->data = mem_format("%s/data", shelf->place);
    shelf->kept = mem_format("%s/store/scripts", shelf->place);
    AUTO_CHARS copy =
        mem_format("mkdir -p '%s/kb' && cp -R '%s' '%s/scripts' && cp -R '%s' "
                   "'%s/kb/tables' && mkdir '%s/store' && chmod 700 '%s/store'",
                   shelf->data, valid, shelf->data, tables, shelf->data,
                   shelf->place, shelf->place);
    shell(copy);
    *state = shelf;
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

static int close_shelf(void **state)
{
    struct shelf *shelf = *state;
    nftw(shelf->place, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(shelf->place);
    free(shelf->data);
    free(shelf->kept);
    free(shelf);
    return 0;
}

/* Opens the data and keeps them; the hash, the caller frees. */
static char *keep(const struct shelf *shelf)
{
    struct error error = {0};
    struct script_set *set = scripts_open(shelf->data, NULL, &error);
    if (set == NULL ||
        !scripts_keep_files(shelf->kept, shelf->data, set, &error))
        fail_msg("%s", error.detail);
    char *hash = mem_copy(scripts_hash(set));
    scripts_free(set);
    return hash;
}

/* Another version of the same. */
static void change(const struct shelf *shelf, const char *script)
{
    AUTO_CHARS command =
        mem_format("sed -i 's/2026.11.1/2026.11.2/' '%s/scripts/%s.json'",
                   shelf->data, script);
    shell(command);
}

static void opens(const struct shelf *shelf, const char *hash,
                  const char *expected)
{
    struct script_set *set = scripts_kept(shelf->kept, hash);
    assert_non_null(set);
    assert_string_equal(scripts_hash(set), expected);
    assert_non_null(scripts_tables(set));
    scripts_free(set);
}

static void what_was_in_force_opens_as_it_was(void **state)
{
    struct shelf *shelf = *state;
    AUTO_CHARS old = keep(shelf);
    change(shelf, "main");
    AUTO_CHARS new = keep(shelf);
    assert_string_not_equal(old, new);
    opens(shelf, old, old);
    opens(shelf, new, new);
    assert_true(scripts_are_kept(shelf->kept, old));
    free(keep(shelf)); /* again: nothing to do */
    opens(shelf, new, new);
}

static void the_last_one_used_is_found(void **state)
{
    struct shelf *shelf = *state;
    assert_null(scripts_kept(shelf->kept, NULL));
    AUTO_CHARS old = keep(shelf);
    AUTO_CHARS at = mem_format("%s/%s", shelf->kept, old);
    const struct timespec long_ago[2] = {{1000, 0}, {1000, 0}};
    change(shelf, "main");
    AUTO_CHARS new = keep(shelf);
    assert_int_equal(utimensat(AT_FDCWD, at, long_ago, 0), 0);
    opens(shelf, NULL, new);
    AUTO_CHARS back = mem_format("sed -i 's/2026.11.2/2026.11.1/' "
                                 "'%s/scripts/main.json'",
                                 shelf->data);
    shell(back);
    AUTO_CHARS again = keep(shelf); /* the old one is in force again */
    assert_string_equal(again, old);
    opens(shelf, NULL, old);
}

static void bytes_that_are_not_their_name_are_not_opened(void **state)
{
    struct shelf *shelf = *state;
    AUTO_CHARS hash = keep(shelf);
    AUTO_CHARS touch =
        mem_format("printf ' ' >>'%s/%s/scripts/main.json'", shelf->kept, hash);
    shell(touch);
    assert_null(scripts_kept(shelf->kept, hash));
    assert_null(scripts_kept(shelf->kept, "../data"));
    assert_null(scripts_kept(shelf->kept, ""));
}

static void only_the_owner_can_read_them(void **state)
{
    struct shelf *shelf = *state;
    struct stat place;
    AUTO_CHARS hash = keep(shelf);
    AUTO_CHARS at = mem_format("%s/%s", shelf->kept, hash);
    assert_int_equal(stat(at, &place), 0);
    assert_int_equal(place.st_mode & 0777, 0700);
}

static void a_folder_that_cannot_be_written_is_told(void **state)
{
    struct shelf *shelf = *state;
    struct error error = {0};
    struct script_set *set = scripts_open(shelf->data, NULL, NULL);
    AUTO_CHARS file = mem_format("%s/scripts/main.json", shelf->data);
    assert_false(scripts_keep_files(file, shelf->data, set, &error));
    assert_true(error.message != MESSAGE_NONE);
    scripts_free(set);
}

/* Every way in which a file can change changes the stamp. */
static void the_stamp_follows_the_files(void **state)
{
    struct shelf *shelf = *state;
    static const char *const commands[] = {
        "printf ' ' >>scripts/main.json",
        "cd scripts && cp -p main.json x && mv x main.json",
        "touch -d 2020-01-01 kb/tables/fees.json",
        "mv scripts/school.json scripts/skool.json",
        "rm scripts/skool.json",
    };
    uint64_t stamp = scripts_stamp(shelf->data);
    assert_true(stamp == scripts_stamp(shelf->data));
    for (size_t i = 0; i < COUNT(commands); i++) {
        AUTO_CHARS command =
            mem_format("cd '%s' && %s", shelf->data, commands[i]);
        shell(command);
        assert_true(scripts_stamp(shelf->data) != stamp);
        stamp = scripts_stamp(shelf->data);
    }
    assert_true(scripts_stamp("/nowhere") == 0);
}

/* Who holds a set has it, whoever else lets it go. */
static void a_set_lives_as_long_as_it_is_held(void **state)
{
    struct shelf *shelf = *state;
    struct script_set *set = scripts_open(shelf->data, NULL, NULL);
    const struct script_set *held = scripts_hold(set);
    scripts_free(set);
    assert_non_null(scripts_find(held, "main"));
    assert_non_null(tables_hash(scripts_tables(held)));
    scripts_free(held);
    assert_null(scripts_hold(NULL));
}

#define STORY(name)                                                            \
    cmocka_unit_test_setup_teardown(name, open_shelf, close_shelf)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(what_was_in_force_opens_as_it_was),
        STORY(the_last_one_used_is_found),
        STORY(bytes_that_are_not_their_name_are_not_opened),
        STORY(only_the_owner_can_read_them),
        STORY(a_folder_that_cannot_be_written_is_told),
        STORY(the_stamp_follows_the_files),
        STORY(a_set_lives_as_long_as_it_is_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
