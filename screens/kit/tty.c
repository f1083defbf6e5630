/* Modes and farewell bytes stand in a static, made beforehand: a handler of
 * signals may only write and set modes. */
#include "screens/kit/tty.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const int FATAL[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

static struct {
    struct termios modes;
    struct sigaction before[COUNT(FATAL)];
    char farewell[256];
    size_t length;
    volatile sig_atomic_t guarded;
    bool at_exit;
    /* A handler after a stack overflow needs its own. */
    _Alignas(16) char stack[16384];
} tty;

static void write_all(const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        bytes += written;
        length -= (size_t)written;
    }
}

void tty_write(const char *bytes)
{
    write_all(bytes, strlen(bytes));
}

bool tty_keep(void)
{
    tty.length = 0;
    return isatty(STDOUT_FILENO) && tcgetattr(STDIN_FILENO, &tty.modes) == 0;
}

void tty_add_farewell(const char *bytes)
{
    while (bytes && *bytes && tty.length < sizeof(tty.farewell)) {
        const char *end = strncmp(bytes, "$<", 2) ? NULL : strchr(bytes, '>');
        if (end)
            bytes = end + 1;
        else
            tty.farewell[tty.length++] = *bytes++;
    }
}

static void give_back(void)
{
    if (!tty.guarded)
        return;
    tty.guarded = 0;
    write_all(tty.farewell, tty.length);
    tcsetattr(STDIN_FILENO, TCSANOW, &tty.modes);
}

static void on_fatal(int number)
{
    give_back();
    for (size_t i = 0; i < COUNT(FATAL); i++)
        if (FATAL[i] == number)
            sigaction(number, &tty.before[i], NULL);
    raise(number);
}

void tty_guard(void)
{
    stack_t stack = {.ss_sp = tty.stack, .ss_size = sizeof(tty.stack)};
    sigaltstack(&stack, NULL);
    struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < COUNT(FATAL); i++)
        sigaction(FATAL[i], &action, &tty.before[i]);
    if (!tty.at_exit)
        atexit(give_back);
    tty.at_exit = true;
    tty.guarded = 1;
}

void tty_release(void)
{
    if (!tty.guarded)
        return;
    tty.guarded = 0;
    for (size_t i = 0; i < COUNT(FATAL); i++)
        sigaction(FATAL[i], &tty.before[i], NULL);
    tcsetattr(STDIN_FILENO, TCSANOW, &tty.modes);
}

bool tty_size(int *rows, int *columns)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 ||
        size.ws_col == 0)
        return false;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return true;
}
