/* Rows of the inbox are found by the case's number, whatever else stands in
 * them. */
#include "tests/screens/branch_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LOOK_MS = 25, LOOKS = PTY_WAIT_MS / LOOK_MS };

void branch_send(struct play *agent, const char *iin, char *number)
{
    play_call_of(agent, iin, "✗ UNINSURED");
    play_keys(agent, "k");
    play_see(agent, "Case for a branch");
    play_save_case(agent, number);
    play_leave(agent);
}

void branch_sit(struct play *play, struct play_place *place, const char *name,
                int cases)
{
    AUTO_CHARS title = mem_format("Cases: %d", cases);
    play_start(play, place, &(struct play_cast){.name = name, .branch = "KZO"});
    play_see(play, title);
}

static bool stands_on(const struct play *play, const char *number)
{
    for (int row = 0; row < play->pty.rows; row++) {
        AUTO_CHARS text = pty_row(&play->pty, row);
        if (text[0] == '>' && strstr(text, number))
            return true;
    }
    return false;
}

void branch_stands_on(struct play *play, const char *number)
{
    for (int i = 0; i < LOOKS; i++) {
        pty_settle(&play->pty, LOOK_MS);
        if (stands_on(play, number))
            return;
    }
    AUTO_CHARS screen = pty_screen(&play->pty);
    fail_msg("the cursor is not on %s:\n%s", number, screen);
}

void branch_read(struct play *play, const char *number)
{
    branch_stands_on(play, number);
    AUTO_CHARS title = mem_format("Case  № %s", number);
    play_keys(play, "Enter");
    play_see(play, title);
    play_see(play, "NOW");
}
