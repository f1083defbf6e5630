/* The reserve of a disk: made while there is room, given up when there is
 * little, made again. */
#include "console/io/reserve.h"

#include "console/base/memory.h"
#include "tests/faults/small_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static bool keeps_no_room;

/* In the place of libc's: a disk that gives a length and keeps no room. */
int posix_fallocate(int file, off_t offset, off_t length)
{
    bool done = keeps_no_room ? ftruncate(file, offset + length) == 0
                              : fallocate(file, 0, offset, length) == 0;
    return done ? 0 : errno;
}

enum { DISK_KIB = 8 * 1024 };

struct place {
    char folder[64];
    char *path;
};

static bool begin(struct place *place)
{
    const char *why;
    snprintf(place->folder, sizeof place->folder, "%s/reserve.XXXXXX",
             getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(place->folder));
    place->path = mem_format("%s/reserve", place->folder);
    bool mounted = small_disk_mount(place->folder, DISK_KIB, &why);
    if (mounted)
        return true;
    print_message("%s\n", why);
    rmdir(place->folder);
    free(place->path);
    return false;
}

static void end(struct place *place)
{
    small_disk_unmount(place->folder);
    rmdir(place->folder);
    free(place->path);
}

static void it_keeps_its_room(void **state)
{
    struct place place;
    struct stat facts;
    (void)state;
    if (!begin(&place))
        skip();
    int before = small_disk_left(place.folder);
    assert_false(reserve_whole(place.path));
    assert_true(reserve_mind(place.path));
    assert_true(reserve_whole(place.path));
    assert_true(before - small_disk_left(place.folder) >= RESERVE_BYTES / 1024);
    assert_int_equal(stat(place.path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_true(reserve_mind(place.path));
    end(&place);
}

static void a_disk_that_keeps_no_room_is_low_only_when_it_is(void **state)
{
    struct place place;
    (void)state;
    if (!begin(&place))
        skip();
    keeps_no_room = true;
    assert_true(reserve_low(place.path)); /* not there at all */
    reserve_mind(place.path);
    assert_false(reserve_whole(place.path));
    assert_false(reserve_low(place.path));
    keeps_no_room = false;
    small_disk_fill(place.folder, (RESERVE_BYTES + RESERVE_ROOM) / 1024 - 8);
    reserve_mind(place.path);
    assert_true(reserve_low(place.path));
    end(&place);
}

static void it_goes_when_little_is_left_and_comes_back(void **state)
{
    struct place place;
    (void)state;
    if (!begin(&place))
        skip();
    assert_true(reserve_mind(place.path));
    small_disk_fill(place.folder, RESERVE_LOW / 1024);
    assert_true(reserve_mind(place.path)); /* as much as there must be */
    small_disk_fill(place.folder, RESERVE_LOW / 1024 - 8);
    assert_false(reserve_mind(place.path));
    assert_false(reserve_whole(place.path));
    assert_true(reserve_low(place.path));
    assert_true(small_disk_left(place.folder) >= RESERVE_BYTES / 1024);
    assert_false(reserve_mind(place.path)); /* nor is it made out of itself */
    assert_false(reserve_whole(place.path));
    small_disk_free(place.folder);
    assert_true(reserve_mind(place.path));
    end(&place);
}

static void given_up_at_once_when_something_found_no_room(void **state)
{
    struct place place;
    (void)state;
    if (!begin(&place))
        skip();
    assert_false(reserve_give(place.path)); /* there is none */
    assert_true(reserve_mind(place.path));
    assert_true(reserve_give(place.path));
    assert_false(reserve_whole(place.path));
    assert_false(reserve_give(place.path));
    end(&place);
}

static void a_link_in_its_place_is_left_alone(void **state)
{
    struct place place;
    (void)state;
    if (!begin(&place))
        skip();
    AUTO_CHARS other = mem_format("%s/other", place.folder);
    assert_int_equal(symlink(other, place.path), 0);
    assert_false(reserve_mind(place.path));
    assert_int_not_equal(access(other, F_OK), 0);
    end(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_keeps_its_room),
        cmocka_unit_test(a_disk_that_keeps_no_room_is_low_only_when_it_is),
        cmocka_unit_test(it_goes_when_little_is_left_and_comes_back),
        cmocka_unit_test(given_up_at_once_when_something_found_no_room),
        cmocka_unit_test(a_link_in_its_place_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
