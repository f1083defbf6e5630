/* All sentences that errors say to people: id, exit code and English text
 * are one list, message.def. Translated by gettext; the core never prints. */
#ifndef CONSOLE_BASE_MESSAGE_H
#define CONSOLE_BASE_MESSAGE_H

/* The exit status of the program and the kind of an error are one thing. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_FAILED = 1,
    EXIT_USAGE = 2,
    EXIT_DATA = 3,
    EXIT_NOT_FOUND = 4,
    EXIT_UNAVAILABLE = 5,
    EXIT_FORBIDDEN = 6,
    EXIT_CONFLICT = 7,
};

enum message {
    MESSAGE_NONE,
#define MESSAGE(id, code, text) MESSAGE_##id,
#include "console/base/message.def"
#undef MESSAGE
    MESSAGE_COUNT
};

/* The sentence in the language of the interface; static, never NULL. */
const char *message_text(enum message message);

/* The stable, untranslated name of a message, as --json prints it. */
const char *message_name(enum message message);

/* The exit code a message ends a command with. */
enum exit_code message_code(enum message message);

#endif
