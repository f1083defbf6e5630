/* Sealing: what was sealed opens only with the same key, purpose and bytes. */
#include "console/people/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static int start(void **state)
{
    (void)state;
    seal_start();
    return 0;
}

/* The published BLAKE2b-256 of no bytes. */
static void the_hash_is_blake2b(void **state)
{
    unsigned char hash[SEAL_HASH_SIZE];
    char hex[2 * SEAL_HASH_SIZE + 1];

    (void)state;
    seal_hash(NULL, "", 0, hash);
    seal_hex(hash, sizeof(hash), hex);
    assert_string_equal(
        hex,
        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void a_keyed_hash_depends_on_the_key(void **state)
{
    struct seal_key one = {{1}}, two = {{2}};
    unsigned char first[SEAL_HASH_SIZE], second[SEAL_HASH_SIZE];

    (void)state;
    seal_hash(&one, "same", 4, first);
    seal_hash(&two, "same", 4, second);
    assert_memory_not_equal(first, second, sizeof(first));
    seal_hash(NULL, "same", 4, second);
    assert_memory_not_equal(first, second, sizeof(first));
}

static void each_purpose_gets_a_key_of_its_own(void **state)
{
    struct seal_key parent = {{7}}, wrap, find, again;

    (void)state;
    seal_derive(&parent, "wrap", &wrap);
    seal_derive(&parent, "find", &find);
    seal_derive(&parent, "wrap", &again);
    assert_memory_not_equal(&wrap, &find, sizeof(wrap));
    assert_memory_equal(&wrap, &again, sizeof(wrap));
}

static void a_sealed_text_opens_again(void **state)
{
    struct seal_key key = {{3}};
    const char *plain = "Айгүл хабарласты";
    size_t length, opened_length;
    unsigned char *box =
        seal_close(&key, "note", plain, strlen(plain), &length);
    char *opened = seal_open(&key, "note", box, length, &opened_length);

    (void)state;
    assert_non_null(opened);
    assert_string_equal(opened, plain);
    assert_int_equal(opened_length, strlen(plain));
    free(opened);
    free(box);
}

static void a_box_does_not_show_what_is_in_it(void **state)
{
    struct seal_key key = {{3}};
    size_t one_length, two_length;
    unsigned char *one = seal_close(&key, "x", "900101300017", 12, &one_length);
    unsigned char *two = seal_close(&key, "x", "900101300017", 12, &two_length);

    (void)state;
    assert_null(memmem(one, one_length, "9001", 4));
    assert_memory_not_equal(one, two, one_length); /* a nonce of its own */
    free(one);
    free(two);
}

static void any_changed_bit_keeps_the_box_shut(void **state)
{
    struct seal_key key = {{3}};
    size_t length;
    unsigned char *box = seal_close(&key, "about", "value", 5, &length);

    (void)state;
    for (size_t bit = 0; bit < 8 * length; bit++) {
        box[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_null(seal_open(&key, "about", box, length, NULL));
        box[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t cut = 0; cut < length; cut++)
        assert_null(seal_open(&key, "about", box, cut, NULL));
    free(box);
}

static void another_key_or_place_keeps_the_box_shut(void **state)
{
    struct seal_key key = {{3}}, other = {{4}};
    size_t length;
    unsigned char *box = seal_close(&key, "case 1", "value", 5, &length);

    (void)state;
    assert_null(seal_open(&other, "case 1", box, length, NULL));
    assert_null(seal_open(&key, "case 2", box, length, NULL));
    assert_null(seal_open(&key, "case 1", NULL, 0, NULL));
    free(box);
}

static void uuids_are_of_version_4_and_all_different(void **state)
{
    char first[SEAL_UUID_SIZE], uuid[SEAL_UUID_SIZE];

    (void)state;
    seal_uuid(first);
    for (int i = 0; i < 100; i++) {
        seal_uuid(uuid);
        assert_int_equal(strlen(uuid), 36);
        assert_int_equal(strspn(uuid, "0123456789abcdef-"), 36);
        assert_true(uuid[8] == '-' && uuid[13] == '-' && uuid[18] == '-' &&
                    uuid[23] == '-');
        assert_true(uuid[14] == '4');
        assert_non_null(strchr("89ab", uuid[19]));
        assert_string_not_equal(uuid, first);
    }
}

static void hex_goes_there_and_back(void **state)
{
    unsigned char bytes[3] = {0x00, 0xab, 0xff}, back[3];
    char hex[7];

    (void)state;
    seal_hex(bytes, 3, hex);
    assert_string_equal(hex, "00abff");
    assert_true(seal_unhex(hex, back, 3));
    assert_memory_equal(bytes, back, 3);
    assert_false(seal_unhex("00abf", back, 3));
    assert_false(seal_unhex("00abfg", back, 3));
    assert_false(seal_unhex("00abff00", back, 3));
}

static void base64_is_of_its_letters_alone(void **state)
{
    unsigned char out[8];

    (void)state;
    assert_int_equal(seal_unbase64("QUJD", out, sizeof(out)), 3);
    assert_memory_equal(out, "ABC", 3);
    assert_int_equal(seal_unbase64("QUI=", out, sizeof(out)), 2);
    assert_int_equal(seal_unbase64("", out, sizeof(out)), 0);
    assert_int_equal(seal_unbase64("QUJ", out, sizeof(out)), -1);
    assert_int_equal(seal_unbase64("QU D", out, sizeof(out)), -1);
    for (int byte = 0x80; byte <= 0xFF; byte++) {
        char text[] = {'Q', 'U', (char)byte, 'D', '\0'};
        assert_int_equal(seal_unbase64(text, out, sizeof(out)), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_blake2b),
        cmocka_unit_test(a_keyed_hash_depends_on_the_key),
        cmocka_unit_test(each_purpose_gets_a_key_of_its_own),
        cmocka_unit_test(a_sealed_text_opens_again),
        cmocka_unit_test(a_box_does_not_show_what_is_in_it),
        cmocka_unit_test(any_changed_bit_keeps_the_box_shut),
        cmocka_unit_test(another_key_or_place_keeps_the_box_shut),
        cmocka_unit_test(uuids_are_of_version_4_and_all_different),
        cmocka_unit_test(hex_goes_there_and_back),
        cmocka_unit_test(base64_is_of_its_letters_alone),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
