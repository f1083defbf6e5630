/* deliver: the sender, as a service until it is stopped, or once for cron. */
#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/json.h"
#include "console/cases/store.h"
#include "console/cases/store_people.h"
#include "console/cli/cli_command.h"
#include "console/cli/cli_desk.h"
#include "console/cli/cli_fail.h"
#include "console/cli/cli_print.h"
#include "console/config/config.h"
#include "console/delivery/deliver.h"
#include "console/delivery/sink.h"
#include "console/io/log.h"
#include "console/people/right.h"

#include <jansson.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>

/* LOOK: how often it is seen that somebody saved something. REST: a turn comes
 * at least so often, for whoever asks when the sender last looked. OWED: how
 * long, before it ends, an end is offered to a store that does not take it.
 * TOLD: how often the log has a fault that lasts. */
enum {
    LOOK_MS = 2000,
    REST_MS = 60000,
    FAILED_MS = 1000,
    OWED_MS = 60000,
    TOLD_MS = 600000
};

static _Atomic bool stopped;

static void stop(int number)
{
    (void)number;
    stopped = true;
}

/* The message at hand is finished; what waits for something is woken. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = stop};
    sigemptyset(&action.sa_mask);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

static bool did_something(const struct deliver_turn *turn)
{
    return turn->taken || turn->later || turn->refused || turn->expired ||
           turn->away;
}

static void log_turn(const struct deliver_turn *turn)
{
    if (did_something(turn))
        log_line(LOG_LEVEL_INFO,
                 "deliver: received %d, later %d, refused %d, expired %d, not "
                 "reached %d",
                 turn->taken, turn->later, turn->refused, turn->expired,
                 turn->away);
}

static void log_fault(const struct error *error)
{
    static enum message told;
    static int64_t told_ms;
    int64_t now_ms = clock_steady_ms();
    if (error->message == told && now_ms - told_ms < TOLD_MS)
        return;
    told = error->message;
    told_ms = now_ms;
    log_error(error);
}

/* One turn, with what it did in the program's log. A sender that was disabled
 * meanwhile sends nothing more. */
static bool take_turn(const struct desk *desk, struct deliver *deliver,
                      struct deliver_turn *turn, struct error *error)
{
    *turn = (struct deliver_turn){.next_ms = INT64_MAX};
    bool good = (stopped ||
                 store_still_in(desk->store, &desk->user, desk->key, error)) &&
                deliver_turn(deliver, turn, error);
    log_turn(turn);
    if (!good)
        log_fault(error);
    return good;
}

/* What the branch has and the store does not know would go out again by the
 * next sender: it is offered a while longer. False when that was in vain, or
 * nothing is owed. */
static bool offer_owed(const struct desk *desk, struct deliver *deliver,
                       struct deliver_turn *turn, struct error *error)
{
    int64_t until = clock_steady_ms() + OWED_MS;
    bool good = false;
    while (!good && deliver_owes(deliver) && clock_steady_ms() < until) {
        poll(NULL, 0, FAILED_MS);
        error_clear(error);
        good = take_turn(desk, deliver, turn, error);
    }
    return good;
}

static void print_turn(const struct cli *cli, const struct deliver_turn *turn)
{
    AUTO_JSON counts =
        json_pack("{s:i, s:i, s:i, s:i, s:i}", "received", turn->taken, "later",
                  turn->later, "refused", turn->refused, "expired",
                  turn->expired, "not_reached", turn->away);
    if (cli->json)
        cli_print_json(counts);
    else if (did_something(turn))
        printf("received %d, later %d, refused %d, expired %d, not reached "
               "%d\n",
               turn->taken, turn->later, turn->refused, turn->expired,
               turn->away);
}

static int send_once(const struct cli *cli, const struct desk *desk,
                     struct deliver *deliver)
{
    struct deliver_turn turn;
    struct error error = {0};
    bool good = take_turn(desk, deliver, &turn, &error) ||
                offer_owed(desk, deliver, &turn, &error);
    print_turn(cli, &turn);
    return good ? EXIT_OK : cli_fail(&error);
}

/* Asleep until this moment of the steady clock, or somebody saved something
 * since `version`. */
static void rest(struct store *store, int64_t version, int64_t until_ms)
{
    for (;;) {
        int64_t left = until_ms - clock_steady_ms();
        if (stopped || left <= 0 || store_version(store) != version)
            return;
        poll(NULL, 0, (int)(left < LOOK_MS ? left : LOOK_MS));
    }
}

/* Until it is stopped; a store that cannot be reached now is tried again. False
 * for any other fault. */
static bool go_on(const struct desk *desk, struct deliver *deliver,
                  struct error *error)
{
    while (!stopped) {
        struct deliver_turn turn;
        int64_t version = store_version(desk->store);
        int64_t began_ms = clock_steady_ms();
        error_clear(error);
        bool good = take_turn(desk, deliver, &turn, error);
        if (!good && error_code(error) != EXIT_UNAVAILABLE)
            return false;
        if (!good)
            poll(NULL, 0, FAILED_MS);
        else
            rest(desk->store, version,
                 turn.next_ms < began_ms + REST_MS ? turn.next_ms
                                                   : began_ms + REST_MS);
    }
    return true;
}

/* A fault ends the service, and whoever started it is told. */
static int serve(const struct desk *desk, struct deliver *deliver)
{
    struct deliver_turn turn;
    struct error fault = {0}, owed = {0};
    bool good = go_on(desk, deliver, &fault);
    stopped = true;
    bool paid =
        !deliver_owes(deliver) || offer_owed(desk, deliver, &turn, &owed);
    if (good && paid)
        return EXIT_OK;
    return cli_fail(good ? &owed : &fault);
}

/* Without a log the work goes on. */
static void open_log(const struct cli *cli)
{
    AUTO_CHARS path = desk_log_file(cli->config);
    struct error error = {0};
    if (!log_open(path, LOG_LEVEL_INFO, &error))
        error_clear(&error);
}

int cli_deliver(struct cli *cli)
{
    int exit_code = EXIT_OK;
    struct error error = {0};
    AUTO_DESK desk = {0};
    if (!cli_words(cli, 0, 0, &exit_code))
        return exit_code;
    if (!cli_desk_open(&desk, cli, DESK_DATA | DESK_STORE, &error) ||
        !right_need(&desk.desk.user, RIGHT_DELIVER, &error))
        return cli_fail(&error);
    struct sinks *sinks = sinks_new(cli->config, desk.desk.branches,
                                    desk.desk.branch_count, &error);
    catch_signals();
    open_log(cli);
    struct deliver *deliver =
        sinks ? deliver_open(desk.desk.store, sinks, desk.desk.folder, &stopped,
                             &error)
              : NULL;
    if (!deliver)
        exit_code = cli_fail(&error);
    else
        exit_code = cli_given(cli, CLI_ONCE)
                        ? send_once(cli, &desk.desk, deliver)
                        : serve(&desk.desk, deliver);
    log_close();
    deliver_close(deliver);
    sinks_free(sinks);
    return exit_code;
}
