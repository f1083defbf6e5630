/* The practice registry's routes over libmicrohttpd. One lock guards the
 * switch, the count and the people; nothing waits while it holds the lock. */
#include "tests/practice/service.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "tests/practice/mishap.h"
#include "tests/practice/roster.h"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct service {
    struct service_settings settings;
    struct MHD_Daemon *daemon;
    int stop; /* eventfd */
    pthread_mutex_t lock;
    struct mishap fault; /* guarded */
    long requests;       /* guarded; of /persons */
};

/* One request on its way to an answer. */
struct request {
    struct service *service;
    struct MHD_Connection *connection;
    const char *method, *path;
};

static enum MHD_Result send_reply(const struct request *request,
                                  const struct mishap_reply *reply)
{
    if (!MHD_get_response_header(reply->response, "Content-Type"))
        MHD_add_response_header(reply->response, "Content-Type",
                                "application/json");
    enum MHD_Result result =
        MHD_queue_response(request->connection, reply->status, reply->response);
    MHD_destroy_response(reply->response);
    return result;
}

static enum MHD_Result send_text(const struct request *request, unsigned status,
                                 const char *text)
{
    struct mishap_reply reply = {
        .status = status,
        .response = MHD_create_response_from_buffer(strlen(text), (void *)text,
                                                    MHD_RESPMEM_MUST_COPY),
    };
    return send_reply(request, &reply);
}

static struct trickle_wire wire_of(const struct request *request)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        request->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return (struct trickle_wire){.socket = info->connect_fd,
                                 .stop = request->service->stop};
}

static bool has_token(const struct request *request)
{
    const char *token = request->service->settings.token;
    if (!token)
        return true;
    const char *given = MHD_lookup_connection_value(
        request->connection, MHD_HEADER_KIND, "Authorization");
    AUTO_CHARS wanted = mem_format("Bearer %s", token);
    return given && strcmp(given, wanted) == 0;
}

static char *body_about(const struct service *service, int place)
{
    if (place < 0)
        return mem_copy("{\"error\":\"not_found\"}");
    return roster_answer(service->settings.roster, place, clock_now_ms());
}

/* The switch for all, else the person's own fault. */
static struct mishap fault_for(const struct service *service, int place)
{
    struct mishap fault = service->fault;
    bool switched = strcmp(mishap_name(&fault), "none") != 0;
    const char *own = "none";
    if (place >= 0 && !switched)
        own = roster_fault(service->settings.roster, place);
    if (!switched && !mishap_find(own, &fault))
        return service->fault;
    return fault;
}

static enum MHD_Result send_person(const struct request *request,
                                   const char *iin)
{
    struct service *service = request->service;
    int place = roster_find(service->settings.roster, iin);

    pthread_mutex_lock(&service->lock);
    service->requests++;
    struct mishap fault = fault_for(service, place);
    AUTO_CHARS body = body_about(service, place);
    AUTO_CHARS other = body_about(service, place + 1);
    pthread_mutex_unlock(&service->lock);

    struct mishap_scene scene = {
        .wire = wire_of(request),
        .iin = iin,
        .body = body,
        .status = place < 0 ? MHD_HTTP_NOT_FOUND : MHD_HTTP_OK,
        .other = other,
    };
    struct mishap_reply reply;
    if (!mishap_answer(&fault, &scene, &reply))
        return MHD_NO;
    return send_reply(request, &reply);
}

static enum MHD_Result send_moved(const struct request *request,
                                  const char *iin)
{
    struct service *service = request->service;
    int place = roster_find(service->settings.roster, iin);
    pthread_mutex_lock(&service->lock);
    AUTO_CHARS body = body_about(service, place);
    pthread_mutex_unlock(&service->lock);
    return send_text(request, place < 0 ? MHD_HTTP_NOT_FOUND : MHD_HTTP_OK,
                     body);
}

static enum MHD_Result send_health(const struct request *request)
{
    struct service *service = request->service;
    pthread_mutex_lock(&service->lock);
    AUTO_CHARS body =
        mem_format("{\"status\":\"ok\",\"people\":%d,"
                   "\"fault\":\"%s\",\"requests\":%ld}",
                   roster_count(service->settings.roster),
                   mishap_name(&service->fault), service->requests);
    pthread_mutex_unlock(&service->lock);
    return send_text(request, MHD_HTTP_OK, body);
}

static enum MHD_Result switch_fault(const struct request *request)
{
    struct service *service = request->service;
    const char *name = MHD_lookup_connection_value(
        request->connection, MHD_GET_ARGUMENT_KIND, "name");
    struct mishap fault;
    if (!name || !mishap_find(name, &fault))
        return send_text(request, MHD_HTTP_BAD_REQUEST,
                         "{\"error\":\"no_such_fault\"}");
    pthread_mutex_lock(&service->lock);
    service->fault = fault;
    pthread_mutex_unlock(&service->lock);
    return send_health(request);
}

/* What follows prefix in the path, NULL if it does not start so. */
static const char *after(const struct request *request, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncmp(request->path, prefix, length) != 0)
        return NULL;
    return request->path + length;
}

static enum MHD_Result get(const struct request *request)
{
    const char *iin = after(request, "/persons/");
    if (iin && !has_token(request))
        return send_text(request, MHD_HTTP_UNAUTHORIZED,
                         "{\"error\":\"unauthorized\"}");
    if (iin)
        return send_person(request, iin);
    iin = after(request, "/moved/");
    if (iin)
        return send_moved(request, iin);
    if (strcmp(request->path, "/health") == 0)
        return send_health(request);
    return send_text(request, MHD_HTTP_NOT_FOUND,
                     "{\"error\":\"no_such_path\"}");
}

static enum MHD_Result route(const struct request *request)
{
    if (strcmp(request->method, MHD_HTTP_METHOD_GET) == 0)
        return get(request);
    if (strcmp(request->method, MHD_HTTP_METHOD_PUT) == 0 &&
        strcmp(request->path, "/fault") == 0)
        return switch_fault(request);
    return send_text(request, MHD_HTTP_METHOD_NOT_ALLOWED,
                     "{\"error\":\"method_not_allowed\"}");
}

/* libmicrohttpd's own shape; called once for the head, then for the body of
 * the request (thrown away), then for the answer. */
static enum MHD_Result on_request(void *cookie,
                                  struct MHD_Connection *connection,
                                  const char *path, const char *method,
                                  const char *version, const char *upload,
                                  size_t *upload_size, void **seen)
{
    (void)version;
    (void)upload;
    struct request request = {.service = cookie,
                              .connection = connection,
                              .method = method,
                              .path = path};
    if (!*seen) {
        *seen = cookie;
        return MHD_YES;
    }
    if (*upload_size) {
        *upload_size = 0;
        return MHD_YES;
    }
    return route(&request);
}

static struct MHD_Daemon *listen_on(struct service *service)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)service->settings.port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    unsigned flags =
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, service, MHD_OPTION_SOCK_ADDR,
        &address, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_END);
}

struct service *service_open(const struct service_settings *settings,
                             struct error *error)
{
    struct mishap fault;
    if (!mishap_find(settings->fault, &fault)) {
        error_set(error, MESSAGE_USAGE, "no such fault: %s", settings->fault);
        return NULL;
    }
    struct service *service = mem_new(sizeof(*service));
    service->settings = *settings;
    service->fault = fault;
    service->stop = eventfd(0, EFD_CLOEXEC);
    pthread_mutex_init(&service->lock, NULL);
    service->daemon = listen_on(service);
    if (!service->daemon) {
        error_set(error, MESSAGE_INTERNAL, "cannot listen on 127.0.0.1:%d",
                  settings->port);
        service_close(service);
        return NULL;
    }
    return service;
}

int service_port(const struct service *service)
{
    return MHD_get_daemon_info(service->daemon, MHD_DAEMON_INFO_BIND_PORT)
        ->port;
}

void service_close(struct service *service)
{
    if (!service)
        return;
    eventfd_write(service->stop, 1);
    if (service->daemon)
        MHD_stop_daemon(service->daemon);
    close(service->stop);
    pthread_mutex_destroy(&service->lock);
    free(service);
}
