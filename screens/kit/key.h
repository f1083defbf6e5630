/* A key: what was pressed, its written name both ways, and which Latin key
 * sits where a Russian or Kazakh letter was typed. */
#ifndef SCREENS_KIT_KEY_H
#define SCREENS_KIT_KEY_H

#include <stdbool.h>
#include <stdint.h>

enum key_kind {
    KEY_NONE,
    KEY_CHAR,   /* a letter, digit or sign: code_point */
    KEY_NAMED,  /* an enum key_name */
    KEY_PASTE,  /* pasted text: paste, cleaned, lent until the next read */
    KEY_RESIZE, /* the terminal has another size */
    KEY_GONE    /* the terminal is gone (EOF, hang-up): end, draft kept */
};

enum key_name {
    NAMED_ENTER,
    NAMED_ESC,
    NAMED_TAB,
    NAMED_BACKTAB,
    NAMED_BACKSPACE,
    NAMED_DELETE,
    NAMED_UP,
    NAMED_DOWN,
    NAMED_LEFT,
    NAMED_RIGHT,
    NAMED_HOME,
    NAMED_END,
    NAMED_PAGE_UP,
    NAMED_PAGE_DOWN,
    NAMED_INSERT,
    NAMED_F1,
    NAMED_F12 = NAMED_F1 + 11,
    NAMED_COUNT
};

struct key {
    enum key_kind kind;
    enum key_name name;
    uint32_t code_point; /* for Ctrl+P: 'p' with ctrl set */
    bool ctrl, alt;
    const char *paste;
};

/* Constructors for tests and tables. */
struct key key_char(uint32_t code_point);
struct key key_named(enum key_name name);
struct key key_ctrl(char letter);

/* "F4", "Ctrl+P", "Enter", "?", "Space"; into out[KEY_NAME_SIZE]. */
enum { KEY_NAME_SIZE = 24 };
void key_write(struct key key, char *out);

/* Reads a written name; false when there is no such key. */
bool key_read(const char *written, struct key *key);

bool key_same(struct key a, struct key b);

/* The same physical key on a Latin (US) keyboard, lower case for letters:
 * Russian and Kazakh letters and the Kazakh number row are mapped back; for
 * command mode only. Other keys come back as they are. */
struct key key_latin(struct key key);

/* The digit on the physical key of the Kazakh number row (" ә і ң г.. = 1..0)
 * or the digit itself; -1 when the key is no digit. `typed` keys only. */
int key_digit(struct key key);

#endif
