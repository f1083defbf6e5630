/* What a move demands is there, and fits what is known. */
#include "console/cases/store_demand.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/cases/deadline.h"
#include "console/cases/store_move.h"
#include "console/cases/store_sqlite.h"
#include "console/cases/store_stand.h"

#include <string.h>

static const int64_t day_ms = 24LL * 60 * 60 * 1000;

static bool needs(const char *what, struct error *error)
{
    return error_set(error, MESSAGE_MOVE_NEEDS, "%s", what);
}

static bool is_reason(enum case_move move, const char *code)
{
    const char *known;

    for (int n = 0; code && (known = life_reason(move, n)) != NULL; n++)
        if (strcmp(code, known) == 0)
            return true;
    return false;
}

static bool is_channel(const char *code)
{
    const char *known;

    for (int n = 0; code && (known = life_channel(n)) != NULL; n++)
        if (strcmp(code, known) == 0)
            return true;
    return false;
}

/* 1 to so many letters, of which one can be seen. */
static bool is_text(const char *text)
{
    int letters = 0;
    uint32_t letter;
    size_t step;

    if (text[strspn(text, " \n\xc2\xa0")] == '\0')
        return false;
    while ((step = text_step(text, &letter)) > 0) {
        text += step;
        letters++;
    }
    return letters <= STORE_MOVE_LETTERS;
}

/* Given where it is demanded, and of the right shape wherever it is given. */
static bool text_fits(unsigned demands, const char *text)
{
    return text ? is_text(text) : !(demands & DEMAND_TEXT);
}

static bool until_fits(int64_t until_ms, int64_t at_ms)
{
    return until_ms > at_ms && until_ms <= at_ms + STORE_MOVE_DAYS * day_ms;
}

/* Who did not reach the caller has told by nothing. */
static bool channel_fits(unsigned demands, const struct store_move *move)
{
    if ((demands & DEMAND_TOLD) && !move->told)
        return true;
    return is_channel(move->channel);
}

bool store_demand_given(const struct store_move *move, const char *text,
                        int64_t at_ms, struct error *error)
{
    unsigned demands = move_demands(move->move);

    if ((demands & DEMAND_VERSION) && move->version <= 0)
        return needs("version", error);
    if ((demands & DEMAND_REASON) && !is_reason(move->move, move->reason))
        return needs("reason", error);
    if (!text_fits(demands, text))
        return needs("text", error);
    if ((demands & DEMAND_UNTIL) && !until_fits(move->until_ms, at_ms))
        return needs("until", error);
    if ((demands & DEMAND_CHANNEL) && !channel_fits(demands, move))
        return needs("channel", error);
    return true;
}

struct sought {
    const char *branch;
    bool fits;
};

static bool see_person(const struct db_row *row, void *cookie)
{
    struct sought *sought = cookie;
    enum role role;

    sought->fits = role_find(db_text(row, 0), &role) &&
                   right_of(role, RIGHT_CASE_WORK) &&
                   strcmp(db_text(row, 1), sought->branch) == 0;
    return false;
}

/* A colleague of the case's branch who works on cases, and not the one who
 * holds it already. */
static bool person_fits(struct store *store, const char *person,
                        const struct case_now *now, struct error *error)
{
    struct sought sought = {now->branch, false};

    if (!person || strcmp(person, now->holder) == 0)
        return needs("person", error);
    if (!db_query(store->db,
                  "SELECT role, branch FROM user"
                  " WHERE name = ? AND disabled = 0",
                  DB_ARGS(DB_TEXT(person)), see_person, &sought, error))
        return false;
    return sought.fits || needs("person", error);
}

static bool branch_fits(const struct deadlines *deadlines, const char *branch,
                        const struct case_now *now, struct error *error)
{
    bool same;

    if (!branch || strlen(branch) >= sizeof(now->branch) || !*branch)
        return needs("branch", error);
    same = strcmp(branch, now->branch) == 0;
    /* Back to the same branch: what was returned alone. */
    if ((same && now->state != STATE_RETURNED) ||
        (deadlines && !deadlines_knows(deadlines, branch)))
        return needs("branch", error);
    return true;
}

/* Another case that this person sees and that leads itself. As links are made
 * one after the other, no circle can come of it. */
static bool lead_fits(struct store *store, const struct store_move *move,
                      struct error *error)
{
    struct error reason = {0};
    struct store_stand lead;

    if (!move->lead || strcmp(move->lead, move->number) == 0)
        return needs("lead", error);
    if (!store_stand_read(store, move->lead, store_wall(store), &lead,
                          &reason)) {
        if (reason.message == MESSAGE_CASE_NOT_FOUND)
            return needs("lead", error);
        return error_set(error, reason.message, "%s", reason.detail);
    }
    return (lead.now.state != STATE_DUPLICATE &&
            lead.now.state != STATE_VOID) ||
           needs("lead", error);
}

static bool reopen_fits(const struct store *store,
                        const struct store_move *move,
                        const struct case_now *now, int64_t at_ms,
                        struct error *error)
{
    return at_ms <= now->since_ms + move->reopen_days * day_ms ||
           right_need(store->user, RIGHT_CASE_REOPEN_LATE, error);
}

bool store_demand_fits(struct store *store, const struct deadlines *deadlines,
                       const struct store_move *move,
                       const struct case_now *now, int64_t at_ms,
                       struct error *error)
{
    unsigned demands = move_demands(move->move);

    if ((demands & DEMAND_PERSON) &&
        !person_fits(store, move->person, now, error))
        return false;
    if ((demands & DEMAND_BRANCH) &&
        !branch_fits(deadlines, move->branch, now, error))
        return false;
    if ((demands & DEMAND_LEAD) && !lead_fits(store, move, error))
        return false;
    if ((demands & DEMAND_TOLD) && !move->told && now->tries < LIFE_TRIES)
        return needs("told", error);
    return move->move != MOVE_REOPENED ||
           reopen_fits(store, move, now, at_ms, error);
}
