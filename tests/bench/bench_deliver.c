/* bench_deliver WORK: delivery of messages that wait, to one branch's web
 * service, beside the least that each takes: one request over a connection that
 * stands, and one row put bare into SQLite with the same journal and syncing.
 */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/cases/record.h"
#include "console/cases/route.h"
#include "console/cases/store.h"
#include "console/cases/store_outbox.h"
#include "console/config/config.h"
#include "console/delivery/deliver.h"
#include "console/delivery/sink.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/people/user.h"
#include "tests/kit/bench_kit.h"
#include "tests/kit/bench_record.h"
#include "tests/kit/receiver_kit.h"

#include <arpa/inet.h>
#include <sqlite3.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROUNDS = 7, MESSAGES = 60, ANSWER_ROOM = 4096, DAY_MS = 86400000 };

struct bench {
    struct store *store;
    struct sinks *sinks;
    struct deliver *deliver;
    struct receiver_kit ours, bare; /* a branch each */
    int line;                       /* the standing connection to `bare` */
    sqlite3 *db;
    sqlite3_stmt *insert;
    _Atomic bool stop;
    double delivered[ROUNDS], least[ROUNDS];
};

static void stop(const char *what)
{
    fprintf(stderr, "bench_deliver: %s\n", what);
    exit(1);
}

/* ---- the least ---- */

static int connect_to(int port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    if (line < 0 ||
        connect(line, (const struct sockaddr *)&address, sizeof(address)) != 0)
        stop("no connection");
    setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return line;
}

/* One request and all of its answer. */
static void ask_bare(struct bench *bench, const struct outbox_message *message)
{
    char answer[ANSWER_ROOM + 1], *end = NULL, *length;
    ssize_t got, all = 0;
    AUTO_CHARS request = mem_format(
        "POST /messages HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
        "Content-Type: application/json\r\nIdempotency-Key: %s\r\n"
        "Content-Length: %zu\r\n\r\n%s",
        bench->bare.port, message->id, strlen(message->body), message->body);
    if (write(bench->line, request, strlen(request)) !=
        (ssize_t)strlen(request))
        stop("cannot ask");
    for (;;) {
        got = read(bench->line, answer + all, (size_t)(ANSWER_ROOM - all));
        if (got <= 0)
            stop("no answer");
        all += got;
        answer[all] = '\0';
        end = strstr(answer, "\r\n\r\n");
        length = strcasestr(answer, "Content-Length:");
        if (end && length && answer + all >= end + 4 + atol(length + 15))
            break;
    }
    if (strncmp(answer, "HTTP/1.1 2", 10) != 0)
        stop("refused");
}

static void put_row(struct bench *bench, const struct outbox_message *message)
{
    sqlite3_bind_text(bench->insert, 1, message->body, -1, SQLITE_STATIC);
    if (sqlite3_step(bench->insert) != SQLITE_DONE)
        stop(sqlite3_errmsg(bench->db));
    sqlite3_reset(bench->insert);
}

static double least_of(struct bench *bench)
{
    struct outbox_ask ask = {{"ALA", "http", true}, 0, DAY_MS, MESSAGES, 0};
    struct outbox_message messages[MESSAGES];
    struct error error = {0};
    int count = store_outbox_due(bench->store, &ask, messages, &error);
    double from_us = bench_now_us(), us;
    if (count != MESSAGES)
        stop("no messages");
    for (int i = 0; i < count; i++) {
        ask_bare(bench, &messages[i]);
        put_row(bench, &messages[i]);
    }
    us = bench_now_us() - from_us;
    for (int i = 0; i < count; i++) {
        const struct outbox_try end = {OUTBOX_RECEIVED, "http", "", 0, 0, 0};
        if (!store_outbox_tried(bench->store, messages[i].id, &end, &error))
            stop(message_text(error.message));
        outbox_message_clear(&messages[i]);
    }
    return us / MESSAGES;
}

/* ---- ours ---- */

static void save_cases(struct bench *bench, int branch)
{
    struct error error = {0};
    char number[NUMBER_SIZE];
    for (int i = 0; i < MESSAGES; i++) {
        struct call_record *record = bench_record(3 * i + branch);
        if (!store_save(bench->store, record, number, &error))
            stop(message_text(error.message));
        call_record_free(record);
    }
}

static double deliver_all(struct bench *bench)
{
    struct deliver_turn turn;
    struct error error = {0};
    double from_us = bench_now_us(), us;
    if (!deliver_turn(bench->deliver, &turn, &error))
        stop(message_text(error.message));
    us = bench_now_us() - from_us;
    if (turn.taken != MESSAGES)
        stop("not all were taken");
    return us / MESSAGES;
}

static void measure(struct bench *bench)
{
    for (int i = 0; i < ROUNDS; i++) {
        save_cases(bench, 0);
        bench->delivered[i] = deliver_all(bench);
        save_cases(bench, 1);
        bench->least[i] = least_of(bench);
    }
    const struct bench_row row = {"a waiting message, us",
                                  bench_median(bench->delivered, ROUNDS),
                                  "one request, one row in SQLite",
                                  bench_median(bench->least, ROUNDS), 2.0};
    bench_heading("Delivery of waiting messages, one sink");
    bench_show(&row);
}

/* ---- life ---- */

static void open_store(struct bench *bench, const char *folder,
                       const struct user *user, struct keys *keys)
{
    struct error error = {0};
    seal_start();
    if (!keys_folder(folder, &error) || !keys_load(keys, folder, &error) ||
        !(bench->store = store_open(folder, keys, user, 5000, &error)))
        stop(message_text(error.message));
}

/* Kyzylorda's service is ours to deliver to; nobody delivers to Almaty's. */
static void open_sender(struct bench *bench, const char *folder)
{
    static char code[] = "KZO", zone[] = "Asia/Qyzylorda";
    const struct branch branch = {.code = code, .zone = zone};
    AUTO_CHARS url = mem_format("branch.KZO.url=http://127.0.0.1:%d/messages",
                                bench->ours.port);
    const char *const given[] = {"branch.KZO.sink=http", url, NULL};
    struct config_places places = {"", "", given};
    struct error error = {0};
    struct config *config = config_load(&places, &error);
    bench->sinks = config ? sinks_new(config, &branch, 1, &error) : NULL;
    if (bench->sinks)
        bench->deliver = deliver_open(bench->store, bench->sinks, folder,
                                      &bench->stop, &error);
    if (!bench->deliver)
        stop(error.detail);
    config_free(config);
}

static void open_bare(struct bench *bench, const char *path)
{
    if (sqlite3_open(path, &bench->db) != SQLITE_OK ||
        sqlite3_exec(bench->db,
                     "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL"
                     "; CREATE TABLE event(seq INTEGER PRIMARY KEY, body TEXT)",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(bench->db, "INSERT INTO event(body) VALUES(?)", -1,
                           &bench->insert, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(bench->db));
}

static void close_all(struct bench *bench)
{
    close(bench->line);
    receiver_kit_stop(&bench->ours);
    receiver_kit_stop(&bench->bare);
    deliver_close(bench->deliver);
    sinks_free(bench->sinks);
    store_close(bench->store);
    sqlite3_finalize(bench->insert);
    sqlite3_close(bench->db);
}

int main(int argc, char **argv)
{
    AUTO(keys_clear) struct keys keys = {0};
    AUTO(user_clear)
    struct user user = {.name = mem_copy("bench"), .role = ROLE_ADMIN};
    struct bench *bench = mem_new(sizeof(*bench));
    if (argc != 2)
        stop("usage: bench_deliver WORK");
    AUTO_CHARS folder = mem_format("%s/deliver", argv[1]);
    AUTO_CHARS ours = mem_format("%s/ledger.ours", argv[1]);
    AUTO_CHARS bare = mem_format("%s/ledger.bare", argv[1]);
    AUTO_CHARS rows = mem_format("%s/rows.db", argv[1]);
    receiver_kit_start(&bench->ours, ours, "KZO", NULL);
    receiver_kit_start(&bench->bare, bare, "ALA", NULL);
    open_store(bench, folder, &user, &keys);
    open_sender(bench, folder);
    open_bare(bench, rows);
    bench->line = connect_to(bench->bare.port);
    measure(bench);
    close_all(bench);
    free(bench);
    return 0;
}
