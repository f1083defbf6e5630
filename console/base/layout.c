/* The keys of three layouts, in one order; capitals and the upper signs of a
 * key are read as the lower ones. */
#include "console/base/layout.h"

#include "console/base/text.h"

#include <stdbool.h>
#include <string.h>

/* The same key stands at the same place in all three. */
static const char latin_keys[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
static const char *const russian_keys = "йцукенгшщзхъфывапролджэячсмитьбюё";
static const char latin_row[] = "234567890-=";
static const char *const kazakh_row = "әіңғ,.үұқөһ";
static const char upper_signs[] = "{}:\"<>~_+";
static const char lower_signs[] = "[];',.`-=";

/* The letter at a place of a string; the number of letters before one; -1. */
static uint32_t letter_at(const char *string, int place)
{
    uint32_t code = 0;
    do
        string += text_step(string, &code);
    while (place-- > 0);
    return code;
}

static int place_of(const char *string, uint32_t wanted)
{
    uint32_t code;
    int place = 0;
    for (size_t n; (n = text_step(string, &code)) > 0; string += n, place++)
        if (code == wanted)
            return place;
    return -1;
}

static uint32_t lower(uint32_t code)
{
    int sign = place_of(upper_signs, code);
    return sign >= 0 ? (uint32_t)lower_signs[sign] : text_small(code);
}

/* From one row of keys to another; 0: the key is in neither. */
static uint32_t turn_key(uint32_t code, const char *from, const char *to)
{
    int place = place_of(from, code);
    return place < 0 ? 0 : letter_at(to, place);
}

static uint32_t turn(uint32_t code, enum layout layout)
{
    uint32_t turned = 0;
    if (layout == LAYOUT_LATIN_FOR_KAZAKH ||
        layout == LAYOUT_RUSSIAN_FOR_KAZAKH)
        turned = turn_key(code, latin_row, kazakh_row);
    if (layout == LAYOUT_CYRILLIC_FOR_LATIN)
        turned = turn_key(code, russian_keys, latin_keys);
    if (layout == LAYOUT_CYRILLIC_FOR_LATIN && turned == 0)
        turned = turn_key(code, kazakh_row, latin_row);
    if (turned == 0 && (layout == LAYOUT_LATIN_FOR_RUSSIAN ||
                        layout == LAYOUT_LATIN_FOR_KAZAKH))
        turned = turn_key(code, latin_keys, russian_keys);
    return turned;
}

/* Is it a letter of the alphabet that was on? */
static bool is_of(uint32_t code, enum layout layout)
{
    bool latin =
        layout == LAYOUT_LATIN_FOR_RUSSIAN || layout == LAYOUT_LATIN_FOR_KAZAKH;
    return latin ? code >= 'a' && code <= 'z' : code >= 0x400 && code < 0x530;
}

char *layout_turn(const char *typed, enum layout layout)
{
    struct text text = {0};
    bool letter = false, changed = false;
    uint32_t code;
    for (size_t n; (n = text_step(typed, &code)) > 0; typed += n) {
        uint32_t small = lower(code), turned = turn(small, layout);
        letter = letter || is_of(small, layout);
        changed = changed || (turned != 0 && turned != small);
        text_add_char(&text, turned != 0 ? turned : small);
    }
    if (letter && changed)
        return text_take(&text);
    text_clear(&text);
    return NULL;
}

char *layout_keys(const char *text)
{
    struct text keys = {0};
    uint32_t code;
    for (size_t n; (n = text_step(text, &code)) > 0; text += n) {
        uint32_t small = lower(code), turned = 0;
        if (is_of(small, LAYOUT_CYRILLIC_FOR_LATIN))
            turned = turn(small, LAYOUT_CYRILLIC_FOR_LATIN);
        text_add_char(&keys, turned != 0 ? turned : small);
    }
    return text_take(&keys);
}
