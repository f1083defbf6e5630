/* What has not reached its branch, oldest first, for a supervisor: try again,
 * send it elsewhere, or write down how the branch was told. */
#include "console/base/error.h"
#include "console/base/json.h"
#include "screens/outwords.h"
#include "screens/screen.h"
#include "screens/undelivered_state.h"
#include "screens/words.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { RENEW_MAX = 500 };

/* Not while a question is under way, nor when so much was read that it would
 * wait. */
static void look_again(void *cookie)
{
    struct undelivered *list = cookie;
    if (!list->fetch && !list->acting && list->goal <= RENEW_MAX)
        undelivered_ask(list, false);
}

static void drop_kept(struct undelivered *list)
{
    json_decref(list->kept);
    list->kept = NULL;
}

/* Another view, or another branch: from the top. */
static struct step ask_anew(struct undelivered *list)
{
    drop_kept(list);
    list->settled = true;
    list->list = (struct list){0};
    list->goal = 0;
    undelivered_ask(list, false);
    return STEP(STEP_STAY);
}

/* ---- life ---- */

static bool undelivered_open(void *state, struct seat *seat,
                             struct error *error)
{
    struct undelivered *list = state;
    (void)error;
    list->seat = seat;
    menu_init(&list->menu);
    undelivered_form_init(list);
    undelivered_ask(list, false);
    fetch_watch_start(&list->watch, seat, look_again, list);
    return true;
}

static void undelivered_close(void *state)
{
    struct undelivered *list = state;
    fetch_watch_stop(&list->watch);
    fetch_drop(&list->fetch);
    fetch_drop(&list->acting);
    json_decref(list->answer);
    json_decref(list->rows);
    json_decref(list->about);
    drop_kept(list);
    free(list->branch);
    menu_clear(&list->menu);
    form_clear(&list->form);
}

/* Back from a case. */
static void undelivered_shown(void *state)
{
    undelivered_ask(state, false);
}

static unsigned undelivered_scopes(const void *state)
{
    static const unsigned scopes[] = {[OUT_LISTS] = SCOPE_OUTBOX,
                                      [OUT_BRANCH] = SCOPE_CHOOSE,
                                      [OUT_ELSEWHERE] = SCOPE_WAY,
                                      [OUT_HANDED] = SCOPE_DEED};
    return scopes[((const struct undelivered *)state)->mode];
}

static bool undelivered_typing(const void *state)
{
    const struct undelivered *list = state;
    return list->mode == OUT_BRANCH || list->mode == OUT_HANDED;
}

/* ---- what can be done ---- */

static bool undelivered_can(const void *state, enum command command)
{
    const struct undelivered *list = state;
    const struct json_t *row = undelivered_selected(list);
    switch (command) {
    case COMMAND_OPEN:
        return row != NULL;
    case COMMAND_AGAIN:
    case COMMAND_ELSEWHERE:
    case COMMAND_HANDED:
    case COMMAND_DEED_SAVE:
    case COMMAND_SEND:
        return undelivered_may(list, command);
    case COMMAND_BRANCH:
        return undelivered_branch(list, 0) != NULL;
    case COMMAND_UNFILTER:
        return list->branch != NULL;
    case COMMAND_CHOOSE:
        return menu_item(&list->menu) >= 0;
    default:
        return true;
    }
}

/* ---- one branch ---- */

static struct step choose_branch(struct undelivered *list)
{
    const struct json_t *counts =
        undelivered_branch(list, menu_item(&list->menu));
    free(list->branch);
    list->branch = mem_copy(json_find_string(counts, "branch"));
    list->mode = OUT_LISTS;
    return ask_anew(list);
}

static struct step ask_branch(struct undelivered *list)
{
    field_set(&list->menu.query, "");
    list->mode = OUT_BRANCH;
    undelivered_match(list);
    return STEP(STEP_STAY);
}

static bool has_words(const struct undelivered *list)
{
    return list->mode == OUT_HANDED &&
           field_text(&list->form.rows[0].field)[0] != '\0';
}

static struct step leave(struct undelivered *list, bool sure)
{
    if (list->mode == OUT_LISTS)
        return STEP(STEP_BACK);
    if (has_words(list) && !sure && !list->acting)
        return (struct step){.kind = STEP_ASK,
                             .command = COMMAND_LEAVE,
                             .text = _("What you wrote is not saved. Leave "
                                       "without it?"),
                             .yes = _("yes, leave it")};
    list->mode = OUT_LISTS;
    return STEP(STEP_STAY);
}

static struct step open_case(struct undelivered *list)
{
    const struct json_t *row = undelivered_selected(list);
    free(list->seat->number);
    list->seat->number = mem_copy(json_find_string(row, "number"));
    return STEP_TO(STEP_OPEN, SCREEN_STORY);
}

static struct step show_view(struct undelivered *list, enum command command)
{
    for (int view = 0; view < OUT_VIEWS; view++) {
        if (undelivered_view((enum out_view)view) != command)
            continue;
        list->view = (enum out_view)view;
        return ask_anew(list);
    }
    return STEP(STEP_PASS);
}

static struct step undelivered_act(void *state, enum command command, bool sure)
{
    struct undelivered *list = state;
    switch (command) {
    case COMMAND_OPEN:
        return open_case(list);
    case COMMAND_AGAIN:
    case COMMAND_ELSEWHERE:
    case COMMAND_HANDED:
    case COMMAND_DEED_SAVE:
    case COMMAND_SEND:
        undelivered_do(list, command);
        return STEP(STEP_STAY);
    case COMMAND_BRANCH:
        return ask_branch(list);
    case COMMAND_CHOOSE:
        return choose_branch(list);
    case COMMAND_UNFILTER:
        free(list->branch);
        list->branch = NULL;
        return ask_anew(list);
    case COMMAND_LEAVE:
        return leave(list, sure);
    default:
        return show_view(list, command);
    }
}

/* ---- keys ---- */

static struct step type_branch(struct undelivered *list, struct key key)
{
    bool changed;
    if (!menu_key(&list->menu, key, &changed))
        return STEP(STEP_PASS);
    if (changed)
        undelivered_match(list);
    return STEP(STEP_STAY);
}

static struct step type_list(struct undelivered *list, struct key key)
{
    if (!list_key(&list->list, key))
        return STEP(STEP_PASS);
    if (list->list.selected == list->list.count - 1 && list->more &&
        !list->fetch)
        undelivered_ask(list, true);
    return STEP(STEP_STAY);
}

static struct step undelivered_type(void *state, struct key key)
{
    struct undelivered *list = state;
    switch (list->mode) {
    case OUT_BRANCH:
        return type_branch(list, key);
    case OUT_ELSEWHERE:
    case OUT_HANDED:
        return undelivered_deed_key(list, key) ? STEP(STEP_STAY)
                                               : STEP(STEP_PASS);
    default:
        return type_list(list, key);
    }
}

static int undelivered_choices(const void *state)
{
    const struct undelivered *list = state;
    return list->mode == OUT_ELSEWHERE ? list->way_list.count : 0;
}

const struct screen_ops undelivered_screen = {
    .id = "undelivered",
    .title = N_("Undelivered"),
    .size = sizeof(struct undelivered),
    .open = undelivered_open,
    .close = undelivered_close,
    .scopes = undelivered_scopes,
    .typing = undelivered_typing,
    .can = undelivered_can,
    .draw = undelivered_draw,
    .act = undelivered_act,
    .type = undelivered_type,
    .shown = undelivered_shown,
    .choices = undelivered_choices,
    .choices_hint = N_("send"),
};
