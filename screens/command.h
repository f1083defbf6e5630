/* What can be done: commands with names, keys and scopes, all from the one
 * list command.def. */
#ifndef SCREENS_COMMAND_H
#define SCREENS_COMMAND_H

#include "console/base/language.h"
#include "screens/kit/key.h"

#include "console/base/memory.h"

#include <stdbool.h>

struct needle;
struct text;

/* Where a command can be given: states of screens, as a set of bits. */
enum scope {
    SCOPE_HOME = 1,          /* an agent's start */
    SCOPE_LIST = 2,          /* a list of cases */
    SCOPE_LIST_OPEN = 4,     /* the same, opened from a start */
    SCOPE_NUMBER = 8,        /* the IIN is being typed */
    SCOPE_WALK = 16,         /* the script runs */
    SCOPE_NOTE = 32,         /* notes are being typed */
    SCOPE_WRAP = 64,         /* the form at the end of a call */
    SCOPE_SAVED = 128,       /* the call is saved */
    SCOPE_STORY = 256,       /* one case to read */
    SCOPE_MENU = 512,        /* palette, desks: pick one */
    SCOPE_TEXT = 1024,       /* help: text to scroll */
    SCOPE_SEARCH = 2048,     /* the knowledge base is searched */
    SCOPE_ARTICLE = 4096,    /* an article is read */
    SCOPE_DEED = 8192,       /* a move of a case is written */
    SCOPE_DUTY = 16384,      /* a supervisor's start */
    SCOPE_LEDGER = 32768,    /* the log of cases or calls */
    SCOPE_CHOOSE = 65536,    /* a filter is chosen */
    SCOPE_BOARD = 131072,    /* the figures */
    SCOPE_QUEUE = 262144,    /* calls to review */
    SCOPE_CALLED = 524288,   /* one call to read */
    SCOPE_COMMENT = 1048576, /* what the reviewer says is typed */
    SCOPE_LOOKS = 2097152,   /* who looked at whose data */
    SCOPE_OUTBOX = 4194304,  /* what has not reached its branch */
    SCOPE_WAY = 8388608,     /* another way to a branch is chosen */
    SCOPE_ALL = 0x7FFFFFFF
};

enum command {
#define COMMAND(id, name, scopes, keys, hint, text) COMMAND_##id,
#include "screens/command.def"
#undef COMMAND
    COMMAND_COUNT,
    COMMAND_NONE = COMMAND_COUNT
};

/* The stable id, "call-new". */
const char *command_id(enum command command);
MUST_USE bool command_find(const char *id, enum command *command);

/* In the language of the interface: a word for the key bar, a line for help. */
const char *command_hint(enum command command);
const char *command_text(enum command command);

bool command_in(enum command command, unsigned scopes);

/* The n-th key; false when there are fewer. */
bool command_key(enum command command, int n, struct key *key);

/* The key to show: the first; where text is typed the first that is no plain
 * letter, digit or sign. False when there is none. Into out[KEY_NAME_SIZE]. */
bool command_shown_key(enum command command, bool typing, char *out);

/* The command of a key within the scopes, in any keyboard layout; while typing
 * plain characters (and Space) are no commands. `can` may say no; NULL: all. */
enum command command_of_key(struct key key, unsigned scopes, bool typing,
                            bool (*can)(enum command command, void *cookie),
                            void *cookie);

/* Names in all three languages, for finding; made once, before any thread. */
struct command_names {
    struct phrase text[COMMAND_COUNT];
};
void command_names_init(struct command_names *names);
void command_names_clear(struct command_names *names);

/* Does what was typed find this command: part of its name in any language, its
 * id, or the beginning of one of its keys? */
bool command_matches(const struct command_names *names, enum command command,
                     const struct needle *needle);

/* The same for anything else with an id and a name. */
bool command_finds(const char *id, const struct phrase *name,
                   const struct needle *needle);

/* The manual page's section on keys (roff), from the list. */
void command_write_manual(struct text *out);

#endif
