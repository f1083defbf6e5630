/* Versions as libraries tell them ("7.88.1", "ncurses 6.4.20221231"). */
#ifndef CONSOLE_BASE_VERSION_H
#define CONSOLE_BASE_VERSION_H

#include <stdbool.h>

/* Does the first version in the text come before `least`? Number by number;
 * what is missing counts as 0. A text without a number is older than all. */
bool version_older(const char *have, const char *least);

#endif
