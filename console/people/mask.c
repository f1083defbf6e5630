/* Masks: what of a personal value may be seen before it is revealed. */
#include "console/people/mask.h"

#include "console/base/memory.h"
#include "console/base/pattern.h"
#include "console/base/text.h"

#include <stdlib.h>
#include <string.h>

/* Phones (+7 or 8 and ten digits), personal numbers (twelve digits), both with
 * up to three separators between digits, and any run of ten digits or more:
 * what may be a number of a person is masked, not shown. */
#define GAP "[\\s().\\-\\x{2010}-\\x{2015}]{0,3}"
static const char personal[] = "(?<!\\d)(?:(?:\\+?7|8)(?:" GAP "\\d){10}"
                               "|\\d(?:" GAP "\\d){11}"
                               "|\\d{10,})(?!\\d)";

enum { IIN_DIGITS_SHOWN = 4, IIN_DIGITS_LEAST = 8, NAME_DOTS = 7 };

static void pattern_drop(struct pattern **pattern)
{
    pattern_free(*pattern);
}

char *mask_iin(const char *iin)
{
    size_t length;
    char *masked = mem_copy(iin);

    if (!iin)
        return NULL;
    length = strlen(iin);
    memset(masked, '.',
           length < IIN_DIGITS_LEAST ? length : length - IIN_DIGITS_SHOWN);
    return masked;
}

char *mask_phone(const char *phone)
{
    char first = '\0', last[3] = "..";
    size_t count = 0;
    bool ours; /* of this country, whose code may be shown */

    if (!phone)
        return NULL;
    for (const char *byte = phone; *byte; byte++)
        if (*byte >= '0' && *byte <= '9') {
            first = first ? first : *byte;
            last[0] = last[1];
            last[1] = *byte;
            count++;
        }
    if (count < 6)
        return mem_copy("... ..");
    ours = count == 10 || (count == 11 && (first == '7' || first == '8'));
    return mem_format("%s... .. %s", ours ? "+7 " : "", last);
}

char *mask_name(const char *name)
{
    AUTO_TEXT masked = {0};
    bool first = true;

    if (!name)
        return NULL;
    for (const char *at = name + strspn(name, " "); *at;
         at += strspn(at, " ")) {
        if (!first)
            text_add(&masked, " ");
        text_add_n(&masked, at, text_letter(at));
        for (int dots = first ? NAME_DOTS : 1; dots > 0; dots--)
            text_add(&masked, ".");
        first = false;
        at += strcspn(at, " ");
    }
    return text_take(&masked);
}

/* Adds the mask of a number found in free text: only its last digits. */
static void add_masked(struct text *masked, const char *found, size_t length)
{
    AUTO_TEXT digits = {0};

    for (size_t i = 0; i < length; i++)
        if (found[i] >= '0' && found[i] <= '9')
            text_add_n(&digits, found + i, 1);
    AUTO_CHARS mask = digits.length == 12 ? mask_iin(text_chars(&digits))
                                          : mask_phone(text_chars(&digits));
    text_add(masked, mask);
}

char *mask_text(const char *text)
{
    AUTO(pattern_drop)
    struct pattern *pattern = pattern_new(personal, PATTERN_PLAIN, NULL);
    AUTO_TEXT masked = {0};
    enum pattern_result result = PATTERN_TOO_HARD;
    size_t from = 0, start, end;

    if (!text)
        return NULL;
    while (pattern && (result = pattern_find(pattern, text, from, &start,
                                             &end)) == PATTERN_YES) {
        text_add_n(&masked, text + from, start - from);
        add_masked(&masked, text + start, end - start);
        from = end;
    }
    /* What cannot be searched is not shown. */
    if (result == PATTERN_TOO_HARD)
        return mem_copy("...");
    text_add(&masked, text + from);
    return text_take(&masked);
}
