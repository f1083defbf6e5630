/* The system calls that a console never makes. Inside of the fence. */
#ifndef CONSOLE_IO_FENCE_CALLS_H
#define CONSOLE_IO_FENCE_CALLS_H

#include "console/base/memory.h"

#include <stdbool.h>

/* Refuses them from now on, in all threads. False: this kernel cannot, or its
 * processor is not one of those in fence_calls.c. */
MUST_USE bool fence_calls(void);

#endif
