/* Lines go out in one write() each on an O_APPEND descriptor, so that several
 * processes and threads never mix theirs. */
#include "console/io/log.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[LOG_LEVEL_COUNT] = {
    [LOG_LEVEL_ERROR] = "error",
    [LOG_LEVEL_WARNING] = "warning",
    [LOG_LEVEL_INFO] = "info",
    [LOG_LEVEL_DEBUG] = "debug",
};

static int log_file = -1;
static enum log_level log_until;

bool log_open(const char *path, enum log_level level, struct error *error)
{
    /* O_NONBLOCK: a pipe in the file's place must not hold the program. */
    int file = open(path,
                    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW |
                        O_NOCTTY | O_NONBLOCK,
                    0600);
    if (file < 0)
        return error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path,
                         strerror(errno));
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(file);
        return error_set(error, MESSAGE_FILE_WRITE, "%s: no ordinary file",
                         path);
    }
    if ((status.st_mode & 0777) != 0600 && fchmod(file, 0600) != 0) {
        int reason = errno;
        close(file);
        return error_set(error, MESSAGE_FILE_MODE, "%s: %s", path,
                         strerror(reason));
    }
    log_close();
    log_file = file;
    log_until = level;
    return true;
}

void log_close(void)
{
    if (log_file >= 0)
        close(log_file);
    log_file = -1;
}

bool log_level_find(const char *name, enum log_level *level)
{
    for (int i = 0; i < LOG_LEVEL_COUNT; i++)
        if (strcmp(name, names[i]) == 0) {
            *level = (enum log_level)i;
            return true;
        }
    return false;
}

void log_error(const struct error *error)
{
    if (error->message != MESSAGE_NONE)
        log_line(LOG_LEVEL_ERROR, "%s: %s", message_name(error->message),
                 error->detail);
}

void log_line(enum log_level level, const char *format, ...)
{
    if (log_file < 0 || level > log_until)
        return;
    int kept_errno = errno;
    AUTO_CHARS raw = NULL;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&raw, format, arguments) < 0)
        mem_exhausted();
    va_end(arguments);

    AUTO_CHARS clean = text_clean(raw, strlen(raw), false);
    char now[CLOCK_ISO_SIZE];
    clock_iso(clock_now_ms(), now);
    AUTO_TEXT line = {0};
    text_format(&line, "%s %d %s %s\n", now, (int)getpid(), names[level],
                clean);
    /* A full disk must not stop the call: the line is then lost. */
    ssize_t written = write(log_file, line.chars, line.length);
    (void)written;
    errno = kept_errno;
}
