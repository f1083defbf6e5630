/* A list on the screen and nothing else. */
#include "tests/kit/floor_paint.h"

#include <curses.h>

#include <locale.h>

static void put_row(int row, int number)
{
    mvprintw(row, 0,
             "43-26-%06d-%d  22.11 %02d:%02d  KZO  Оқу орны тізімде жоқ",
             number, number % 10, number % 24, number % 60);
    printw("   жаңа      ag%02d", number % 40);
    clrtoeol();
}

static void put_screen(int from)
{
    for (int row = 0; row < LINES - 1; row++)
        put_row(row, from + row * 977 % 90000);
    mvprintw(LINES - 1, 0, "READY %d", from);
    clrtoeol();
}

static void move_bar(int *at)
{
    mvchgat(*at, 0, -1, A_NORMAL, 0, NULL);
    *at = (*at + 1) % (LINES - 1);
    mvchgat(*at, 0, -1, A_REVERSE, 0, NULL);
    mvprintw(LINES - 1, 6, "%d ", *at);
}

void floor_paint(enum floor_way way)
{
    int at = 0, key;
    setlocale(LC_ALL, "C.UTF-8");
    initscr();
    cbreak();
    noecho();
    keypad(stdscr, TRUE);
    put_screen(0);
    mvchgat(0, 0, -1, A_REVERSE, 0, NULL);
    refresh();
    while ((key = getch()) != ERR && key != 'q') {
        if (way == FLOOR_DIRTY)
            move_bar(&at);
        else
            put_screen(at = (at + 4099) % 8192);
        refresh();
    }
    endwin();
}
