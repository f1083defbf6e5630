/* Key lines: what may stand in them, the published file, and that whatever is
 * odd, cut or in others' reach gives no line. */
#include "console/people/keyline.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ED "ssh-ed25519"
/* Made by ssh-keygen for this test; their private halves are gone. */
#define KEY_1                                                                  \
    "AAAAC3NzaC1lZDI1NTE5AAAAIDInQKjr1mECzfJM932favVEHaa9i9lw/tc0H0KjaXms"
#define KEY_2                                                                  \
    "AAAAC3NzaC1lZDI1NTE5AAAAIJpyjtnwoAt7G24i7hLsyYyE+4249qtTkekfrDealoHY"

static const struct keyline two[] = {{.name = "ag17", .type = ED, .key = KEY_1},
                                     {.name = "br.kzo-1",
                                      .type = ED,
                                      .key = KEY_2,
                                      .hosts = "10.20.0.0/16,!10.20.9.9",
                                      .expires = 20818}}; /* 2026-12-31 */

/* What a file of these keys answers; the first error's message, NONE: a line.
 */
static enum message ask_bytes(const char *bytes, size_t length, const char *key,
                              int64_t today, char **line)
{
    struct error error = {0};
    struct keyline found, asked = {.type = ED, .key = key};
    AUTO_TEXT text = {0};
    text_add_n(&text, bytes, length);
    *line = NULL;
    if (!keyline_find(&text, &asked, today, &found, &error))
        return error.message;
    *line = keyline_text(&found, "/usr/bin/agent1414", NULL);
    return MESSAGE_NONE;
}

static void write_two(struct text *file)
{
    struct error error = {0};
    assert_true(keyline_write(file, two, COUNT(two), &error));
}

static void a_known_key_gets_one_strict_line(void **state)
{
    AUTO_TEXT file = {0};
    AUTO_CHARS first = NULL;
    AUTO_CHARS second = NULL;
    (void)state;
    write_two(&file);
    assert_int_equal(ask_bytes(file.chars, file.length, KEY_1, 20700, &first),
                     MESSAGE_NONE);
    assert_string_equal(first,
                        "restrict,pty,command=\"exec /usr/bin/agent1414 --as "
                        "ag17\" " ED " " KEY_1);
    assert_int_equal(ask_bytes(file.chars, file.length, KEY_2, 20700, &second),
                     MESSAGE_NONE);
    assert_string_equal(
        second, "restrict,pty,from=\"10.20.0.0/16,!10.20.9.9\",expiry-time="
                "\"202701010000Z\",command=\"exec /usr/bin/agent1414 --as "
                "br.kzo-1\" " ED " " KEY_2);
}

static void a_key_works_on_its_last_day_and_not_after(void **state)
{
    AUTO_TEXT file = {0};
    AUTO_CHARS there = NULL;
    AUTO_CHARS over = NULL;
    (void)state;
    write_two(&file);
    assert_int_equal(ask_bytes(file.chars, file.length, KEY_2, 20818, &there),
                     MESSAGE_NONE);
    assert_int_equal(ask_bytes(file.chars, file.length, KEY_2, 20819, &over),
                     MESSAGE_KEYLINE_NONE);
}

static void a_file_cut_anywhere_gives_no_line(void **state)
{
    AUTO_TEXT file = {0};
    (void)state;
    write_two(&file);
    for (size_t length = 0; length < file.length; length++) {
        AUTO_CHARS line = NULL;
        assert_int_equal(ask_bytes(file.chars, length, KEY_1, 1, &line),
                         MESSAGE_KEYLINE_FILE);
        assert_null(line);
    }
}

static void a_byte_changed_anywhere_gives_no_line(void **state)
{
    AUTO_TEXT file = {0};
    (void)state;
    write_two(&file);
    for (size_t i = 0; i < file.length; i++)
        for (unsigned bit = 1; bit < 256; bit <<= 1) {
            AUTO_CHARS line = NULL;
            file.chars[i] = (char)((unsigned char)file.chars[i] ^ bit);
            assert_int_not_equal(
                ask_bytes(file.chars, file.length, KEY_1, 1, &line),
                MESSAGE_NONE);
            file.chars[i] = (char)((unsigned char)file.chars[i] ^ bit);
        }
}

static void a_key_that_two_people_have_gives_no_line(void **state)
{
    const struct keyline same[] = {{.name = "ag17", .type = ED, .key = KEY_1},
                                   {.name = "admin", .type = ED, .key = KEY_1}};
    struct error error = {0};
    AUTO_TEXT file = {0};
    AUTO_CHARS line = NULL;
    (void)state;
    assert_true(keyline_write(&file, same, COUNT(same), &error));
    assert_int_equal(ask_bytes(file.chars, file.length, KEY_1, 1, &line),
                     MESSAGE_KEYLINE_FILE);
}

static void odd_bytes_are_refused_in_every_field(void **state)
{
    static const char *const odd[] = {
        "\"", "'", "\n", "\r", " ", "\t",   ";",    "$(id)",    "`id`", "\\",
        "#",  "&", "|",  ">",  "(", "\x01", "\x7f", "\xc3\xa9", "="};
    (void)state;
    for (size_t i = 0; i < COUNT(odd); i++) {
        AUTO_CHARS name = mem_format("ag%s17", odd[i]);
        AUTO_CHARS hosts = mem_format("10.0.0.1%s", odd[i]);
        AUTO_CHARS path = mem_format("/usr/bin/%s", odd[i]);
        AUTO_CHARS inside = mem_format("%.20s%s%s", KEY_1, odd[i], KEY_1 + 20);
        AUTO_CHARS behind = mem_format("%s%s", KEY_1, odd[i]);
        AUTO_CHARS type = mem_format(ED "%s", odd[i]);
        assert_false(keyline_name_ok(name));
        assert_false(keyline_hosts_ok(hosts));
        assert_false(keyline_path_ok(path));
        assert_false(keyline_key_ok(ED, inside));
        assert_false(keyline_key_ok(ED, behind));
        assert_false(keyline_key_ok(type, KEY_1));
    }
}

static void names_that_read_as_options_or_paths_are_refused(void **state)
{
    static const char *const odd[] = {
        "",   "-o",   "--as",
        ".",  "..",   "../x",
        "_x", "AG17", "abcdefghijklmnopqrstuvwxyz0123456"};
    (void)state;
    for (size_t i = 0; i < COUNT(odd); i++)
        assert_false(keyline_name_ok(odd[i]));
    assert_true(keyline_name_ok("ag17"));
    assert_false(keyline_path_ok("usr/bin/agent1414"));
    assert_false(keyline_hosts_ok("evil.example"));
    assert_false(keyline_hosts_ok(""));
    assert_true(keyline_hosts_ok("2001:db8::/32,10.*"));
}

static void a_key_says_its_own_type(void **state)
{
    (void)state;
    assert_true(keyline_key_ok(ED, KEY_1));
    assert_false(keyline_key_ok("ssh-rsa", KEY_1));
    assert_false(keyline_key_ok("ssh-ed25519-cert-v01@openssh.com", KEY_1));
    assert_false(keyline_key_ok("ssh-dss", KEY_1));
    assert_false(keyline_key_ok(ED, ""));
    assert_false(keyline_key_ok(ED, "AAAA"));
    assert_false(keyline_key_ok(ED, "AAAAC3NzaC1lZDI1NTE5")); /* type alone */
    assert_false(keyline_key_ok(ED, "AAAAC3NzaC1lZDI1NTE5AAAAIA=="));
    assert_false(keyline_key_ok(ED, "/////3NzaC1lZDI1NTE5AAAAIA=="));
}

static void a_fingerprint_is_that_of_ssh_keygen(void **state)
{
    char fingerprint[KEYLINE_FINGERPRINT_SIZE];
    (void)state;
    keyline_fingerprint(KEY_1, fingerprint);
    assert_string_equal(fingerprint,
                        "SHA256:jlHxodchGrzU7nGw+YhvEHJCbNmtAkcPbZKZlvmI3xo");
}

/* ---- the file on disk ---- */

static char *folder_made(void)
{
    const char *temp = getenv("TMPDIR");
    char *folder = mem_format("%s/keyline.XXXXXX", temp ? temp : "/tmp");
    assert_non_null(mkdtemp(folder));
    return folder;
}

static bool readable(const char *path, uid_t owner)
{
    struct error error = {0};
    AUTO_TEXT bytes = {0};
    bool read = keyline_read(path, owner, &bytes, &error);
    assert_int_equal(error.message, read ? MESSAGE_NONE : MESSAGE_KEYLINE_FILE);
    return read;
}

static void
a_published_file_is_read_as_long_as_nobody_can_change_it(void **state)
{
    struct error error = {0};
    struct stat facts;
    AUTO_CHARS folder = folder_made();
    AUTO_CHARS path = mem_format("%s/keys", folder);
    AUTO_CHARS link = mem_format("%s/link", folder);
    mode_t mask = umask(077);
    (void)state;
    assert_true(keyline_publish(path, two, COUNT(two), &error));
    umask(mask);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 07777, 0644);
    assert_true(readable(path, geteuid()));
    assert_int_equal(symlink(path, link), 0);
    assert_false(readable(link, geteuid()));
    chmod(path, 0664);
    assert_false(readable(path, geteuid()));
    chmod(path, 0646);
    assert_false(readable(path, geteuid()));
    chmod(path, 0644);
    chmod(folder, 0777);
    assert_false(readable(path, geteuid()));
    chmod(folder, 0700);
    assert_true(readable(path, geteuid()));
    assert_false(readable(folder, geteuid()));
    unlink(path);
    assert_false(readable(path, geteuid()));
    assert_int_equal(mkfifo(path, 0644), 0);
    assert_false(readable(path, geteuid()));
    unlink(path);
    unlink(link);
    rmdir(folder);
}

static void a_file_of_a_third_person_is_refused(void **state)
{
    struct error error = {0};
    AUTO_CHARS folder = folder_made();
    AUTO_CHARS path = mem_format("%s/keys", folder);
    (void)state;
    assert_true(keyline_publish(path, two, COUNT(two), &error));
    if (geteuid() == 0) { /* only root can give a file away */
        assert_int_equal(chown(path, 65533, 65533), 0);
        assert_false(readable(path, 65532));
        assert_true(readable(path, 65533));
    } else {
        assert_false(readable(path, geteuid() + 1));
    }
    unlink(path);
    rmdir(folder);
}

static void another_kind_of_file_is_not_replaced(void **state)
{
    struct error error = {0};
    AUTO_CHARS folder = folder_made();
    AUTO_CHARS path = mem_format("%s/thesis", folder);
    (void)state;
    for (int empty = 0; empty < 2; empty++) {
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(empty ? "" : "agent1414-key", file);
        assert_int_equal(fclose(file), 0);
        assert_false(keyline_publish(path, two, COUNT(two), &error));
        assert_int_equal(error.message, MESSAGE_KEYLINE_FILE);
        error_clear(&error);
    }
    unlink(path);
    assert_true(keyline_publish(path, two, COUNT(two), &error));
    assert_true(keyline_publish(path, two, 1, &error));
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

static void what_cannot_be_published_leaves_the_old_file(void **state)
{
    const struct keyline bad = {.name = "x\n", .type = ED, .key = KEY_1};
    struct error error = {0};
    AUTO_CHARS folder = folder_made();
    AUTO_CHARS path = mem_format("%s/keys", folder);
    AUTO_CHARS line = NULL;
    AUTO_TEXT bytes = {0};
    (void)state;
    assert_true(keyline_publish(path, two, COUNT(two), &error));
    assert_false(keyline_publish(path, &bad, 1, &error));
    error_clear(&error);
    assert_true(keyline_read(path, geteuid(), &bytes, &error));
    assert_int_equal(ask_bytes(bytes.chars, bytes.length, KEY_1, 1, &line),
                     MESSAGE_NONE);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* nothing else was left in it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_key_gets_one_strict_line),
        cmocka_unit_test(a_key_works_on_its_last_day_and_not_after),
        cmocka_unit_test(a_file_cut_anywhere_gives_no_line),
        cmocka_unit_test(a_byte_changed_anywhere_gives_no_line),
        cmocka_unit_test(a_key_that_two_people_have_gives_no_line),
        cmocka_unit_test(odd_bytes_are_refused_in_every_field),
        cmocka_unit_test(names_that_read_as_options_or_paths_are_refused),
        cmocka_unit_test(a_key_says_its_own_type),
        cmocka_unit_test(a_fingerprint_is_that_of_ssh_keygen),
        cmocka_unit_test(
            a_published_file_is_read_as_long_as_nobody_can_change_it),
        cmocka_unit_test(a_file_of_a_third_person_is_refused),
        cmocka_unit_test(another_kind_of_file_is_not_replaced),
        cmocka_unit_test(what_cannot_be_published_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
