/* Bytes from a terminal into keys: UTF-8, control codes, the escape sequences
 * of xterm, PuTTY, rxvt, the Linux console and VT keypads, pasted text. What
 * it does not know it swallows whole, so that no key can look like Esc. */
#ifndef SCREENS_KIT_INPUT_H
#define SCREENS_KIT_INPUT_H

#include "console/base/text.h"
#include "screens/kit/key.h"

enum { INPUT_ROOM = 4096, INPUT_PASTE_MAX = 64 * 1024 };

/* {0} is a valid empty one. */
struct input {
    unsigned char bytes[INPUT_ROOM];
    size_t start, length; /* what is not decoded yet */
    bool late;            /* what stands alone now is all there is */
    bool pasting;
    struct text pasted; /* as it came, cut at INPUT_PASTE_MAX */
    char *paste;        /* cleaned, lent to the last KEY_PASTE */
};

/* Frees and empties. */
void input_clear(struct input *input);

/* Where to put bytes read from the terminal, and how many fit. */
unsigned char *input_room(struct input *input, size_t *room);

/* Takes over length bytes put there. */
void input_add(struct input *input, size_t length);

/* The next whole key; false when more bytes are needed. */
bool input_next(struct input *input, struct key *key);

/* Is an escape begun, so that a short wait tells Esc from a sequence? */
bool input_waits(const struct input *input);

/* No byte came within the wait: a lone ESC is the Esc key. */
void input_end_wait(struct input *input);

#endif
