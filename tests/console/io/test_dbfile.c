/* Where a store may lie, and what is no store. */
#include "tests/console/io/dbplace.h"

#include "console/io/dbfile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *path, const char *text, mode_t mode)
{
    int file = open(path, O_CREAT | O_WRONLY, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    fchmod(file, mode);
    close(file);
}

static void expect_refusal(struct dbplace *place, const char *path,
                           enum message message)
{
    error_clear(&place->error);
    assert_null(db_open(path, 50, &place->error));
    assert_int_equal(place->error.message, message);
}

static void test_what_is_no_store_is_refused_and_left_alone(void **state)
{
    struct dbplace *place = *state;
    const char *text = "This is a letter and no store at all, but it is as "
                       "long as a header of SQLite has to be: 100 bytes..";
    write_file(place->path, text, 0600);
    expect_refusal(place, place->path, MESSAGE_STORE_CORRUPT);
    struct stat file;
    assert_int_equal(stat(place->path, &file), 0);
    assert_int_equal(file.st_size, strlen(text));
}

static void test_unsafe_places_are_refused(void **state)
{
    struct dbplace *place = *state;
    AUTO_CHARS link = mem_format("%s/link", place->folder);
    AUTO_CHARS nowhere = mem_format("%s/no/store", place->folder);
    expect_refusal(place, nowhere, MESSAGE_STORE_OPEN);
    expect_refusal(place, place->folder, MESSAGE_STORE_OPEN);
    write_file(place->path, "", 0660);
    expect_refusal(place, place->path, MESSAGE_STORE_MODE);
    assert_int_equal(chmod(place->path, 0600), 0);
    assert_int_equal(symlink(place->path, link), 0);
    expect_refusal(place, link, MESSAGE_STORE_OPEN);
    place->db = db_open(place->path, 50, &place->error);
    assert_non_null(place->db);
}

static void test_a_linked_directory_is_fine(void **state)
{
    struct dbplace *place = *state;
    AUTO_CHARS real = mem_format("%s/real", place->folder);
    AUTO_CHARS link = mem_format("%s/link", place->folder);
    AUTO_CHARS path = mem_format("%s/store", link);
    assert_int_equal(mkdir(real, 0700), 0);
    assert_int_equal(symlink(real, link), 0);
    place->db = db_open(path, 50, &place->error);
    assert_non_null(place->db);
}

static void test_a_store_held_in_wal_mode_is_refused(void **state)
{
    struct dbplace *place = *state;
    assert_true(db_script(place->db, "PRAGMA journal_mode=WAL", NULL));
    assert_int_equal(dbplace_number(place->db, "SELECT n FROM tally"), 0);
    error_clear(&place->error);
    struct db *second = db_open(place->path, 50, &place->error);
    assert_null(second);
    assert_true(place->error.message == MESSAGE_STORE_SETTING ||
                place->error.message == MESSAGE_STORE_LOCKED);
    /* Nobody else holds it: it is put right. */
    db_close(place->db);
    error_clear(&place->error);
    place->db = db_open(place->path, 50, &place->error);
    assert_non_null(place->db);
}

static void test_network_file_systems_are_known_by_number(void **state)
{
    (void)state;
    assert_string_equal(dbfile_network(0x6969), "NFS");
    assert_string_equal(dbfile_network(0xFF534D42), "CIFS");
    assert_string_equal(dbfile_network((int32_t)0xFF534D42), "CIFS");
    assert_string_equal(dbfile_network((int32_t)0xFE534D42), "SMB2");
    assert_string_equal(dbfile_network(0x65735546), "FUSE");
    assert_string_equal(dbfile_network(0x01021997), "9p");
    assert_null(dbfile_network(0xEF53));     /* ext4 */
    assert_null(dbfile_network(0x01021994)); /* tmpfs */
    assert_null(dbfile_network(0x58465342)); /* XFS */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE(test_what_is_no_store_is_refused_and_left_alone),
        PLACE(test_unsafe_places_are_refused),
        PLACE(test_a_linked_directory_is_fine),
        STORE(test_a_store_held_in_wal_mode_is_refused),
        cmocka_unit_test(test_network_file_systems_are_known_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
