/* floor_screen [full]: the ncurses floor alone, linked with nothing else. */
#include "tests/kit/floor_paint.h"

#include <stdbool.h>
#include <string.h>

int main(int argc, char **argv)
{
    bool full = argc > 1 && strcmp(argv[1], "full") == 0;
    floor_paint(full ? FLOOR_FULL : FLOOR_DIRTY);
    return 0;
}
