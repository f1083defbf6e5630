/* The growing string, and UTF-8 by utf8proc's tables, which plain letters do
 * not need. Nothing here depends on the locale. Runs of marks are cut before
 * composing: utf8proc sorts them in quadratic time, and a megabyte of them must
 * not stop a desk. */
#include "console/base/text.h"

#include <utf8proc.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARKS_MAX = 4, REPLACEMENT = 0xFFFD };

/* ---- the growing string ---- */

/* Makes room for that many bytes more and the NUL. */
static void reserve(struct text *text, size_t more)
{
    size_t need = text->length + more + 1;
    if (need <= text->room)
        return;
    size_t room = text->room < 32 ? 64 : text->room * 2;
    if (room < need)
        room = need;
    text->chars = mem_grow(text->chars, room, 1);
    text->room = room;
}

void text_clear(struct text *text)
{
    free(text->chars);
    *text = (struct text){0};
}

void text_reset(struct text *text)
{
    text->length = 0;
    if (text->chars != NULL)
        text->chars[0] = '\0';
}

const char *text_chars(const struct text *text)
{
    return text->chars == NULL ? "" : text->chars;
}

char *text_take(struct text *text)
{
    char *chars = text->chars == NULL ? mem_copy_n("", 0) : text->chars;
    *text = (struct text){0};
    return chars;
}

void text_add(struct text *text, const char *string)
{
    text_add_n(text, string, strlen(string));
}

void text_add_n(struct text *text, const char *bytes, size_t length)
{
    reserve(text, length);
    if (length > 0)
        memcpy(text->chars + text->length, bytes, length);
    text->length += length;
    text->chars[text->length] = '\0';
}

void text_add_char(struct text *text, uint32_t code_point)
{
    utf8proc_int32_t code = (utf8proc_int32_t)code_point;
    if (code_point == 0 || !utf8proc_codepoint_valid(code))
        code = REPLACEMENT;
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t length = utf8proc_encode_char(code, bytes);
    text_add_n(text, (const char *)bytes, (size_t)length);
}

void text_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        reserve(text, (size_t)length);
        vsnprintf(text->chars + text->length, (size_t)length + 1, format,
                  again);
        text->length += (size_t)length;
    }
    va_end(again);
}

/* ---- code points ---- */

/* One code point of at least one byte. */
static size_t step_n(const char *bytes, size_t length, int32_t *code)
{
    utf8proc_ssize_t stepped = utf8proc_iterate((const utf8proc_uint8_t *)bytes,
                                                (utf8proc_ssize_t)length, code);
    if (stepped > 0)
        return (size_t)stepped;
    *code = REPLACEMENT;
    return 1;
}

/* Printable ASCII or a Cyrillic letter: one cell, no mark, and nothing that
 * cleaning, composing or breaking into letters could change. */
static bool is_plain(uint32_t code)
{
    return (code >= 0x20 && code < 0x7F) ||
           (code >= 0x400 && code < 0x500 && !(code >= 0x483 && code <= 0x489));
}

/* The bytes of a plain code point; 0: something else, or the end. */
static size_t step_plain(const char *string, uint32_t *code)
{
    unsigned char first = (unsigned char)string[0];
    *code = first;
    if (first < 0x80)
        return is_plain(first) ? 1 : 0;
    if (first < 0xD0 || first > 0xD3 || (string[1] & 0xC0) != 0x80)
        return 0;
    *code = (first & 0x1FU) << 6 | (string[1] & 0x3FU);
    return is_plain(*code) ? 2 : 0;
}

size_t text_step(const char *string, uint32_t *code_point)
{
    size_t plain = step_plain(string, code_point);
    if (plain > 0)
        return plain;
    /* The bytes that are there, up to the four a letter may have: a cut
     * letter before the NUL must not be read past it. */
    size_t length = strnlen(string, 4);
    int32_t code = 0;
    size_t stepped = length == 0 ? 0 : step_n(string, length, &code);
    *code_point = (uint32_t)code;
    return stepped;
}

static bool is_mark(int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_MN ||
           category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

/* Where utf8proc's width differs from the C library's, which curses uses. */
static const struct width {
    int32_t first, last;
    int cells;
} widths[] = {
    {0x1160, 0x11FF, 0},   /* Hangul vowels and finals join their letter */
    {0x302E, 0x302F, 2},   /* Hangul tone marks */
    {0x3248, 0x324F, 2},   /* circled numbers on black squares */
    {0x4DC0, 0x4DFF, 2},   /* hexagrams */
    {0xD7B0, 0xD7FB, 0},   /* more Hangul vowels and finals */
    {0x16FF0, 0x16FF1, 2}, /* Vietnamese reading marks */
};

static int cells_of(int32_t code)
{
    if (is_plain((uint32_t)code))
        return 1;
    for (size_t i = 0; i < COUNT(widths); i++)
        if (code >= widths[i].first && code <= widths[i].last)
            return widths[i].cells;
    if (utf8proc_category(code) == UTF8PROC_CATEGORY_MC)
        return 1;
    return utf8proc_charwidth(code);
}

/* The first letter: its bytes, and its cells. */
static size_t letter(const char *string, int *cells)
{
    uint32_t code;
    size_t length = text_step(string, &code);
    *cells = length == 0 ? 0 : cells_of((int32_t)code);
    utf8proc_int32_t state = 0;
    for (;;) {
        uint32_t next;
        size_t stepped = text_step(string + length, &next);
        if (stepped == 0 || (is_plain(code) && is_plain(next)) ||
            utf8proc_grapheme_break_stateful((int32_t)code, (int32_t)next,
                                             &state))
            return length;
        *cells += cells_of((int32_t)next);
        length += stepped;
        code = next;
    }
}

size_t text_letter(const char *string)
{
    int cells;
    return letter(string, &cells);
}

/* ---- spaces ---- */

char *text_squeeze(const char *string)
{
    struct text text = {0};
    uint32_t letter;
    for (size_t step; (step = text_step(string, &letter)) > 0; string += step)
        if (letter != ' ' && letter != 0xA0 && letter != 0x202F)
            text_add_n(&text, string, step);
    return text_take(&text);
}

/* ---- cells ---- */

int text_cells(const char *string)
{
    int cells = 0;
    uint32_t code;
    for (size_t n; (n = text_step(string, &code)) > 0; string += n)
        cells += cells_of((int32_t)code);
    return cells;
}

size_t text_fit(const char *string, int cells)
{
    size_t fit = 0;
    while (string[fit] != '\0') {
        int wide;
        size_t length = letter(string + fit, &wide);
        if (wide > cells)
            break;
        cells -= wide;
        fit += length;
    }
    return fit;
}

/* ---- cleaning and folding ---- */

/* Composes (NFC) valid UTF-8 in place. */
static void compose(struct text *text)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text_chars(text),
                     (utf8proc_ssize_t)text->length, &composed,
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (length < 0)
        mem_exhausted();
    text_reset(text);
    text_add_n(text, (const char *)composed, (size_t)length);
    free(composed);
}

static bool is_line_end(int32_t code)
{
    return (code >= '\n' && code <= '\r') || code == 0x85 || code == 0x2028 ||
           code == 0x2029;
}

/* A space that keeps "5 950" in one line. */
enum { NO_BREAK = 0xA0 };

/* Where a mark would land on what stands left. */
static bool is_blank(int32_t code)
{
    return code == '\n' || code == ' ' || code == NO_BREAK;
}

/* What stays of a code point: itself, a space, a line end, or 0: it goes. */
static int32_t allowed(int32_t code, bool keep_lines)
{
    if (is_line_end(code))
        return keep_lines ? '\n' : ' ';
    if (code == '\t')
        return ' ';
    if (code == NO_BREAK)
        return code;
    if (utf8proc_get_property(code)->ignorable)
        return 0;
    utf8proc_category_t category = utf8proc_category(code);
    if (category == UTF8PROC_CATEGORY_ZS)
        return ' ';
    bool printable =
        category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_SO;
    return printable ? code : 0;
}

/* Adds what is allowed of the bytes. A mark with no letter before it goes
 * too: it would land on whatever stands left of the text on the screen. */
static void add_allowed(struct text *text, const char *bytes, size_t length,
                        bool keep_lines)
{
    int marks = MARKS_MAX;
    for (size_t i = 0; i < length;) {
        int32_t code;
        size_t stepped = step_n(bytes + i, length - i, &code);
        bool pair = code == '\r' && i + 1 < length && bytes[i + 1] == '\n';
        i += pair ? 2 : stepped;
        code = allowed(code, keep_lines);
        if (code == 0)
            continue;
        if (!is_mark(code))
            marks = is_blank(code) ? MARKS_MAX : 0;
        else if (marks++ >= MARKS_MAX)
            continue;
        text_add_char(text, (uint32_t)code);
    }
}

/* The last byte is judged alone: nothing behind it may be read. */
static bool all_plain(const char *bytes, size_t length)
{
    size_t at = 0;
    uint32_t code;
    for (size_t n; at + 1 < length; at += n)
        if ((n = step_plain(bytes + at, &code)) == 0)
            return false;
    return at == length || (at < length && is_plain((unsigned char)bytes[at]));
}

char *text_clean(const char *bytes, size_t length, bool keep_lines)
{
    if (all_plain(bytes, length))
        return mem_copy_n(bytes, length);
    AUTO_TEXT kept = {0};
    add_allowed(&kept, bytes, length, keep_lines);
    compose(&kept);
    /* Composing splits a few marks in two: count them once more. */
    struct text clean = {0};
    add_allowed(&clean, text_chars(&kept), kept.length, keep_lines);
    return text_take(&clean);
}

uint32_t text_small(uint32_t code_point)
{
    /* Most letters of our texts are small Cyrillic ones. */
    if (code_point >= 0x430 && code_point <= 0x45F)
        return code_point;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code_point);
}

uint32_t text_fold_letter(uint32_t code_point)
{
    static const struct {
        int32_t from, to;
    } pairs[] = {
        {0x04D9, 0x0430}, {0x044D, 0x0430}, /* ә э -> а */
        {0x0493, 0x0433},                   /* ғ -> г */
        {0x049B, 0x043A},                   /* қ -> к */
        {0x04A3, 0x043D},                   /* ң -> н */
        {0x04E9, 0x043E},                   /* ө -> о */
        {0x04B1, 0x0443}, {0x04AF, 0x0443}, /* ұ ү -> у */
        {0x04BB, 0x0445},                   /* һ -> х */
        {0x0456, 0x0438}, {0x0439, 0x0438}, /* і й -> и */
        {0x0451, 0x0435},                   /* ё -> е */
        {0x0131, 'i'},                      /* the Latin alphabet's dotless i */
    };
    int32_t code = (int32_t)text_small(code_point);
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (pairs[i].from == code)
            return (uint32_t)pairs[i].to;
    return (uint32_t)code;
}

/* Adds string with invalid bytes replaced and runs of marks cut. */
static void add_valid(struct text *text, const char *string)
{
    int marks = 0;
    uint32_t code;
    for (size_t n; (n = text_step(string, &code)) > 0; string += n) {
        marks = is_mark((int32_t)code) ? marks + 1 : 0;
        if (marks <= MARKS_MAX)
            text_add_char(text, code);
    }
}

char *text_fold(const char *string)
{
    AUTO_TEXT composed = {0};
    const char *rest = string;
    if (!all_plain(string, strlen(string))) {
        add_valid(&composed, string);
        compose(&composed);
        rest = text_chars(&composed);
    }
    struct text folded = {0};
    uint32_t code;
    for (size_t n; (n = text_step(rest, &code)) > 0; rest += n)
        text_add_char(&folded, text_fold_letter(code));
    return text_take(&folded);
}

const char *text_library(void)
{
    return utf8proc_version();
}
