/* One line to the system's log, as a datagram to its socket; nothing is kept
 * open and nothing ever waits. */
#ifndef CONSOLE_IO_SYSLOG_SOCKET_H
#define CONSOLE_IO_SYSLOG_SOCKET_H

#include "console/base/memory.h"

#include <stdbool.h>

struct error;

/* Where syslog listens. */
#define SYSLOG_SOCKET "/dev/log"

/* Sends the text (one line, plain ASCII) to the socket at this path as a notice
 * of the facility auth, with the time and this process. True: the other side
 * has it. MESSAGE_AUDIT_SYSLOG when nobody listens or the reader is slow. */
MUST_USE bool syslog_send(const char *path, const char *text,
                          struct error *error);

#endif
