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

/* How somebody came to the desk: as the settings say, to practise, or over SSH
 * with a key that must be theirs. */
enum ui_way { UI_LOCAL, UI_PRACTICE, UI_REMOTE };

/* A desk's screens over a terminal; both lent. The names are lent too. */
struct ui *ui_open(const struct config *config, struct loop *loop,
                   struct term *term, const struct command_names *names,
                   enum ui_way way, struct error *error);
void ui_close(struct ui *ui);

/* Runs until the person leaves; the desk to sit down at next ("agent",
 * "branch.kzo"; the caller frees), or NULL to end the program, with the error
 * (MESSAGE_SESSION_*) when the screens were ended for the person. */
char *ui_run(struct ui *ui, struct error *error);

#endif
