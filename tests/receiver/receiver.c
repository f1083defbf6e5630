/* agent1414-receiver: a small service as a branch may run it, which takes the
 * messages of agent1414 (console/delivery/README.md). An example to read, and
 * what the tests deliver to. Put TLS in front of it: it speaks plain HTTP at
 * 127.0.0.1 alone. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "tests/receiver/ledger.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <jansson.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BODY_MAX = 64 * 1024 };

static struct receiver {
    int port;           /* 0: any free one */
    const char *path;   /* of the ledger */
    const char *token;  /* NULL: none is asked for */
    const char *branch; /* our own code */
    struct ledger *ledger;
} receiver = {.path = "receiver.ledger", .branch = "KZO"};

/* ---- one message ---- */

/* What we say to the sender: a status, and an object {"receipt"} or {"error"}.
 */
struct verdict {
    unsigned status;
    const char *key, *words;
};

/* Is it whole, and for us? Only what can never become right is 4xx. */
static const char *fault_of(const json_t *message, const char *body,
                            const char *key)
{
    const char *format = json_find_string(message, "format");
    const char *id = json_find_string(message, "id");
    const char *to = json_find_string(message, "to");
    const json_t *told = json_object_get(message, "case");
    if (format == NULL || strcmp(format, "agent1414-message/1") != 0)
        return "not an agent1414-message/1";
    if (id == NULL || key == NULL || strcmp(id, key) != 0)
        return "id is not the Idempotency-Key";
    if (to == NULL || strcmp(to, receiver.branch) != 0)
        return "not for this branch";
    if (json_find_string(told, "number") == NULL ||
        !json_is_integer(json_object_get(message, "seq")))
        return "no number of a case, or no seq";
    return strchr(body, '\n') == NULL ? NULL : "more than one line";
}

/* The same id and body get the same answer, as often as they come. */
static struct verdict judge(const json_t *message, const char *body)
{
    const char *id = json_find_string(message, "id");
    const char *number =
        json_find_string(json_object_get(message, "case"), "number");
    int64_t seq = json_integer_value(json_object_get(message, "seq"));
    const struct entry *entry = ledger_find(receiver.ledger, id);
    if (entry != NULL && strcmp(entry->body, body) != 0) {
        printf("changed %s\n", id);
        return (struct verdict){409, "error", "this id had another body"};
    }
    if (entry != NULL) {
        printf("again %s %s\n", entry->receipt, id);
        return (struct verdict){200, "receipt", entry->receipt};
    }
    if (seq < ledger_last(receiver.ledger, number))
        printf("overtaken %s %s\n", number, id); /* never happens */
    entry = ledger_add(receiver.ledger, receiver.branch, body);
    if (entry == NULL)
        return (struct verdict){503, "error", "not saved, please come again"};
    printf("accepted %s %s %s\n", entry->receipt, id, number);
    return (struct verdict){200, "receipt", entry->receipt};
}

static struct verdict take(const char *body, size_t length, const char *key)
{
    AUTO_JSON message = json_parse(body, length, "message", false, NULL);
    if (!json_is_object(message) || strlen(body) != length)
        return (struct verdict){400, "error", "not a JSON object"};
    const char *fault = fault_of(message, body, key);
    if (fault != NULL)
        return (struct verdict){422, "error", fault};
    return judge(message, body);
}

/* ---- HTTP ---- */

static bool may(struct MHD_Connection *connection)
{
    AUTO_CHARS wanted =
        mem_format("Bearer %s", receiver.token != NULL ? receiver.token : "");
    const char *given = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                    "Authorization");
    return receiver.token == NULL ||
           (given != NULL && strcmp(given, wanted) == 0);
}

static enum MHD_Result say(struct MHD_Connection *connection,
                           const struct verdict *verdict)
{
    AUTO_JSON body = json_pack("{s:s}", verdict->key, verdict->words);
    AUTO_CHARS text = json_canonical(body);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(text), text, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result =
        MHD_queue_response(connection, verdict->status, response);
    MHD_destroy_response(response);
    fflush(stdout);
    return result;
}

/* The library calls this when the headers are there, for each piece of the
 * body, and at its end; *cookie is ours: the body so far. */
static enum MHD_Result hear(void *nothing, struct MHD_Connection *connection,
                            const char *url, const char *method,
                            const char *version, const char *piece,
                            size_t *size, void **cookie)
{
    struct text *body = *cookie;
    (void)nothing, (void)url, (void)version;
    if (body == NULL) {
        *cookie = mem_new(sizeof *body);
        return MHD_YES;
    }
    if (*size > 0) {
        size_t room = BODY_MAX + 1 - body->length; /* one: too long */
        text_add_n(body, piece, *size < room ? *size : room);
        *size = 0;
        return MHD_YES;
    }
    struct verdict verdict = {401, "error", "who are you?"};
    if (strcmp(method, "POST") != 0)
        verdict = (struct verdict){405, "error", "POST only"};
    else if (body->length > BODY_MAX)
        verdict = (struct verdict){413, "error", "too long"};
    else if (may(connection))
        verdict = take(text_chars(body), body->length,
                       MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                   "Idempotency-Key"));
    return say(connection, &verdict);
}

static void forget(void *nothing, struct MHD_Connection *connection,
                   void **cookie, enum MHD_RequestTerminationCode how)
{
    struct text *body = *cookie;
    (void)nothing, (void)connection, (void)how;
    if (body != NULL)
        text_clear(body);
    free(body);
}

/* ---- the program ---- */

static const char *const help =
    "agent1414-receiver: takes the messages of agent1414 for one branch\n"
    "\n"
    "  --branch CODE   whose messages these are (KZO)\n"
    "  --ledger FILE   where they are kept (receiver.ledger)\n"
    "  --token T       ask for this bearer token\n"
    "  --port N        listen on this port of 127.0.0.1; 0: any free one\n"
    "\n"
    "Ends with its standard input.\n";

/* --help: the help is what was asked for. */
static bool is_help(int argc, char **argv)
{
    return argc == 2 && strcmp(argv[1], "--help") == 0;
}

static bool read_options(int argc, char **argv)
{
    static const struct option names[] = {{"branch", 1, NULL, 'b'},
                                          {"ledger", 1, NULL, 'l'},
                                          {"token", 1, NULL, 't'},
                                          {"port", 1, NULL, 'p'},
                                          {NULL, 0, NULL, 0}};
    int letter;
    while ((letter = getopt_long(argc, argv, "", names, NULL)) != -1) {
        if (letter == '?')
            return false;
        if (letter == 'p')
            receiver.port = atoi(optarg);
        else
            *(letter == 'b'   ? &receiver.branch
              : letter == 'l' ? &receiver.path
                              : &receiver.token) = optarg;
    }
    return optind == argc;
}

/* One thread: one message after the other, in the order they come. */
static struct MHD_Daemon *listen_here(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)receiver.port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, hear, NULL,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
        MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_END);
}

static void wait_for_the_end(void)
{
    char ignored[256];
    while (read(STDIN_FILENO, ignored, sizeof ignored) > 0)
        continue;
}

int main(int argc, char **argv)
{
    struct error error = {0};
    if (is_help(argc, argv))
        return fputs(help, stdout) < 0 ? EXIT_FAILED : EXIT_OK;
    if (!read_options(argc, argv)) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    signal(SIGPIPE, SIG_IGN);
    receiver.ledger = ledger_open(receiver.path, &error);
    if (receiver.ledger == NULL) {
        fprintf(stderr, "agent1414-receiver: %s\n", error.detail);
        return EXIT_DATA;
    }
    struct MHD_Daemon *daemon = listen_here();
    if (daemon == NULL) {
        fprintf(stderr, "agent1414-receiver: cannot listen\n");
        return EXIT_UNAVAILABLE;
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    printf("receiver on http://127.0.0.1:%d\n", (int)info->port);
    fflush(stdout);
    wait_for_the_end();
    MHD_stop_daemon(daemon);
    ledger_close(receiver.ledger);
    return EXIT_OK;
}
