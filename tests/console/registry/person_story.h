/* What the tests of the person share: an answer made of its members. */
#ifndef TESTS_CONSOLE_REGISTRY_PERSON_STORY_H
#define TESTS_CONSOLE_REGISTRY_PERSON_STORY_H

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/registry/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define IIN "850101300808"

/* The answer with these members behind the number. The caller frees. */
static inline struct person *answer(const char *members)
{
    AUTO_CHARS body = mem_format("{\"iin\":\"" IIN "\"%s%s}",
                                 members[0] == '\0' ? "" : ",", members);
    struct error error = {.message = MESSAGE_NONE};
    struct person *person = person_parse(body, strlen(body), IIN, &error);
    if (person == NULL)
        fail_msg("%s: %s", message_name(error.message), error.detail);
    return person;
}

/* A value as JSON, "unknown" for NULL. The caller frees. */
static inline char *written(struct json_t *value)
{
    return value == NULL ? mem_copy("unknown") : json_canonical(value);
}

#endif
