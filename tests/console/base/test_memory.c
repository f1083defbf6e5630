/* Stories of memory.h: copies that are one's own, locals that free themselves,
 * and an end with one line when there is nothing left. */
#include "console/base/memory.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void new_memory_is_zero_even_for_nothing(void **state)
{
    (void)state;
    unsigned char *bytes = mem_new(64);
    for (int i = 0; i < 64; i++)
        assert_int_equal(bytes[i], 0);
    free(bytes);
    void *nothing = mem_new(0);
    assert_non_null(nothing);
    free(nothing);
}

static void a_grown_array_keeps_what_it_held(void **state)
{
    (void)state;
    int *numbers = mem_grow(NULL, 2, sizeof(int));
    numbers[0] = 14;
    numbers[1] = 15;
    numbers = mem_grow(numbers, 1000, sizeof(int));
    assert_int_equal(numbers[0], 14);
    assert_int_equal(numbers[1], 15);
    numbers = mem_grow(numbers, 0, sizeof(int));
    assert_non_null(numbers);
    free(numbers);
}

static void copies_are_ended_and_of_their_own(void **state)
{
    (void)state;
    char name[] = "Әсел";
    AUTO_CHARS whole = mem_copy(name);
    AUTO_CHARS part = mem_copy_n(name, 2);
    name[0] = '?';
    assert_string_equal(whole, "Әсел");
    assert_string_equal(part, "Ә");
    assert_null(mem_copy(NULL));
    AUTO_CHARS none = mem_copy_n(NULL, 0);
    assert_string_equal(none, "");
    AUTO_CHARS made = mem_format("%s-%03d", "B05", 7);
    assert_string_equal(made, "B05-007");
}

static int undone;

static void undo(int *local)
{
    undone += *local;
}

static void a_marked_local_is_undone_at_the_end_of_its_scope(void **state)
{
    (void)state;
    undone = 0;
    {
        AUTO(undo) int local = 5;
        assert_int_equal(undone, 0);
        assert_int_equal(local, 5);
    }
    assert_int_equal(undone, 5);
}

static void without_memory_the_program_says_so_and_ends(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        /* More than can be: count times size overflows. */
        free(mem_grow(NULL, SIZE_MAX / 2, 16));
        _exit(0);
    }
    close(ends[1]);
    char said[4096] = "";
    size_t length = 0;
    for (ssize_t n;
         (n = read(ends[0], said + length, sizeof(said) - 1 - length)) > 0;)
        length += (size_t)n;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) != 0);
    assert_non_null(strstr(said, "memory"));
}

static void what_is_kept_outlives_a_trim(void **state)
{
    (void)state;
    char *kept = mem_copy("Айгүл");
    free(mem_new(1 << 20));
    mem_trim();
    assert_string_equal(kept, "Айгүл");
    free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_memory_is_zero_even_for_nothing),
        cmocka_unit_test(a_grown_array_keeps_what_it_held),
        cmocka_unit_test(copies_are_ended_and_of_their_own),
        cmocka_unit_test(a_marked_local_is_undone_at_the_end_of_its_scope),
        cmocka_unit_test(what_is_kept_outlives_a_trim),
        cmocka_unit_test(without_memory_the_program_says_so_and_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
