/* Trouble, drawn by lot. */
#include "tests/kit/dirt.h"

#include "console/base/memory.h"
#include "console/base/text.h"

uint32_t dirt_roll(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static const char *const pieces[] = {
    "\r\n",          "\033[2J",      "\u202E",       "\u0344",
    "\u2067",        "и\u0306",      "\u1100\u1161", " ",
    "\xF0\x9F",      "\xC2\x9B",     "\u0F73",       "\u0958",
    "\u034F",        "\U000E0041",   "\033]0;x\a",   "\t",
    "a\u0301\u0323", "\u2126",       "\U0001D15E",   "\u302E",
    "\uFEFF",        "\uAC00\u11A8", "\u200D",       "\u00AD",
    "\xED\xA0\x80",  "Қыз",          "日本",         "\u0915\u093F",
    "\U0001F642",    "\xFF",
};

static void add_piece(struct text *text, uint32_t *seed)
{
    char byte;
    switch (dirt_roll(seed) % 8) {
    case 0:
    case 1:
        byte = (char)dirt_roll(seed);
        text_add_n(text, &byte, 1);
        break;
    case 2:
        text_add_char(text, dirt_roll(seed) % 0x110000);
        break;
    case 3:
        text_add_char(text, dirt_roll(seed) % 0x3400);
        break;
    case 4: /* marks, joiners, directions, variants */
        text_add_char(text, 0x300 + dirt_roll(seed) % 0x70);
        break;
    default:
        text_add(text, pieces[dirt_roll(seed) % COUNT(pieces)]);
    }
}

void dirt_add(struct text *text, int most, uint32_t *seed)
{
    for (uint32_t i = dirt_roll(seed) % (uint32_t)(most + 1); i > 0; i--)
        add_piece(text, seed);
}
