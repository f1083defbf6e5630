/* The log file: one line an event for those who look after the program. Never
 * the terminal, never personal data; nothing happens while it is not open. */
#ifndef CONSOLE_IO_LOG_H
#define CONSOLE_IO_LOG_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;

/* What is written: everything up to the level given to log_open(). */
enum log_level {
    LOG_LEVEL_ERROR,
    LOG_LEVEL_WARNING,
    LOG_LEVEL_INFO,
    LOG_LEVEL_DEBUG,
    LOG_LEVEL_COUNT
};

/* Opens (makes, mode 0600) the file for appending; several processes may
 * share it. Fails when it is no ordinary file or cannot be opened; a log that
 * was open stays then. Before threads start. */
MUST_USE bool log_open(const char *path, enum log_level level,
                       struct error *error);

/* Closes it; fine when it is not open. After threads ended. */
void log_close(void);

/* Finds a level by its name ("error", "warning", "info", "debug"). */
bool log_level_find(const char *name, enum log_level *level);

/* Writes the error's stable name and its detail; none for MESSAGE_NONE. */
void log_error(const struct error *error);

/* Writes one line: UTC time, process, level, text. What is not printable in
 * the text is cleaned away, line ends become spaces. Keeps errno. */
void log_line(enum log_level level, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
