/* Memory that is there or ends the program, and locals that free themselves.
 * The one cleanup macro of the house: AUTO(free) char *name = ...; */
#ifndef CONSOLE_BASE_MEMORY_H
#define CONSOLE_BASE_MEMORY_H

#include <stddef.h>

/* Allocates size zeroed bytes (never NULL); the caller frees with free().
 * Ends the program with one line on stderr when there is no memory. */
void *mem_new(size_t size) __attribute__((malloc, returns_nonnull));

/* Grows an array to count elements of size bytes; owns like realloc(). */
void *mem_grow(void *array, size_t count, size_t size)
    __attribute__((returns_nonnull));

/* Copies a string; NULL stays NULL. The caller frees. */
char *mem_copy(const char *string);

/* Copies length bytes and ends them with NUL. The caller frees. */
char *mem_copy_n(const char *bytes, size_t length)
    __attribute__((returns_nonnull));

/* Formats into a new string. The caller frees. */
char *mem_format(const char *format, ...)
    __attribute__((format(printf, 1, 2), returns_nonnull));

/* Ends the program with one line on stderr: there is no memory. For libraries
 * that report it to us instead of ending. */
void mem_exhausted(void) __attribute__((noreturn));

/* Gives free pages back to the system: called when much was freed at once and
 * the program stays, as after loading. */
void mem_trim(void);

/* What AUTO_CHARS calls at the end of a scope. */
void mem_free_chars(char **string);

/* Marks a local so that `undo` (which takes the address of the local) runs
 * when it leaves its scope. */
#define AUTO(undo) __attribute__((cleanup(undo)))

/* A local string that frees itself. */
#define AUTO_CHARS AUTO(mem_free_chars) char *

/* A result that must not be ignored. */
#define MUST_USE __attribute__((warn_unused_result))

/* The number of elements of an array. */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
