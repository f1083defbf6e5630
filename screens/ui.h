/* The stack of open screens on one terminal: key to command to screen, and the
 * picture drawn at most once a turn of the loop. */
#ifndef SCREENS_UI_H
#define SCREENS_UI_H

#include "console/base/memory.h"
#include "screens/command.h"
#include "screens/kit/canvas.h"
#include "screens/kit/key.h"

#include <stdbool.h>

struct config;
struct error;
struct loop;
struct term;
struct ui;

/* A desk's screens over a terminal; both lent. The names are lent too. */
struct ui *ui_open(const struct config *config, struct loop *loop,
                   struct term *term, const struct command_names *names,
                   bool practice, struct error *error);
void ui_close(struct ui *ui);

/* Runs until the person leaves; the desk to sit down at next ("agent",
 * "branch.kzo"; the caller frees), or NULL to end the program. */
char *ui_run(struct ui *ui);

#endif
