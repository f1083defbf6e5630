/* Words by move and by state. */
#include "screens/deedwords.h"

#include "console/base/clock.h"
#include "console/base/language.h"
#include "console/base/memory.h"
#include "console/desk.h"
#include "console/people/right.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <string.h>

static const struct {
    const char *label; /* of the text */
    const char *hint;  /* what will become of it */
} words[MOVE_COUNT] = {
    [MOVE_TAKEN_OVER] = {N_("Why"),
                         N_("The person who holds it reads this in the "
                            "history.")},
    [MOVE_ASSIGNED] = {NULL, N_("The person finds it under their own cases.")},
    [MOVE_PUT_BACK] = {NULL, N_("It goes back to the inbox of the branch.")},
    [MOVE_ASKED_CALLER] = {NULL,
                           N_("The line asks the caller and writes down the "
                              "reply; until then the clock stands.")},
    [MOVE_ASKED_BODY] = {N_("Whom and what"),
                         N_("You ask them yourself; until then the clock "
                            "stands.")},
    [MOVE_HEARD] = {N_("The caller says"), N_("The branch goes on with it.")},
    [MOVE_RETURNED] = {N_("What is wrong"),
                       N_("It goes back to the line, which sends it on.")},
    [MOVE_SENT_ON] = {N_("Why"), N_("It goes to that branch's inbox.")},
    [MOVE_ANSWERED] = {NULL,
                       N_("The line tells it to the caller in these words.")},
    [MOVE_TRIED] = {NULL, N_("Three tries are enough to close it.")},
    [MOVE_CLOSED] = {NULL, N_("The caller was told the answer.")},
    [MOVE_REOPENED] = {N_("What is new"),
                       N_("The branch has it again, with a new time.")},
    [MOVE_LINKED] = {NULL, N_("Work goes on in the leading case alone.")},
    [MOVE_FINISHED] = {N_("Why"), N_("It ends without an answer.")},
    [MOVE_VOIDED] = {N_("Why"), N_("It stays readable, but nobody acts.")},
    [MOVE_NOTED] = {N_("Note"), NULL},
};

const char *deedwords_language(const char *code)
{
    static const char *const names[] = {N_("in Kazakh"), N_("in Russian"),
                                        N_("in English")};
    enum language language;
    return language_find(code, &language) ? _(names[language]) : code;
}

char *deedwords_text(enum case_move move, const char *language)
{
    switch (move) {
    case MOVE_ANSWERED:
        return mem_format(_("Answer, %s"), deedwords_language(language));
    case MOVE_ASKED_CALLER:
        return mem_format(_("Question, %s"), deedwords_language(language));
    default:
        return mem_copy(words[move].label ? _(words[move].label) : "");
    }
}

const char *deedwords_hint(enum case_move move)
{
    return words[move].hint ? _(words[move].hint) : NULL;
}

static bool has(const struct seat *seat, enum right right)
{
    return right_of(seat->desk->user.role, right);
}

static char *task_held(const struct seat *seat, const struct case_now *now)
{
    bool own = strcmp(now->holder, seat->desk->user.name) == 0;
    return own ? mem_copy(_("You work on it: answer, or ask what is missing."))
               : mem_format(_("%s works on it."), now->holder);
}

static char *task_waiting(const struct case_now *now, const char *for_whom,
                          const char *look)
{
    bool over = now->look_ms > 0 && now->look_ms <= clock_now_ms();
    return mem_copy(over ? look : for_whom);
}

char *deedwords_task(const struct seat *seat, const struct case_now *now)
{
    switch (now->state) {
    case STATE_OPEN:
    case STATE_REOPENED:
        return mem_copy(has(seat, RIGHT_CASE_WORK)
                            ? _("Nobody works on it: take it.")
                            : _("Somebody of the branch has to take it."));
    case STATE_IN_WORK:
        return task_held(seat, now);
    case STATE_WAITING_CALLER:
        return task_waiting(
            now, _("Ask the caller this, and write down the reply."),
            _("The caller's reply is late: ask again, or go on without it."));
    case STATE_WAITING_BODY:
        return task_waiting(
            now, _("Another body was asked: wait for its reply."),
            _("The reply is late: ask that body again, or go on."));
    case STATE_RETURNED:
        return mem_copy(has(seat, RIGHT_CASE_ROUTE)
                            ? _("The branch gave it back: send it on.")
                            : _("The line sends it on."));
    case STATE_ANSWERED:
        return mem_format(_("Tell the caller the answer, then close. Tries: "
                            "%d of %d."),
                          now->tries, LIFE_TRIES);
    case STATE_CLOSED:
        return mem_copy(_("Nothing: it is closed."));
    case STATE_DUPLICATE:
        return mem_format(_("Nothing here: work goes on in № %s."),
                          *now->lead ? now->lead : "—");
    default:
        return mem_copy(_("Nothing: it was opened by mistake."));
    }
}
