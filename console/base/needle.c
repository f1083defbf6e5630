/* Letters are compared folded; keys are compared as what stands on them in the
 * Latin layout, which is the same whatever layout was on. */
#include "console/base/needle.h"

#include "console/base/layout.h"
#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdlib.h>
#include <string.h>

/* Digits and signs alone are meant as they are: not every "2" is an ә. */
static bool has_letter(const char *folded)
{
    uint32_t code;
    for (size_t n; (n = text_step(folded, &code)) > 0; folded += n)
        if ((code >= 'a' && code <= 'z') || code >= 0x80)
            return true;
    return false;
}

void needle_init(struct needle *needle, const char *typed)
{
    *needle = (struct needle){0};
    if (*typed == '\0')
        return;
    needle->typed = mem_copy(typed);
    needle->folded = text_fold(typed);
    needle->keys = has_letter(needle->folded) ? layout_keys(typed) : NULL;
}

void needle_clear(struct needle *needle)
{
    free(needle->typed);
    free(needle->folded);
    free(needle->keys);
    *needle = (struct needle){0};
}

bool needle_is_empty(const struct needle *needle)
{
    return needle->typed == NULL;
}

static bool is_part(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

static bool is_all(const char *text, const char *part)
{
    return strcmp(text, part) == 0;
}

static bool begins_word(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (const char *at = text; at != NULL; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strncmp(at, part, length) == 0)
            return true;
    }
    return false;
}

/* By letters; by keys; by keys where Russian letters stand for Kazakh ones. */
static bool meets(const struct needle *needle, const char *text,
                  bool (*meet)(const char *text, const char *part))
{
    if (needle_is_empty(needle))
        return true;
    AUTO_CHARS folded = text_fold(text);
    if (meet(folded, needle->folded))
        return true;
    if (needle->keys == NULL)
        return false;
    AUTO_CHARS keys = layout_keys(text);
    AUTO_CHARS folded_keys = layout_keys(folded);
    return meet(keys, needle->keys) || meet(folded_keys, needle->keys);
}

bool needle_in(const struct needle *needle, const char *text)
{
    return meets(needle, text, is_part);
}

bool needle_is(const struct needle *needle, const char *text)
{
    return meets(needle, text, is_all);
}

bool needle_begins_word(const struct needle *needle, const char *text)
{
    return meets(needle, text, begins_word);
}
