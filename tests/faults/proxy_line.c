/* Bytes over sockets, for the fault proxy. */
#include "tests/faults/proxy_line.h"

#include "console/base/text.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int proxy_connect(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons((unsigned short)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int target = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(target, (struct sockaddr *)&address, sizeof address) == 0)
        return target;
    close(target);
    return -1;
}

bool proxy_line(int socket, struct text *into)
{
    char byte = '\0';
    while (byte != '\n') {
        if (read(socket, &byte, 1) != 1)
            return false;
        text_add_n(into, &byte, 1);
    }
    return true;
}

bool proxy_read(int socket, struct text *into, size_t length)
{
    char bytes[4096];
    while (length > 0) {
        size_t part = length < sizeof bytes ? length : sizeof bytes;
        ssize_t taken = read(socket, bytes, part);
        if (taken <= 0)
            return false;
        text_add_n(into, bytes, (size_t)taken);
        length -= (size_t)taken;
    }
    return true;
}

bool proxy_send(int socket, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = write(socket, bytes, length);
        if (sent <= 0)
            return false;
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

bool proxy_drip(int socket, const char *bytes, size_t length)
{
    int now = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    for (size_t i = 0; i < length; i++) {
        if (!proxy_send(socket, bytes + i, 1))
            return false;
        usleep(100);
    }
    return true;
}

void proxy_wait_gone(int socket)
{
    char bytes[256];
    while (read(socket, bytes, sizeof bytes) > 0)
        continue;
}

void proxy_reset(int socket)
{
    struct linger at_once = {1, 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(socket);
}
