/* Practice: pick the desk to sit down at, an agent's or a branch's. */
#include "console/base/language.h"
#include "console/base/needle.h"
#include "console/cases/route.h"
#include "console/desk.h"
#include "screens/menu.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <ctype.h>
#include <stdlib.h>

struct desks {
    struct seat *seat;
    struct branch *branches; /* owned: the desk's may change */
    size_t count;
    struct menu menu;
};

/* Item 0 is the agent's desk, then the branches in their order. */
static const char *name_of(const struct desks *desks, int item)
{
    const struct desk *desk = desks->seat->desk;
    return item == 0 ? _("An agent's desk")
                     : desks->branches[item - 1].name.in[desk->language];
}

static bool match(int item, const struct needle *needle, void *cookie)
{
    const struct desks *desks = cookie;
    if (item == 0)
        return needle_in(needle, name_of(desks, item));
    const struct branch *branch = &desks->branches[item - 1];
    return command_finds(branch->code, &branch->name, needle);
}

static void match_all(struct desks *desks)
{
    menu_match(&desks->menu, (int)desks->count + 1, match, desks);
}

static bool desks_open(void *state, struct seat *seat, struct error *error)
{
    struct desks *desks = state;
    const struct desk *desk = seat->desk;
    desks->seat = seat;
    desks->branches =
        branches_load(desk->tables, desk->as_of, &desks->count, error);
    if (!desks->branches)
        return false;
    menu_init(&desks->menu);
    match_all(desks);
    return true;
}

static void desks_close(void *state)
{
    struct desks *desks = state;
    menu_clear(&desks->menu);
    branches_free(desks->branches, desks->count);
}

static unsigned desks_scopes(const void *state)
{
    (void)state;
    return SCOPE_MENU;
}

static bool desks_typing(const void *state)
{
    (void)state;
    return true;
}

static bool desks_can(const void *state, enum command command)
{
    const struct desks *desks = state;
    return command != COMMAND_RUN || menu_item(&desks->menu) >= 0;
}

static struct step sit_down(struct desks *desks)
{
    int item = menu_item(&desks->menu);
    struct seat *seat = desks->seat;
    free(seat->next_desk);
    seat->next_desk =
        item == 0 ? mem_copy("agent")
                  : mem_format("branch.%s", desks->branches[item - 1].code);
    for (char *c = seat->next_desk; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return STEP(STEP_SWITCH);
}

static struct step desks_act(void *state, enum command command, bool sure)
{
    (void)sure;
    if (command == COMMAND_RUN)
        return sit_down(state);
    return command == COMMAND_LEAVE ? STEP(STEP_BACK) : STEP(STEP_PASS);
}

static struct step desks_type(void *state, struct key key)
{
    struct desks *desks = state;
    bool changed;
    if (!menu_key(&desks->menu, key, &changed))
        return STEP(STEP_PASS);
    if (changed)
        match_all(desks);
    return STEP(STEP_STAY);
}

static void draw_row(struct area area, int index, bool selected, void *cookie)
{
    const struct desks *desks = cookie;
    area_put_in(area_part(area, 0, 0, 1, area.columns),
                selected ? STYLE_STRONG : STYLE_NORMAL,
                name_of(desks, desks->menu.shown[index]));
}

static void desks_draw(void *state, struct area area)
{
    struct desks *desks = state;
    menu_draw(&desks->menu, area, _("Sit down at"), draw_row, desks);
}

const struct screen_ops desks_screen = {
    .id = "desks",
    .title = N_("Desks"),
    .size = sizeof(struct desks),
    .open = desks_open,
    .close = desks_close,
    .scopes = desks_scopes,
    .typing = desks_typing,
    .can = desks_can,
    .draw = desks_draw,
    .act = desks_act,
    .type = desks_type,
};
