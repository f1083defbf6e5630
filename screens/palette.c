/* Commands and scripts by name (palette), scripts alone, and all keys with what
 * they do (help): one list that narrows as one types. */
#include "console/base/text.h"
#include "console/desk.h"
#include "console/script/script.h"
#include "screens/menu.h"
#include "screens/screen.h"
#include "screens/words.h"

#include <stdlib.h>
#include <string.h>

/* Items are the commands, then the scripts of the call. */
struct palette {
    struct seat *seat;
    struct menu menu;
    bool commands; /* can be picked */
    bool all;      /* help: those of other screens, too; no scripts */
};

/* Can it be given to the screen below now? */
static bool below_can(const struct seat *seat, enum command command)
{
    return command_in(command, seat->below_scopes) &&
           command != COMMAND_PALETTE &&
           (!seat->below_can || seat->below_can(command, seat->below_cookie));
}

/* The script behind an item; NULL: it is a command. */
static const struct script *script_of(const struct palette *palette, int item)
{
    return item < COMMAND_COUNT ? NULL
                                : scripts_at(seat_scripts(palette->seat),
                                             (size_t)(item - COMMAND_COUNT));
}

/* Can it be done now? */
static bool is_now(const struct palette *palette, int item)
{
    const struct script *script = script_of(palette, item);
    return script ? script->entry && below_can(palette->seat, COMMAND_JUMP)
                  : below_can(palette->seat, (enum command)item);
}

static bool match(int item, const struct needle *needle, void *cookie)
{
    const struct palette *palette = cookie;
    const struct script *script = script_of(palette, item);
    if (script)
        return is_now(palette, item) &&
               command_finds(script->id, &script->title, needle);
    return palette->commands && (palette->all || is_now(palette, item)) &&
           command_matches(palette->seat->names, (enum command)item, needle);
}

/* Keeps what matches, what can be done now first. */
static void narrow(struct palette *palette)
{
    struct menu *menu = &palette->menu;
    int later[MENU_MAX], now = 0, rest = 0;
    size_t scripts =
        palette->all ? 0 : scripts_count(seat_scripts(palette->seat));
    menu_match(menu, COMMAND_COUNT + (int)scripts, match, palette);
    for (int i = 0; i < menu->list.count; i++) {
        if (is_now(palette, menu->shown[i]))
            menu->shown[now++] = menu->shown[i];
        else
            later[rest++] = menu->shown[i];
    }
    memcpy(menu->shown + now, later, (size_t)rest * sizeof(later[0]));
}

static bool open_with(struct palette *palette, struct seat *seat, bool commands,
                      bool all)
{
    palette->seat = seat;
    palette->commands = commands;
    palette->all = all;
    menu_init(&palette->menu);
    narrow(palette);
    return true;
}

static bool palette_open(void *state, struct seat *seat, struct error *error)
{
    (void)error;
    return open_with(state, seat, true, false);
}

static bool scripts_open_list(void *state, struct seat *seat,
                              struct error *error)
{
    (void)error;
    return open_with(state, seat, false, false);
}

static bool help_open(void *state, struct seat *seat, struct error *error)
{
    (void)error;
    return open_with(state, seat, true, true);
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

static bool palette_can(const void *state, enum command command)
{
    const struct palette *palette = state;
    if (command == COMMAND_HELP || command == COMMAND_PALETTE)
        return false;
    int item = menu_item(&palette->menu);
    return command != COMMAND_RUN || (item >= 0 && is_now(palette, item));
}

/* A command is run; a script is jumped to. */
static struct step run(struct palette *palette)
{
    int item = menu_item(&palette->menu);
    const struct script *script = script_of(palette, item);
    if (!script)
        return (struct step){.kind = STEP_RUN, .command = (enum command)item};
    free(palette->seat->script);
    palette->seat->script = mem_copy(script->id);
    return (struct step){.kind = STEP_RUN, .command = COMMAND_JUMP};
}

static struct step palette_act(void *state, enum command command, bool sure)
{
    (void)sure;
    if (command == COMMAND_RUN)
        return run(state);
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

/* All keys of a command in the first columns. */
static void draw_keys(struct area area, enum command command)
{
    struct key key;
    char name[KEY_NAME_SIZE];
    int at = 0;
    for (int n = 0; command_key(command, n, &key); n++) {
        key_write(key, name);
        at += area_put(area, 0, at, STYLE_KEY, name) + 1;
    }
}

/* The keys and what the command does, or a script's id and title; dim when it
 * cannot be given now. */
static void draw_row(struct area area, int index, bool is_selected,
                     void *cookie)
{
    const struct palette *palette = cookie;
    int item = palette->menu.shown[index];
    const struct script *script = script_of(palette, item);
    enum style style = is_selected             ? STYLE_STRONG
                       : is_now(palette, item) ? STYLE_NORMAL
                                               : STYLE_DIM;
    if (script)
        area_put_in(area_part(area, 0, 0, 1, 19), STYLE_DIM, script->id);
    else
        draw_keys(area, (enum command)item);
    area_put_in(area_part(area, 0, 20, 1, area.columns - 20), style,
                script ? script->title.in[palette->seat->desk->language]
                       : command_text((enum command)item));
}

static void palette_draw(void *state, struct area area)
{
    struct palette *palette = state;
    menu_draw(&palette->menu, area,
              palette->all ? _("Help: all keys; dim ones are for other screens")
              : palette->commands ? _("Commands")
                                  : _("Scripts"),
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

const struct screen_ops scripts_screen = {
    .id = "scripts",
    .title = N_("Scripts"),
    .size = sizeof(struct palette),
    .open = scripts_open_list,
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
