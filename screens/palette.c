/* Commands by name (palette) and all keys with what they do (help): the same
 * list, drawn from the table of commands, narrowing as one types. */
#include "screens/menu.h"
#include "screens/screen.h"
#include "screens/words.h"

#include "console/base/text.h"

#include <string.h>

struct palette {
    struct seat *seat;
    struct menu menu;
    unsigned scopes; /* commands shown */
};

/* Can it be given to the screen below now? */
static bool below_can(const struct seat *seat, enum command command)
{
    return command_in(command, seat->below_scopes) &&
           command != COMMAND_PALETTE &&
           (!seat->below_can || seat->below_can(command, seat->below_cookie));
}

static bool match(int item, const char *query, void *cookie)
{
    const struct palette *palette = cookie;
    bool fits = palette->scopes == SCOPE_ALL
                    ? true
                    : below_can(palette->seat, (enum command)item);
    return fits &&
           command_matches(palette->seat->names, (enum command)item, query);
}

/* Keeps what matches, what can be done now first. */
static void narrow(struct palette *palette)
{
    struct menu *menu = &palette->menu;
    int later[MENU_MAX], now = 0, rest = 0;
    menu_match(menu, COMMAND_COUNT, match, palette);
    for (int i = 0; i < menu->list.count; i++) {
        if (below_can(palette->seat, (enum command)menu->shown[i]))
            menu->shown[now++] = menu->shown[i];
        else
            later[rest++] = menu->shown[i];
    }
    memcpy(menu->shown + now, later, (size_t)rest * sizeof(later[0]));
}

static bool open_with(struct palette *palette, struct seat *seat,
                      unsigned scopes)
{
    palette->seat = seat;
    palette->scopes = scopes;
    menu_init(&palette->menu);
    narrow(palette);
    return true;
}

static bool palette_open(void *state, struct seat *seat, struct error *error)
{
    (void)error;
    return open_with(state, seat, seat->below_scopes);
}

static bool help_open(void *state, struct seat *seat, struct error *error)
{
    (void)error;
    return open_with(state, seat, SCOPE_ALL);
}

static void palette_close(void *state)
{
    menu_clear(&((struct palette *)state)->menu);
}

static unsigned palette_scopes(const void *state)
{
    (void)state;
    return SCOPE_MENU;
}

static bool palette_typing(const void *state)
{
    (void)state;
    return true;
}

static enum command selected(const struct palette *palette)
{
    int item = menu_item(&palette->menu);
    return item < 0 ? COMMAND_NONE : (enum command)item;
}

static bool palette_can(const void *state, enum command command)
{
    const struct palette *palette = state;
    if (command == COMMAND_HELP || command == COMMAND_PALETTE)
        return false;
    return command != COMMAND_RUN ||
           (selected(palette) != COMMAND_NONE &&
            below_can(palette->seat, selected(palette)));
}

static struct step palette_act(void *state, enum command command, bool sure)
{
    const struct palette *palette = state;
    (void)sure;
    if (command == COMMAND_RUN)
        return (struct step){.kind = STEP_RUN, .command = selected(palette)};
    return command == COMMAND_LEAVE ? STEP(STEP_BACK) : STEP(STEP_PASS);
}

static struct step palette_type(void *state, struct key key)
{
    struct palette *palette = state;
    bool changed;
    if (!menu_key(&palette->menu, key, &changed))
        return STEP(STEP_PASS);
    if (changed)
        narrow(palette);
    return STEP(STEP_STAY);
}

/* All keys of a command, then what it does; dim when it cannot be given now. */
static void draw_row(struct area area, int index, bool is_selected,
                     void *cookie)
{
    const struct palette *palette = cookie;
    enum command command = (enum command)palette->menu.shown[index];
    bool now = below_can(palette->seat, command);
    struct key key;
    char name[KEY_NAME_SIZE];
    int at = 0;
    for (int n = 0; command_key(command, n, &key); n++) {
        key_write(key, name);
        at += area_put(area, 0, at, STYLE_KEY, name) + 1;
    }
    area_put_in(area_part(area, 0, 20, 1, area.columns - 20),
                is_selected ? STYLE_STRONG
                : now       ? STYLE_NORMAL
                            : STYLE_DIM,
                command_text(command));
}

static void palette_draw(void *state, struct area area)
{
    struct palette *palette = state;
    menu_draw(&palette->menu, area,
              palette->scopes == SCOPE_ALL
                  ? _("Help: all keys; dim ones are for other screens")
                  : _("Commands"),
              draw_row, palette);
}

const struct screen_ops palette_screen = {
    .id = "palette",
    .title = N_("Commands"),
    .size = sizeof(struct palette),
    .open = palette_open,
    .close = palette_close,
    .scopes = palette_scopes,
    .typing = palette_typing,
    .can = palette_can,
    .draw = palette_draw,
    .act = palette_act,
    .type = palette_type,
};

const struct screen_ops help_screen = {
    .id = "help",
    .title = N_("Help"),
    .size = sizeof(struct palette),
    .open = help_open,
    .close = palette_close,
    .scopes = palette_scopes,
    .typing = palette_typing,
    .can = palette_can,
    .draw = palette_draw,
    .act = palette_act,
    .type = palette_type,
};
