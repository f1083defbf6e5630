/* A turn goes round the ways (a branch and a sink to it), a few messages of
 * each at a time, until nothing is due. What waits is counted in the pauses
 * given here, never by the wall clock (even_clock.h). */
#include "console/delivery/deliver.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/cases/store_outbox.h"
#include "console/delivery/backoff.h"
#include "console/delivery/courier.h"
#include "console/delivery/deliver_end.h"
#include "console/delivery/deliver_way.h"
#include "console/delivery/even_clock.h"
#include "console/delivery/sink.h"
#include "console/io/log.h"
#include "console/people/seal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What was read is gone on with for so long: then other branches have their
 * turn, and what a supervisor decided meanwhile counts. */
enum { PAGE = 16, PAGE_MS = 1000, MINUTE_MS = 60000 };

/* A next_ms further off than this was given under another clock. */
enum { HORIZON_MS = 2 * BACKOFF_LAST_S * 1000 };

/* Where a message cannot be read, the others go on without that branch. */
enum { UNREADABLE_MS = 10 * MINUTE_MS };

struct deliver {
    struct store *store;       /* lent */
    const struct sinks *sinks; /* lent */
    const _Atomic bool *stop;  /* lent */
    struct courier *courier;
    int lock;
    struct even_clock clock;
    struct ways ways;
    struct deliver_end end; /* of the message that was sent last */
};

struct deliver *deliver_open(struct store *store, const struct sinks *sinks,
                             const char *folder, const _Atomic bool *stop,
                             struct error *error)
{
    int lock = deliver_state_lock(folder, error);
    if (lock < 0)
        return NULL;
    struct deliver *deliver = mem_new(sizeof(*deliver));
    deliver->store = store;
    deliver->sinks = sinks;
    deliver->stop = stop;
    deliver->lock = lock;
    even_clock_set(&deliver->clock);
    deliver->courier = courier_open(sinks, stop, error);
    if (deliver->courier)
        return deliver;
    deliver_close(deliver);
    return NULL;
}

void deliver_close(struct deliver *deliver)
{
    if (!deliver)
        return;
    if (deliver->courier)
        courier_close(deliver->courier);
    free(deliver->ways.items);
    close(deliver->lock);
    free(deliver);
}

bool deliver_owes(const struct deliver *deliver)
{
    return deliver->end.owed;
}

static uint32_t throw_dice(void)
{
    uint32_t dice;
    seal_random(&dice, sizeof(dice));
    return dice;
}

static void wake_by(struct deliver_turn *turn, int64_t steady_ms)
{
    if (steady_ms < turn->next_ms)
        turn->next_ms = steady_ms;
}

/* ---- how a message ended ---- */

/* What the store will never take is not offered to it again; its message goes
 * out no more either: the way stays closed as long as this sender runs. */
static bool pay(struct deliver *deliver, struct error *error)
{
    struct deliver_end *end = &deliver->end;
    enum sink_kind kind;
    if (!deliver_end_offer(end, deliver->store, error))
        return false;
    if (end->barred && sink_find(end->end.sink, &kind))
        ways_find(&deliver->ways, end->branch, kind)->quiet_ms = WAY_CLOSED;
    return true;
}

static bool end_as(struct deliver *deliver,
                   const struct outbox_message *message,
                   const struct outbox_try *end, struct error *error)
{
    deliver_end_keep(&deliver->end, message, end);
    return pay(deliver, error);
}

static bool expire(struct deliver *deliver,
                   const struct outbox_message *message,
                   const struct outbox_try *last, struct deliver_turn *turn,
                   struct error *error)
{
    struct outbox_try end = *last;
    end.state = OUTBOX_EXPIRED;
    end.waited_ms = message->waited_ms;
    turn->expired++;
    return end_as(deliver, message, &end, error);
}

static bool put_off(struct deliver *deliver,
                    const struct outbox_message *message,
                    const struct outbox_try *last, int64_t pause,
                    struct error *error)
{
    struct outbox_try end = *last;
    end.state = OUTBOX_WAITING;
    end.next_ms = even_clock_ms(&deliver->clock) + pause;
    end.step_ms += pause;
    return end_as(deliver, message, &end, error);
}

/* ---- a way where nobody can be reached ---- */

/* Reads what is due on a way; -1 on error. */
static int read_due(struct deliver *deliver, const struct way *way,
                    struct outbox_message messages[PAGE],
                    struct deliver_turn *turn, struct error *error)
{
    struct outbox_ask ask = {
        .queue = way_queue(way, deliver->sinks),
        .now_ms = even_clock_ms(&deliver->clock),
        .horizon_ms = HORIZON_MS,
        .most = PAGE,
    };
    int count = store_outbox_due(deliver->store, &ask, messages, error);
    if (count >= 0 && ask.next_ms)
        wake_by(turn, even_clock_steady_ms(&deliver->clock, ask.next_ms));
    return count;
}

static void clear_page(struct outbox_message *messages, int count)
{
    for (int i = 0; i < count; i++)
        outbox_message_clear(&messages[i]);
}

/* What is due on this way and has waited its five days; a page of it. */
static bool expire_page(struct deliver *deliver, const struct way *way,
                        const struct outbox_try *last,
                        struct deliver_turn *turn, struct error *error)
{
    struct outbox_message messages[PAGE];
    int count = read_due(deliver, way, messages, turn, error);
    bool good = count >= 0;
    for (int i = 0; i < count && good; i++)
        if (messages[i].waited_ms >= backoff_limit_ms())
            good = expire(deliver, &messages[i], last, turn, error);
    clear_page(messages, count);
    return good;
}

/* The one that knocked in vain comes behind all that waits with it, by having
 * waited a moment more: where the service hangs at it alone, the others go. */
static bool step_back(struct deliver *deliver,
                      const struct outbox_message *message,
                      const struct outbox_try *last, int64_t pause,
                      struct error *error)
{
    struct outbox_try behind = *last;
    behind.step_ms = 1;
    return message->waited_ms >= backoff_limit_ms() ||
           put_off(deliver, message, &behind, pause, error);
}

static bool leave_way(struct deliver *deliver, struct way *way,
                      const struct outbox_message *message,
                      const struct sink_answer *answer,
                      struct deliver_turn *turn, struct error *error)
{
    int in_vain = way->in_vain < 0 ? message->tries : way->in_vain;
    int64_t pause = backoff_ms(in_vain, answer->retry_after_s, throw_dice());
    int64_t now_ms = even_clock_ms(&deliver->clock);
    struct outbox_hold hold = {
        .queue = way_queue(way, deliver->sinks),
        .now_ms = now_ms,
        .horizon_ms = HORIZON_MS,
        .next_ms = now_ms + pause,
        .step_ms = pause,
        .limit_ms = backoff_limit_ms(),
        .words = answer->words,
    };
    struct outbox_try last = {.sink = sink_name(way->kind),
                              .words = answer->words};
    int64_t own = backoff_ms(message->tries, -1, throw_dice());
    if (in_vain > 0 || message->tries == 0 || own < pause)
        own = pause; /* else others were taken since its last try */
    way->in_vain = in_vain + 1;
    way->quiet_ms =
        clock_steady_ms() + backoff_ms(0, answer->retry_after_s, throw_dice());
    turn->away++;
    if (!step_back(deliver, message, &last, own, error) ||
        !store_outbox_hold(deliver->store, &hold, error))
        return false;
    int expired;
    do {
        expired = turn->expired;
        if (!expire_page(deliver, way, &last, turn, error))
            return false;
    } while (turn->expired > expired && way->quiet_ms != WAY_CLOSED);
    return true;
}

/* ---- sending ---- */

static struct sink_answer hand_over(struct deliver *deliver,
                                    const struct way *way,
                                    const struct outbox_message *message)
{
    struct sink_answer answer = {.end = SINK_REFUSED, .retry_after_s = -1};
    if (sinks_can(deliver->sinks, way->branch, way->kind))
        return courier_send(deliver->courier, way->kind, message);
    snprintf(answer.words, sizeof(answer.words),
             "settings: no address for %s of %s", sink_name(way->kind),
             way->branch);
    return answer;
}

/* Sends one message and has its end written down. A connection that was given
 * up because the program is to stop is no try. */
static bool send_one(struct deliver *deliver, struct way *way,
                     const struct outbox_message *message,
                     struct deliver_turn *turn, struct error *error)
{
    struct sink_answer answer = hand_over(deliver, way, message);
    struct outbox_try end = {.sink = sink_name(way->kind),
                             .words = answer.words};
    if (answer.end != SINK_AWAY)
        way->in_vain = 0;
    switch (answer.end) {
    case SINK_TAKEN:
        turn->taken++;
        end.state = OUTBOX_RECEIVED;
        return end_as(deliver, message, &end, error);
    case SINK_REFUSED:
        turn->refused++;
        end.state = OUTBOX_REFUSED;
        return end_as(deliver, message, &end, error);
    case SINK_AWAY:
        return *deliver->stop ||
               leave_way(deliver, way, message, &answer, turn, error);
    case SINK_LATER:
        break;
    }
    if (message->waited_ms >= backoff_limit_ms())
        return expire(deliver, message, &end, turn, error);
    turn->later++;
    int64_t pause =
        backoff_ms(message->tries, answer.retry_after_s, throw_dice());
    return put_off(deliver, message, &end, pause, error);
}

/* A few of what is due on one way; *sent: more may be due there. */
static bool send_page(struct deliver *deliver, struct way *way,
                      struct deliver_turn *turn, bool *sent,
                      struct error *error)
{
    struct outbox_message messages[PAGE];
    int count = read_due(deliver, way, messages, turn, error);
    bool good = count >= 0;
    int64_t until_ms = clock_steady_ms() + PAGE_MS;
    bool over = false;
    for (int i = 0; i < count && good && !over && !*deliver->stop; i++) {
        good = send_one(deliver, way, &messages[i], turn, error);
        int64_t now_ms = clock_steady_ms();
        over = way->quiet_ms > now_ms || now_ms >= until_ms;
        *sent = true;
    }
    clear_page(messages, count);
    return good;
}

/* One message that cannot be read stands in the way of its branch alone; that
 * is told once. */
static void pass_over(struct way *way, struct deliver_turn *turn,
                      struct error *error)
{
    way->quiet_ms = clock_steady_ms() + UNREADABLE_MS;
    wake_by(turn, way->quiet_ms);
    if (!way->unreadable)
        log_error(error);
    way->unreadable = true;
    error_clear(error);
}

/* The sender counts as alive while it goes from way to way. */
static bool go_way(struct deliver *deliver, struct way *way,
                   struct deliver_turn *turn, bool *sent, struct error *error)
{
    if (way->quiet_ms > clock_steady_ms()) {
        wake_by(turn, way->quiet_ms);
        return true;
    }
    deliver_state_look(deliver->lock, clock_now_ms());
    if (send_page(deliver, way, turn, sent, error)) {
        way->unreadable = false;
        return true;
    }
    if (error->message != MESSAGE_STORE_CORRUPT || deliver->end.owed)
        return false;
    pass_over(way, turn, error);
    return true;
}

struct branch_names {
    char (*codes)[LIFE_CODE_SIZE];
    size_t count;
};

static void see_branch(const char *branch, void *cookie)
{
    struct branch_names *names = cookie;
    names->codes =
        mem_grow(names->codes, names->count + 1, sizeof(*names->codes));
    snprintf(names->codes[names->count++], LIFE_CODE_SIZE, "%s", branch);
}

/* Once round all the ways; *sent: something was tried. */
static bool go_round(struct deliver *deliver, struct deliver_turn *turn,
                     bool *sent, struct error *error)
{
    struct branch_names names = {NULL, 0};
    *sent = false;
    turn->next_ms = INT64_MAX;
    deliver_state_look(deliver->lock, clock_now_ms());
    bool good =
        store_outbox_branches(deliver->store, see_branch, &names, error);
    for (size_t i = 0; i < names.count * SINK_COUNT && good; i++) {
        enum sink_kind kind = (enum sink_kind)(i % SINK_COUNT);
        if (kind == SINK_INBOX || *deliver->stop)
            continue;
        struct way *way =
            ways_find(&deliver->ways, names.codes[i / SINK_COUNT], kind);
        good = go_way(deliver, way, turn, sent, error);
    }
    free(names.codes);
    return good;
}

static void tell_jump(struct deliver *deliver)
{
    int64_t jump = even_clock_jump_ms(&deliver->clock);
    if (jump)
        log_line(LOG_LEVEL_WARNING,
                 "deliver: the clock was set by %+lld minutes; what waits goes "
                 "on by the steady clock",
                 (long long)(jump / MINUTE_MS));
}

bool deliver_turn(struct deliver *deliver, struct deliver_turn *turn,
                  struct error *error)
{
    bool sent;
    *turn = (struct deliver_turn){.next_ms = INT64_MAX};
    tell_jump(deliver);
    if (!pay(deliver, error))
        return false;
    do {
        if (!go_round(deliver, turn, &sent, error))
            return false;
    } while (sent && !*deliver->stop);
    if (turn->next_ms == INT64_MAX)
        even_clock_set(&deliver->clock);
    return true;
}
