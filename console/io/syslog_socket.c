/* One line to the system's log. Not syslog(3): that one cannot tell whether
 * anybody took the line, and it waits for a slow reader. */
#include "console/io/syslog_socket.h"

#include "console/base/error.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { AUTH_NOTICE = 4 << 3 | 5 };

static void close_socket(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* RFC 3164, as glibc writes it; month names never follow the locale. */
static char *line_of(const char *text)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t now = time(NULL);
    struct tm local;

    localtime_r(&now, &local);
    return mem_format("<%d>%s %2d %02d:%02d:%02d agent1414[%d]: %s",
                      AUTH_NOTICE, months[local.tm_mon], local.tm_mday,
                      local.tm_hour, local.tm_min, local.tm_sec, (int)getpid(),
                      text);
}

static bool fail(const char *path, const char *why, struct error *error)
{
    return error_set(error, MESSAGE_AUDIT_SYSLOG, "%s: %s", path, why);
}

bool syslog_send(const char *path, const char *text, struct error *error)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    AUTO(close_socket)
    int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    AUTO_CHARS line = line_of(text);
    size_t length = strlen(line);

    if (strlen(path) >= sizeof(address.sun_path))
        return fail(path, "the path is too long", error);
    strcpy(address.sun_path, path);
    if (file < 0 ||
        sendto(file, line, length, MSG_NOSIGNAL, (struct sockaddr *)&address,
               sizeof(address)) != (ssize_t)length)
        return fail(path, strerror(errno), error);
    return true;
}
