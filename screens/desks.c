/* Practice: pick the desk to sit down at, of one role or another. */
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

/* The desks of the line come first, then two of each branch. */
static const struct {
    const char *as, *name;
} line_desks[] = {{"agent", N_("An agent's desk")},
                  {"supervisor", N_("A supervisor's desk")},
                  {"admin", N_("An administrator's desk")}};

enum { LINE_DESKS = COUNT(line_desks) };

/* NULL: a desk of the line. */
static const struct branch *branch_of(const struct desks *desks, int item)
{
    return item < LINE_DESKS ? NULL : &desks->branches[(item - LINE_DESKS) / 2];
}

static bool is_head(int item)
{
    return item >= LINE_DESKS && (item - LINE_DESKS) % 2 == 1;
}

/* The caller frees. */
static char *name_of(const struct desks *desks, int item)
{
    const struct branch *branch = branch_of(desks, item);
    if (!branch)
        return mem_copy(_(line_desks[item].name));
    const char *name = branch->name.in[desks->seat->desk->language];
    return is_head(item) ? mem_format(_("%s: the head"), name) : mem_copy(name);
}

static bool match(int item, const struct needle *needle, void *cookie)
{
    const struct desks *desks = cookie;
    const struct branch *branch = branch_of(desks, item);
    AUTO_CHARS name = name_of(desks, item);
    return needle_in(needle, name) ||
           (branch && command_finds(branch->code, &branch->name, needle));
}

static void match_all(struct desks *desks)
{
    menu_match(&desks->menu, LINE_DESKS + 2 * (int)desks->count, match, desks);
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
    const struct branch *branch = branch_of(desks, item);
    struct seat *seat = desks->seat;
    free(seat->next_desk);
    seat->next_desk =
        branch ? mem_format("%s.%s", is_head(item) ? "head" : "branch",
                            branch->code)
               : mem_copy(line_desks[item].as);
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
    AUTO_CHARS name = name_of(desks, desks->menu.shown[index]);
    area_put_in(area_part(area, 0, 0, 1, area.columns),
                selected ? STYLE_STRONG : STYLE_NORMAL, name);
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
