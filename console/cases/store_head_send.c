/* Writing the head to syslog at intervals. All programs of a store share one
 * small file that tells when it was done last; who finds it locked leaves it to
 * the other. Nothing here may fail or hold up a save. */
#include "console/cases/store_head.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store_sqlite.h"
#include "console/io/log.h"
#include "console/io/syslog_socket.h"

#include <jansson.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { STATE_MAX = 500, RETRY_MS = 60000 };

/* What the file holds. */
struct state {
    int64_t tried_ms, written_ms, seq, failed, since_ms;
};

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file); /* its lock goes with it */
}

void store_head_to(struct store *store, const char *socket, int64_t interval_ms)
{
    free(store->head_socket);
    store->head_socket = mem_copy(socket);
    store->head_interval_ms = interval_ms;
    store->head_due_ms = 0;
}

static char *state_path(const struct store *store)
{
    return mem_format("%.*s/head.state",
                      (int)(strrchr(store->path, '/') - store->path),
                      store->path);
}

static int64_t number(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* A file that is empty or damaged is one of nothing done yet. */
static struct state read_state(int file)
{
    char bytes[STATE_MAX];
    ssize_t length = pread(file, bytes, sizeof(bytes), 0);
    AUTO_JSON read =
        length > 0 ? json_parse(bytes, (size_t)length, "state", false, NULL)
                   : NULL;

    return (struct state){number(read, "tried_ms"), number(read, "written_ms"),
                          number(read, "seq"), number(read, "failed"),
                          number(read, "since_ms")};
}

static void write_state(int file, const struct state *state)
{
    AUTO_JSON object = json_pack(
        "{s:I, s:I, s:I, s:I, s:I}", "tried_ms", (json_int_t)state->tried_ms,
        "written_ms", (json_int_t)state->written_ms, "seq",
        (json_int_t)state->seq, "failed", (json_int_t)state->failed, "since_ms",
        (json_int_t)state->since_ms);
    AUTO_CHARS text = json_canonical(object);
    size_t length = strlen(text);
    struct error error = {0};

    if (pwrite(file, text, length, 0) == (ssize_t)length &&
        ftruncate(file, (off_t)length) == 0)
        return;
    error_set(&error, MESSAGE_FILE_WRITE, "head.state: %s", strerror(errno));
    log_error(&error);
}

static void try_now(struct store *store, struct state *state, int64_t now_ms)
{
    char line[STORE_HEAD_SIZE];
    struct error error = {0};

    store_head_write(&store->last, line);
    AUTO_CHARS text = mem_format("audit head %s", line);
    state->tried_ms = now_ms;
    if (syslog_send(store->head_socket, text, &error)) {
        *state = (struct state){now_ms, now_ms, store->last.seq, 0, 0};
        return;
    }
    log_error(&error);
    if (state->failed++ == 0)
        state->since_ms = now_ms;
}

/* Milliseconds until the next try; a clock that was set back makes it due. */
static int64_t wait_of(const struct store *store, const struct state *state,
                       int64_t now_ms)
{
    int64_t gap = store->head_interval_ms;

    if (state->failed > 0 && gap > RETRY_MS)
        gap = RETRY_MS;
    return state->tried_ms > now_ms ? 0 : state->tried_ms + gap - now_ms;
}

void store_head_tick(struct store *store)
{
    int64_t now_ms = clock_now_ms();
    AUTO_CHARS path = NULL;

    if (!store->head_socket || store->last.seq == 0 ||
        clock_steady_ms() < store->head_due_ms)
        return;
    path = state_path(store);
    AUTO(close_file)
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0 || flock(file, LOCK_EX | LOCK_NB) != 0)
        return;
    struct state state = read_state(file);
    if (wait_of(store, &state, now_ms) <= 0) {
        try_now(store, &state, now_ms);
        write_state(file, &state);
    }
    store->head_due_ms = clock_steady_ms() + wait_of(store, &state, now_ms);
}

void store_head_demand(struct store *store, int64_t within_ms)
{
    store->head_demand_ms = within_ms;
}

/* Since when nobody takes heads, if that is too long; 0: all is well. */
static int64_t unheard_since(const struct store *store)
{
    AUTO_CHARS path = state_path(store);
    AUTO(close_file) int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct state state = {0};

    if (file >= 0)
        state = read_state(file);
    return state.failed > 0 &&
                   clock_now_ms() - state.since_ms > store->head_demand_ms
               ? state.since_ms
               : 0;
}

bool store_head_heard(struct store *store, struct error *error)
{
    char since[CLOCK_ISO_SIZE];

    if (!store->head_socket || store->head_demand_ms == 0 ||
        unheard_since(store) == 0)
        return true;
    if (store->last.seq == 0 && !store_head(store, &store->last, error))
        return false;
    store->head_due_ms = 0;
    store_head_tick(store);
    if (unheard_since(store) == 0)
        return true;
    clock_iso(unheard_since(store), since);
    return error_set(error, MESSAGE_AUDIT_UNHEARD, "%s, since %s",
                     store->head_socket, since);
}

static json_t *moment(int64_t ms)
{
    char iso[CLOCK_ISO_SIZE];

    if (ms == 0)
        return json_null();
    clock_iso(ms, iso);
    return json_string(iso);
}

struct json_t *store_head_state(struct store *store, struct error *error)
{
    AUTO_CHARS path = state_path(store);
    AUTO(close_file) int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct state state = {0};

    if (file < 0 && errno != ENOENT) {
        error_set(error, MESSAGE_FILE_READ, "%s: %s", path, strerror(errno));
        return NULL;
    }
    if (file >= 0)
        state = read_state(file);
    return json_pack(
        "{s:o, s:o, s:I, s:o}", "written", moment(state.written_ms), "seq",
        state.written_ms ? json_integer(state.seq) : json_null(), "failed",
        (json_int_t)state.failed, "since", moment(state.since_ms));
}
