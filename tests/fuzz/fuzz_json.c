/* JSON of any file: refused with a place, or a value that can be written and
 * read again to the same bytes; nothing deeper, larger or doubled comes in, and
 * every value is found in its line. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static int depth_of(const json_t *value)
{
    int deepest = 0, depth;
    const char *key;
    json_t *member;
    size_t index;
    json_object_foreach((json_t *)value, key,
                        member) if ((depth = depth_of(member)) > deepest)
        deepest = depth;
    json_array_foreach(value, index, member) if ((depth = depth_of(member)) >
                                                 deepest) deepest = depth;
    bool holds = json_is_object(value) || json_is_array(value);
    if (json_is_integer(value))
        HOLDS(llabs(json_integer_value(value)) <= 1LL << 53,
              "an integer is one for everybody");
    return deepest + holds;
}

static void check_line(const char *bytes, size_t length, const json_t *value)
{
    const char *key;
    json_t *member;
    json_object_foreach((json_t *)value, key, member)
    {
        AUTO_CHARS path = mem_format("$.%s", key);
        int line = json_line(bytes, length, path);
        HOLDS(strpbrk(key, ".[") || line > 0, "every member has its line");
    }
    if (json_is_array(value) && json_array_size(value) > 0)
        HOLDS(json_line(bytes, length, "$[0]") > 0, "so has every element");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct error error = {0};
    const char *chars = (const char *)bytes;
    AUTO_JSON any = json_parse(chars, length, "file", true, NULL);
    AUTO_JSON value = json_parse(chars, length, "file", false, &error);
    HOLDS(!value == (error.message == MESSAGE_JSON_SYNTAX),
          "refused with a reason");
    HOLDS(value || strncmp(error.detail, "file:", 5) == 0, "and with a place");
    HOLDS(any || !value, "what is a document is a value");
    if (!any)
        return 0;
    HOLDS(depth_of(any) <= JSON_DEPTH_MAX, "nothing is too deep");
    AUTO_CHARS once = json_canonical(any);
    AUTO_JSON again = json_parse(once, strlen(once), "canonical", true, NULL);
    HOLDS(again && json_equal(again, any), "what is written is what was read");
    AUTO_CHARS twice = json_canonical(again);
    HOLDS(strcmp(once, twice) == 0, "and always in the same bytes");
    check_line(chars, length, any);
    return 0;
}
