/* A scripted server: one thread, one connection at a time. */
#include "tests/console/io/rawserver.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DRIP_MS = 10, REQUEST_MAX = 8192 };

struct step {
    enum raw_act act;
    char *bytes;
    size_t length;
};

struct rawserver {
    struct step *steps;
    int step_count;
    int listener;
    int port;
    int stop;
    pthread_t thread;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t news;
    int connections;
    int requests;
    char last[REQUEST_MAX];
};

static struct step step_copy(enum raw_act act, const char *bytes, size_t length)
{
    struct step step = {act, malloc(length + 1), length};
    memcpy(step.bytes, bytes, length);
    step.bytes[length] = '\0';
    return step;
}

/* Waits for what poll() can see on the socket; false when the test is over. */
static bool await(struct rawserver *server, int socket, int timeout_ms)
{
    struct pollfd polls[] = {{server->stop, POLLIN, 0}, {socket, POLLIN, 0}};
    poll(polls, socket < 0 ? 1 : 2, timeout_ms);
    return polls[0].revents == 0;
}

static bool send_all(int client, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(client, text, length, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        text += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* Is it there with its body? */
static bool is_whole(const char *text)
{
    const char *end = strstr(text, "\r\n\r\n");
    const char *length = strstr(text, "\r\nContent-Length: ");
    if (end == NULL || length == NULL || length > end)
        return end != NULL;
    return strlen(end + 4) >= strtoul(length + 18, NULL, 10);
}

/* Reads one request; false when the client has gone. */
static bool read_request(struct rawserver *server, int client)
{
    char text[REQUEST_MAX] = "";
    size_t length = 0;
    while (!is_whole(text)) {
        if (!await(server, client, -1) || length + 1 == sizeof text)
            return false;
        ssize_t got = recv(client, text + length, sizeof text - length - 1, 0);
        if (got <= 0)
            return false;
        length += (size_t)got;
        text[length] = '\0';
    }
    pthread_mutex_lock(&server->lock);
    server->requests++;
    memcpy(server->last, text, length + 1);
    pthread_cond_broadcast(&server->news);
    pthread_mutex_unlock(&server->lock);
    return true;
}

/* A copy, since another may come meanwhile; the caller frees its bytes. */
static struct step step_at_hand(struct rawserver *server)
{
    pthread_mutex_lock(&server->lock);
    int at = server->requests - 1;
    if (at < 0 || at >= server->step_count)
        at = server->step_count - 1;
    const struct step *at_hand = &server->steps[at];
    struct step step = step_copy(at_hand->act, at_hand->bytes, at_hand->length);
    pthread_mutex_unlock(&server->lock);
    return step;
}

static void reset(int client)
{
    struct linger at_once = {1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/* Flood and drip end when the client goes, or the test. */
static void pour(struct rawserver *server, int client, const char *text,
                 int pause_ms)
{
    while (await(server, -1, pause_ms) && send_all(client, text, strlen(text)))
        continue;
}

static void act(struct rawserver *server, int client, const struct step *step)
{
    char byte;
    if (!send_all(client, step->bytes, step->length))
        return;
    if (step->act == RAW_RESET)
        reset(client);
    if (step->act == RAW_DRIP)
        pour(server, client, step->bytes, DRIP_MS);
    if (step->act == RAW_FLOOD)
        pour(server, client, "X-More: 0123456789abcdef0123456789\r\n", 0);
    while (step->act == RAW_HOLD && await(server, client, -1) &&
           recv(client, &byte, 1, 0) > 0)
        continue;
}

/* Plays one step; true if the connection goes on. */
static bool play(struct rawserver *server, int client)
{
    struct step step = step_at_hand(server);
    act(server, client, &step);
    free(step.bytes);
    return step.act == RAW_KEEP;
}

static bool is_slam(struct rawserver *server)
{
    pthread_mutex_lock(&server->lock);
    bool slam = server->steps[0].act == RAW_SLAM;
    pthread_mutex_unlock(&server->lock);
    return slam;
}

static void *serve(void *cookie)
{
    struct rawserver *server = cookie;
    while (await(server, server->listener, -1)) {
        int client = accept(server->listener, NULL, NULL);
        if (client < 0)
            continue;
        pthread_mutex_lock(&server->lock);
        server->connections++;
        pthread_mutex_unlock(&server->lock);
        bool slam = is_slam(server);
        while (!slam && read_request(server, client) && play(server, client))
            continue;
        if (slam)
            reset(client);
        close(client);
    }
    return NULL;
}

static void free_steps(struct rawserver *server)
{
    for (int i = 0; i < server->step_count; i++)
        free(server->steps[i].bytes);
    free(server->steps);
}

void rawserver_play(struct rawserver *server, enum raw_act act,
                    const char *bytes, size_t length)
{
    pthread_mutex_lock(&server->lock);
    free_steps(server);
    server->steps = calloc(1, sizeof *server->steps);
    server->steps[0] = step_copy(act, bytes, length);
    server->step_count = 1;
    pthread_mutex_unlock(&server->lock);
}

struct rawserver *rawserver_open(const struct raw_step *steps, int count)
{
    struct rawserver *server = calloc(1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    server->steps = calloc((size_t)count, sizeof *server->steps);
    for (int i = 0; i < count; i++)
        server->steps[i] =
            step_copy(steps[i].act, steps[i].text, strlen(steps[i].text));
    server->step_count = count;
    server->stop = eventfd(0, 0);
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(server->listener, 16) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &size) != 0)
        abort();
    server->port = ntohs(address.sin_port);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->news, NULL);
    if (pthread_create(&server->thread, NULL, serve, server) != 0)
        abort();
    return server;
}

void rawserver_close(struct rawserver *server)
{
    if (server == NULL)
        return;
    eventfd_write(server->stop, 1);
    pthread_join(server->thread, NULL);
    close(server->listener);
    close(server->stop);
    pthread_cond_destroy(&server->news);
    pthread_mutex_destroy(&server->lock);
    free_steps(server);
    free(server);
}

int rawserver_port(const struct rawserver *server)
{
    return server->port;
}

int rawserver_connections(struct rawserver *server)
{
    pthread_mutex_lock(&server->lock);
    int connections = server->connections;
    pthread_mutex_unlock(&server->lock);
    return connections;
}

int rawserver_requests(struct rawserver *server)
{
    pthread_mutex_lock(&server->lock);
    int requests = server->requests;
    pthread_mutex_unlock(&server->lock);
    return requests;
}

char *rawserver_last(struct rawserver *server)
{
    pthread_mutex_lock(&server->lock);
    char *last = strdup(server->last);
    pthread_mutex_unlock(&server->lock);
    return last;
}

void rawserver_await(struct rawserver *server, int requests)
{
    pthread_mutex_lock(&server->lock);
    while (server->requests < requests)
        pthread_cond_wait(&server->news, &server->lock);
    pthread_mutex_unlock(&server->lock);
}
