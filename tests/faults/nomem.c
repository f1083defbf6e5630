/* Stands before the C library's malloc() and its kin and counts. */
#include "tests/faults/nomem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_long made;
static long point;
static bool ever;

/* Before main, and before the other libraries have begun. */
__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("NOMEM_POINT");
    ever = getenv("NOMEM_EVER") != NULL;
    made = 0;
    point = at ? atol(at) : 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("NOMEM_COUNT");
    char text[32];
    int file = path ? open(path, O_WRONLY | O_TRUNC) : -1;
    int length = snprintf(text, sizeof(text), "%ld\n", made);
    if (!path)
        return;
    if (file < 0 || write(file, text, (size_t)length) != length)
        _exit(NOMEM_BAD);
    close(file);
}

/* Is this the one that fails? */
static bool is_short(void)
{
    long number = ++made;
    bool now = point && (number == point || (ever && number > point));
    if (now)
        errno = ENOMEM;
    return now;
}

void *malloc(size_t size)
{
    return is_short() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_short() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return is_short() ? NULL : __libc_realloc(memory, size);
}

void *reallocarray(void *memory, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(memory, bytes);
}

void *memalign(size_t alignment, size_t size)
{
    return is_short() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}
