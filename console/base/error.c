/* Setting, wrapping and clearing the one error. */
#include "console/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* snprintf() may have cut in the middle of a letter: drops its first bytes. */
static void end_on_letter(char *detail)
{
    size_t end = strlen(detail);
    size_t start = end;
    while (start > 0 && ((unsigned char)detail[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)detail[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (end - (start - 1) < want)
        detail[start - 1] = '\0';
}

bool error_set(struct error *error, enum message message, const char *format,
               ...)
{
    if (error == NULL || error->message != MESSAGE_NONE)
        return false;
    error->message = message;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->detail, sizeof(error->detail), format, arguments);
    va_end(arguments);
    end_on_letter(error->detail);
    return false;
}

bool error_wrap(struct error *error, const char *format, ...)
{
    if (error == NULL || error->message == MESSAGE_NONE)
        return false;
    char before[sizeof(error->detail)];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(before, sizeof(before), format, arguments);
    va_end(arguments);

    char detail[2 * sizeof(error->detail) + sizeof(": ")];
    snprintf(detail, sizeof(detail), "%s: %s", before, error->detail);
    memcpy(error->detail, detail, sizeof(error->detail));
    error->detail[sizeof(error->detail) - 1] = '\0';
    end_on_letter(error->detail);
    return false;
}

void error_clear(struct error *error)
{
    *error = (struct error){.message = MESSAGE_NONE};
}

enum exit_code error_code(const struct error *error)
{
    return message_code(error->message);
}
