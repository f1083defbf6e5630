/* What the screens share: messages, and calls made with the seat's desk. */
#include "console/base/error.h"
#include "console/call/call.h"
#include "console/cases/issue.h"
#include "console/config/config.h"
#include "console/desk.h"
#include "console/io/log.h"
#include "console/knowledge/article.h"
#include "console/knowledge/kb.h"
#include "console/people/right.h"
#include "console/script/script.h"
#include "console/script/walk.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdlib.h>
#include <string.h>

void seat_say(struct seat *seat, bool bad, const char *text)
{
    char *copy = mem_copy(text);
    free(seat->message);
    seat->message = copy;
    seat->message_bad = bad;
}

void seat_fault(struct seat *seat, const struct error *error)
{
    log_error(error);
    seat_say(seat, true, message_text(error->message));
}

void seat_call_fault(struct seat *seat)
{
    struct error fault;
    if (call_take_fault(seat->call, &fault))
        seat_fault(seat, &fault);
}

const struct script_set *seat_scripts(const struct seat *seat)
{
    return seat->call ? call_scripts(seat->call) : seat->desk->scripts;
}

bool seat_has_newer(const struct seat *seat)
{
    return strcmp(scripts_hash(seat_scripts(seat)),
                  scripts_hash(seat->desk->scripts)) != 0;
}

const char *seat_issue(const struct seat *seat, const char *issue)
{
    const struct desk *desk = seat->desk;
    return issue_name(desk->tables, issue, desk->as_of, desk->language);
}

const char *seat_outcome(const char *code)
{
    if (strcmp(code, CALL_BY_HAND) == 0)
        return _("by hand");
    return strcmp(code, CALL_HUNG_UP) == 0 ? _("hung up") : code;
}

const char *seat_role(enum role role)
{
    static const char *const words[ROLE_COUNT] = {
        [ROLE_AGENT] = N_("agent"),
        [ROLE_SUPERVISOR] = N_("supervisor"),
        [ROLE_BRANCH] = N_("branch staff"),
        [ROLE_HEAD] = N_("head of the branch"),
        [ROLE_ADMIN] = N_("administrator"),
        [ROLE_SENDER] = N_("delivery service")};
    return _(words[role]);
}

/* The call whose language counts: of a saved one nothing is written any more.
 */
static struct call *speaking(const struct seat *seat)
{
    return seat->call && call_stage(seat->call) != CALL_SAVED ? seat->call
                                                              : NULL;
}

enum language seat_language(const struct seat *seat)
{
    const struct call *call = speaking(seat);
    return call ? call_language(call) : seat->reads;
}

void seat_speak_next(struct seat *seat)
{
    enum language next = language_next(seat_language(seat));
    seat->reads = next;
    if (speaking(seat))
        call_speak(speaking(seat), next);
}

bool seat_open_kb(struct seat *seat, struct error *error)
{
    return desk_kb(seat->desk, error) != NULL;
}

const struct articles *seat_articles(const struct seat *seat)
{
    return kb_articles(seat->desk->kb);
}

size_t seat_own(const struct seat *seat, const struct article **out)
{
    const struct walk *walk = seat->call ? call_walk(seat->call) : NULL;
    if (!seat->desk->kb || !walk || !walk_node(walk))
        return 0;
    return articles_beside(seat_articles(seat), walk_script(walk)->id,
                           walk_node(walk)->id, out, SEAT_OWN_MAX);
}

void seat_note_jumps(struct seat *seat)
{
    if (seat->below_scopes & SCOPE_SEARCH)
        return; /* noted when the search was opened */
    seat->jumps =
        command_in(COMMAND_JUMP, seat->below_scopes) &&
        (!seat->below_can || seat->below_can(COMMAND_JUMP, seat->below_cookie));
}

enum screen_id seat_start(const struct seat *seat)
{
    enum role role = seat->desk->user.role;
    if (role_has_branch(role))
        return SCREEN_INBOX;
    return right_of(role, RIGHT_REVIEW) ? SCREEN_DUTY : SCREEN_HOME;
}

struct call *seat_call(struct seat *seat, bool resume, struct error *error)
{
    struct desk *desk = seat->desk;
    desk_turn_day(desk);
    struct call_place place = {
        .store = desk->store,
        .store_worker = desk->store_worker,
        .draft_worker = desk->draft_worker,
        .lookup = desk->lookup,
        .draft = desk->draft,
        .scripts = desk->scripts,
        .deadlines = desk->deadlines,
        .kept = desk->kept,
        .as_of = desk->as_of,
        .basis = dues_basis_chosen(desk->config),
        .ask_why = config_bool(desk->config, CONFIG_desk_lookup_reason),
        .language = desk->language,
        .zone = desk->zone,
        .changed = seat->changed,
        .cookie = seat->cookie,
    };
    return resume ? call_resume(&place, error) : call_begin(&place, error);
}
