/* Names in braces, as texts of scripts and articles hold them. */
#ifndef CONSOLE_BASE_BRACE_H
#define CONSOLE_BASE_BRACE_H

/* Room for a name, NUL included. */
enum { BRACE_SIZE = 80 };

enum brace { BRACE_NONE, BRACE_NAME, BRACE_BAD };

/* The next name in braces of a text, into name[BRACE_SIZE]; *at (in the text)
 * moves behind it, *before is where the brace opens. */
enum brace brace_next(const char **at, const char **before, char *name);

#endif
