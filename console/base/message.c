/* The sentences of message.def by number, translated when there is a
 * catalogue. The text domain is chosen by language_interface(). */
#include "console/base/message.h"

#include <libintl.h>

struct sentence {
    const char *name;
    const char *text;
    enum exit_code code;
};

static const struct sentence sentences[MESSAGE_COUNT] = {
    [MESSAGE_NONE] = {"NONE", "", EXIT_OK},
#define MESSAGE(id, code, text) [MESSAGE_##id] = {#id, text, EXIT_##code},
#include "console/base/message.def"
#undef MESSAGE
};

/* A number that is no message is itself a state the program does not know. */
static const struct sentence *find(enum message message)
{
    if ((unsigned)message >= MESSAGE_COUNT)
        return &sentences[MESSAGE_INTERNAL];
    return &sentences[message];
}

const char *message_text(enum message message)
{
    const char *text = find(message)->text;
    /* gettext("") would give the catalogue's own header. */
    return text[0] == '\0' ? text : gettext(text);
}

const char *message_name(enum message message)
{
    return find(message)->name;
}

enum exit_code message_code(enum message message)
{
    return find(message)->code;
}
