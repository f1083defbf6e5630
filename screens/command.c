/* The list of commands: names, keys, scopes, finding, the manual. */
#include "screens/command.h"

#include "console/base/needle.h"
#include "console/base/text.h"
#include "screens/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOME      SCOPE_HOME
#define LIST      SCOPE_LIST
#define LIST_OPEN SCOPE_LIST_OPEN
#define NUMBER    SCOPE_NUMBER
#define WALK      SCOPE_WALK
#define NOTE      SCOPE_NOTE
#define WRAP      SCOPE_WRAP
#define SAVED     SCOPE_SAVED
#define STORY     SCOPE_STORY
#define MENU      SCOPE_MENU
#define TEXT      SCOPE_TEXT
#define SEARCH    SCOPE_SEARCH
#define ARTICLE   SCOPE_ARTICLE
#define DEED      SCOPE_DEED
#define DUTY      SCOPE_DUTY
#define LEDGER    SCOPE_LEDGER
#define CHOOSE    SCOPE_CHOOSE
#define BOARD     SCOPE_BOARD
#define QUEUE     SCOPE_QUEUE
#define CALLED    SCOPE_CALLED
#define COMMENT   SCOPE_COMMENT
#define LOOKS     SCOPE_LOOKS
#define OUTBOX    SCOPE_OUTBOX
#define WAY       SCOPE_WAY
#define OVERSEE                                                                \
    (LEDGER | CHOOSE | BOARD | QUEUE | CALLED | COMMENT | LOOKS | OUTBOX | WAY)
#define ALL SCOPE_ALL

static const struct {
    const char *id;
    unsigned scopes;
    const char *keys, *hint, *text;
} commands[] = {
#define COMMAND(id, name, scopes, keys, hint, text)                            \
    {name, scopes, keys, hint, text},
#include "screens/command.def"
#undef COMMAND
};

const char *command_id(enum command command)
{
    return command < COMMAND_COUNT ? commands[command].id : "";
}

bool command_find(const char *id, enum command *command)
{
    for (int c = 0; c < COMMAND_COUNT; c++) {
        if (strcmp(commands[c].id, id) == 0) {
            *command = c;
            return true;
        }
    }
    return false;
}

const char *command_hint(enum command command)
{
    return _(commands[command].hint);
}

const char *command_text(enum command command)
{
    return _(commands[command].text);
}

bool command_in(enum command command, unsigned scopes)
{
    return (commands[command].scopes & scopes) != 0;
}

/* A key's name as it stands in the list, spelt as key_write() spells it. */
struct word {
    const char *at;
    size_t length;
};

static struct word first_word(enum command command)
{
    const char *keys = commands[command].keys;
    return (struct word){keys, strcspn(keys, " ")};
}

/* The word behind this one; length 0: there is none. */
static struct word next_word(struct word word)
{
    const char *at = word.at + word.length;
    at += *at == ' ';
    return (struct word){at, strcspn(at, " ")};
}

static bool is_word(struct word word, const char *name)
{
    return strncmp(word.at, name, word.length) == 0 && !name[word.length];
}

static void copy_word(struct word word, char *out)
{
    snprintf(out, KEY_NAME_SIZE, "%.*s", (int)word.length, word.at);
}

bool command_key(enum command command, int n, struct key *key)
{
    char name[KEY_NAME_SIZE];
    struct word word = first_word(command);
    for (; n > 0 && word.length > 0; n--)
        word = next_word(word);
    copy_word(word, name);
    return word.length > 0 && key_read(name, key);
}

/* Is it what people type into a field? */
static bool is_plain(struct key key)
{
    return key.kind == KEY_CHAR && !key.ctrl && !key.alt;
}

static bool is_plain_word(struct word word)
{
    uint32_t letter;
    return text_step(word.at, &letter) == word.length || is_word(word, "Space");
}

bool command_shown_key(enum command command, bool typing, char *out)
{
    struct word word = first_word(command);
    while (typing && word.length > 0 && is_plain_word(word))
        word = next_word(word);
    if (word.length == 0)
        return false;
    copy_word(word, out);
    return true;
}

/* Has the command a key of either name? */
static bool has_key(enum command command, const char *name, const char *latin)
{
    struct word word = first_word(command);
    for (; word.length > 0; word = next_word(word))
        if (is_word(word, name) || is_word(word, latin))
            return true;
    return false;
}

enum command command_of_key(struct key key, unsigned scopes, bool typing,
                            bool (*can)(enum command command, void *cookie),
                            void *cookie)
{
    if (typing && is_plain(key))
        return COMMAND_NONE;
    char name[KEY_NAME_SIZE], latin[KEY_NAME_SIZE];
    key_write(key, name);
    key_write(key_latin(key), latin);
    for (int c = 0; c < COMMAND_COUNT; c++)
        if (command_in(c, scopes) && has_key(c, name, latin) &&
            (!can || can(c, cookie)))
            return c;
    return COMMAND_NONE;
}

void command_names_init(struct command_names *names)
{
    for (int c = 0; c < COMMAND_COUNT; c++)
        phrase_translate(&names->text[c], commands[c].text);
}

void command_names_clear(struct command_names *names)
{
    for (int c = 0; c < COMMAND_COUNT; c++)
        phrase_clear(&names->text[c]);
}

/* Is it a beginning of one of the command's keys? As typed alone: a key is no
 * word. */
static bool key_matches(enum command command, const struct needle *needle)
{
    struct word word = first_word(command);
    const char *typed = needle->typed;
    size_t length = strlen(typed);
    for (; word.length > 0; word = next_word(word))
        if (length <= word.length && strncasecmp(word.at, typed, length) == 0)
            return true;
    return false;
}

bool command_finds(const char *id, const struct phrase *name,
                   const struct needle *needle)
{
    for (int l = 0; l < LANGUAGE_COUNT; l++)
        if (needle_in(needle, name->in[l]))
            return true;
    return needle_in(needle, id);
}

bool command_matches(const struct command_names *names, enum command command,
                     const struct needle *needle)
{
    return command_finds(commands[command].id, &names->text[command], needle) ||
           key_matches(command, needle);
}

void command_write_manual(struct text *out)
{
    text_add(out, ".SH KEYS\n");
    for (int c = 0; c < COMMAND_COUNT; c++)
        text_format(out, ".TP\n.B %s\n%s (%s).\n", commands[c].keys,
                    commands[c].text, commands[c].id);
}
