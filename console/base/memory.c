/* Memory that is there or ends the program: a desk that cannot allocate cannot
 * promise anything, and the draft is on disk already. */
#include "console/base/memory.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mem_exhausted(void)
{
    fputs("agent1414: out of memory\n", stderr);
    exit(EXIT_FAILURE);
}

/* Small pieces by malloc(): it has them at hand, calloc() of glibc has not. */
void *mem_new(size_t size)
{
    enum { SMALL = 1024 };
    void *memory = size > SMALL ? calloc(1, size) : malloc(size > 0 ? size : 1);
    if (memory == NULL)
        mem_exhausted();
    return size > SMALL ? memory : memset(memory, 0, size);
}

void *mem_grow(void *array, size_t count, size_t size)
{
    /* Never ask for nothing: realloc() to 0 bytes would free. */
    bool nothing = count == 0 || size == 0;
    void *grown =
        nothing ? realloc(array, 1) : reallocarray(array, count, size);
    if (grown == NULL)
        mem_exhausted();
    return grown;
}

char *mem_copy(const char *string)
{
    return string == NULL ? NULL : mem_copy_n(string, strlen(string));
}

char *mem_copy_n(const char *bytes, size_t length)
{
    char *copy = mem_new(length + 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *mem_format(const char *format, ...)
{
    char *string = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&string, format, arguments);
    va_end(arguments);
    if (length < 0)
        mem_exhausted();
    return string;
}

void mem_trim(void)
{
    malloc_trim(0);
}

void mem_free_chars(char **string)
{
    free(*string);
}
