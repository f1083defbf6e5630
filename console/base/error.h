/* One error: a message for people and a detail for the log. Made once, where
 * the reason is known; passed on untouched; shown once, logged once. */
#ifndef CONSOLE_BASE_ERROR_H
#define CONSOLE_BASE_ERROR_H

#include "console/base/message.h"

#include <stdbool.h>

struct error {
    enum message message; /* MESSAGE_NONE: no error */
    char detail[400];     /* file, line, JSON path, status; never personal */
};

/* Sets the error (NULL is allowed: nobody asks) and returns false, so that a
 * function can `return error_set(...)`. The first error set stays. */
bool error_set(struct error *error, enum message message, const char *format,
               ...) __attribute__((format(printf, 3, 4)));

/* Puts "context: " before the detail; returns false. */
bool error_wrap(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Back to no error. */
void error_clear(struct error *error);

/* The exit code of the program for this error. */
enum exit_code error_code(const struct error *error);

#endif
