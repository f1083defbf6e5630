/* A small program over the kit for test_term: a field, a list of Kazakh rows
 * and the names of the keys that came. F2 moves between field and list, F6
 * turns the mouse on and off, F9 dies, F10 ends. */
#include "console/base/error.h"
#include "console/base/memory.h"
#include "screens/kit/field.h"
#include "screens/kit/list.h"
#include "screens/kit/term.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct probe {
    struct term *term;
    struct canvas *canvas;
    struct field field;
    struct list list;
    bool on_list, mouse, done;
    char names[64];
};

static const char *const NAMES[] = {
    "Әбдіғалиева Ұлжан",  "Ғабитов Өмірзақ",      "Қожахметова Інжу",
    "Үсенова Һадиша",     "Ивановская Екатерина", "Ким Дмитрий",
    "Сәрсенбаева Ақбөпе", "Жұмаділов Еңлік",      "Нұрғалиев Қайырбек",
    "Тілеуберген Әсел",   "Мұқанова Гүлнәр",      "Байжанов Ілияс",
};

static volatile sig_atomic_t resized;

static void on_resize(int number)
{
    resized = number;
}

static void draw_name(struct area area, int index, bool selected, void *cookie)
{
    (void)selected;
    (void)cookie;
    area_format(area, 0, 0, STYLE_NORMAL, "B05-%06d-7", index + 1);
    area_put_in(area_part(area, 0, 14, 1, 24), STYLE_NORMAL,
                NAMES[(size_t)index % COUNT(NAMES)]);
    area_put(area, 0, 39, index % 2 ? STYLE_GOOD : STYLE_BAD,
             index % 2 ? "сақтандырылған" : "сақтандырылмаған");
}

static void draw(struct probe *probe)
{
    int rows = 0;
    int columns = 0;
    term_size(probe->term, &rows, &columns);
    canvas_reset(probe->canvas, rows, columns);
    struct area area = area_all(probe->canvas);
    area_hline(area_take_rows(&area, 1), 0, "Тексеру");
    struct area line = area_take_rows(&area, 1);
    int used = area_put(line, 0, 0, STYLE_STRONG, "Өріс ");
    struct area box = area_part(line, 0, used, 1, line.columns - used);
    field_draw(&probe->field, box, !probe->on_list);
    line = area_take_rows(&area, 1);
    area_format(line, 0, 0, STYLE_DIM, "keys %s", probe->names);
    area_format(area_take_rows(&area, -1), 0, 0, STYLE_KEY, "%dx%d", columns,
                rows);
    list_draw(&probe->list, area, probe->on_list, draw_name, NULL);
    term_show(probe->term, probe->canvas);
}

/* Keeps the names of the last keys in view, newest at the end. */
static void note_name(struct probe *probe, struct key key)
{
    char name[KEY_NAME_SIZE];
    key_write(key, name);
    size_t length = strlen(probe->names);
    if (length + strlen(name) + 2 > sizeof(probe->names))
        length = 0;
    snprintf(probe->names + length, sizeof(probe->names) - length, "%s ", name);
}

static bool is_command(struct probe *probe, struct key key)
{
    if (key.kind != KEY_NAMED || key.name < NAMED_F1)
        return false;
    switch (key.name - NAMED_F1 + 1) {
    case 2:
        probe->on_list = !probe->on_list;
        break;
    case 6:
        probe->mouse = !probe->mouse;
        term_mouse(probe->term, probe->mouse);
        break;
    case 9:
        abort();
    case 10:
        probe->done = true;
        break;
    default:
        break;
    }
    return true;
}

static void handle(struct probe *probe, struct key key)
{
    bool command = is_command(probe, key);
    if (key.kind == KEY_GONE)
        probe->done = true;
    if (!command && probe->on_list && list_key(&probe->list, key))
        return;
    bool typed = !command && !probe->on_list &&
                 field_key(&probe->field, key) == FIELD_CHANGED;
    if (!typed || key.kind == KEY_PASTE)
        note_name(probe, key);
}

static void loop(struct probe *probe)
{
    sigset_t none;
    sigemptyset(&none);
    while (!probe->done) {
        struct key key = term_read(probe->term);
        if (key.kind != KEY_NONE) {
            handle(probe, key);
            continue;
        }
        draw(probe);
        struct pollfd keys = {term_handle(probe->term), POLLIN, 0};
        ppoll(&keys, 1, NULL, &none);
        if (resized)
            term_resized(probe->term);
        resized = 0;
    }
}

/* Resizes arrive only while the loop sleeps. */
static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_resize};
    sigset_t resize;
    sigemptyset(&resize);
    sigaddset(&resize, SIGWINCH);
    sigprocmask(SIG_BLOCK, &resize, NULL);
    sigaction(SIGWINCH, &action, NULL);
    signal(SIGHUP, SIG_IGN); /* the end of the line must be seen without it */
}

static enum term_theme theme_of(const char *name)
{
    if (name && strcmp(name, "light") == 0)
        return THEME_LIGHT;
    if (name && strcmp(name, "contrast") == 0)
        return THEME_CONTRAST;
    return name && strcmp(name, "mono") == 0 ? THEME_MONO : THEME_DARK;
}

int main(int argc, char **argv)
{
    bool digits = argc > 1 && strcmp(argv[1], "digits") == 0;
    struct term_settings settings = {.theme = theme_of(getenv("PROBE_THEME")),
                                     .color = !getenv("NO_COLOR")};
    struct probe probe = {.canvas = canvas_new(1, 1)};
    struct error error = {0};
    catch_signals();
    probe.term = term_open(&settings, &error);
    if (!probe.term) {
        fprintf(stderr, "%s (%s)\n", message_text(error.message), error.detail);
        canvas_free(probe.canvas);
        return error_code(&error);
    }
    field_init(&probe.field, digits ? FIELD_DIGITS : FIELD_TEXT, 200);
    list_set_count(&probe.list, 40);
    loop(&probe);
    term_close(probe.term);
    printf("field=%s\n", field_text(&probe.field));
    field_clear(&probe.field);
    canvas_free(probe.canvas);
    return 0;
}
