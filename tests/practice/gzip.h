/* A gzip body made without a compressor: the bytes are stored, not squeezed.
 * Only to show a client an encoding it did not ask for. */
#ifndef TESTS_PRACTICE_GZIP_H
#define TESTS_PRACTICE_GZIP_H

#include <stddef.h>

/* Wraps length bytes; out_length gets the bytes made. The caller frees. */
char *gzip_stored(const char *bytes, size_t length, size_t *out_length)
    __attribute__((returns_nonnull));

#endif
