/* Events: their names and the hash that chains them. */
#include "console/cases/event.h"

#include "console/base/text.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[EVENT_COUNT] = {
#define EVENT(id, name) name,
#include "console/cases/event.def"
#undef EVENT
};

const char *event_name(enum event_kind kind)
{
    return names[kind];
}

bool event_find(const char *name, enum event_kind *kind)
{
    for (int i = 0; i < EVENT_COUNT; i++)
        if (strcmp(name, names[i]) == 0) {
            *kind = (enum event_kind)i;
            return true;
        }
    return false;
}

static void add_int(struct text *form, int64_t value)
{
    char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)((uint64_t)value >> (56 - 8 * i) & 0xff);
    text_add_n(form, bytes, sizeof(bytes));
}

/* A length in front, -1 for NULL: NULL and "" differ. */
static void add_string(struct text *form, const char *string)
{
    add_int(form, string ? (int64_t)strlen(string) : -1);
    if (string)
        text_add(form, string);
}

void event_hash(const struct event *event, unsigned char *out)
{
    AUTO_TEXT form = {0};

    text_add(&form, "agent1414 event 1\n");
    add_int(&form, event->seq);
    add_string(&form, event->uuid);
    add_int(&form, event->at_ms);
    add_string(&form, event->actor);
    add_string(&form, event->role);
    add_string(&form, event_name(event->kind));
    add_string(&form, event->call);
    add_string(&form, event->number);
    add_string(&form, event->person);
    add_string(&form, event->body);
    text_add_n(&form, (const char *)event->previous, SEAL_HASH_SIZE);
    seal_hash(NULL, form.chars, form.length, out);
}

void event_clear(struct event *event)
{
    free(event->uuid);
    free(event->actor);
    free(event->role);
    free(event->call);
    free(event->number);
    free(event->person);
    free(event->body);
    memset(event, 0, sizeof(*event));
}
