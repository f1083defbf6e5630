/* Editing by whole letters over one NFC string. Each change takes a copy for
 * undo, a run of typed letters one copy; what was drawn last is kept so that
 * a note's Up and Down follow the lines as people see them. */
#include "screens/kit/field.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "screens/kit/flow.h"

#include <stdlib.h>
#include <string.h>

enum { UNDO_MAX = 100, WIDTH_AT_FIRST = 60 };

enum edit { EDIT_NONE, EDIT_TYPE, EDIT_ERASE, EDIT_OTHER };

struct snapshot {
    char *text;
    size_t cursor;
};

struct field_state {
    char *text;
    size_t cursor; /* bytes, always between two letters */
    struct snapshot undo[UNDO_MAX];
    int undo_count;
    enum edit last;
    int scroll; /* cells left out at the left, rows at the top of a note */
    int width;  /* cells a line had at the last draw */
};

void field_init(struct field *field, enum field_kind kind, int limit)
{
    field->kind = kind;
    field->limit = limit;
    field->state = mem_new(sizeof(*field->state));
    field->state->text = mem_copy("");
    field->state->width = WIDTH_AT_FIRST;
}

static void forget_undo(struct field_state *state)
{
    while (state->undo_count > 0)
        free(state->undo[--state->undo_count].text);
    state->last = EDIT_NONE;
}

void field_clear(struct field *field)
{
    if (field->state) {
        forget_undo(field->state);
        free(field->state->text);
        free(field->state);
    }
    *field = (struct field){0};
}

const char *field_text(const struct field *field)
{
    return field->state ? field->state->text : "";
}

static char *cleaned(const struct field *field, const char *text)
{
    return text_clean(text, strlen(text), field->kind == FIELD_NOTE);
}

void field_set(struct field *field, const char *text)
{
    struct field_state *state = field->state;
    char *clean = cleaned(field, text ? text : "");
    forget_undo(state);
    free(state->text);
    state->text = clean;
    state->cursor = strlen(clean);
    state->scroll = 0;
}

static int count_letters(const char *text)
{
    int count = 0;
    for (; *text; count++)
        text += text_letter(text);
    return count;
}

static void remember(struct field_state *state, enum edit edit)
{
    bool run = edit == state->last && edit != EDIT_OTHER;
    state->last = edit;
    if (run)
        return;
    if (state->undo_count == UNDO_MAX) {
        free(state->undo[0].text);
        memmove(state->undo, state->undo + 1,
                (UNDO_MAX - 1) * sizeof(state->undo[0]));
        state->undo_count--;
    }
    state->undo[state->undo_count++] =
        (struct snapshot){mem_copy(state->text), state->cursor};
}

static enum field_result undo(struct field_state *state)
{
    if (state->undo_count == 0)
        return FIELD_MOVED;
    struct snapshot *last = &state->undo[--state->undo_count];
    free(state->text);
    state->text = last->text;
    state->cursor = last->cursor;
    state->last = EDIT_NONE;
    return FIELD_CHANGED;
}

/* Replaces [from, to) by bytes; nothing changes when it would be too long. */
static enum field_result replace(struct field *field, size_t from, size_t to,
                                 const char *bytes, enum edit edit)
{
    struct field_state *state = field->state;
    AUTO_CHARS head = mem_format("%.*s%s", (int)from, state->text, bytes);
    AUTO_CHARS joined = mem_format("%s%s", head, state->text + to);
    AUTO_CHARS clean_head = cleaned(field, head);
    char *clean = cleaned(field, joined);
    bool grows = *bytes && count_letters(clean) > field->limit;
    if (grows || strcmp(clean, state->text) == 0) {
        free(clean);
        return FIELD_MOVED;
    }
    remember(state, edit);
    free(state->text);
    state->text = clean;
    state->cursor = flow_between(clean, strlen(clean_head));
    return FIELD_CHANGED;
}

static enum field_result erase(struct field *field, size_t from, size_t to)
{
    bool letter = to - from <= text_letter(field->state->text + from);
    return replace(field, from, to, "", letter ? EDIT_ERASE : EDIT_OTHER);
}

static enum field_result move_to(struct field_state *state, size_t cursor)
{
    state->cursor = cursor;
    state->last = EDIT_NONE;
    return FIELD_MOVED;
}

/* A typed letter as this kind of field takes it; 0 when it does not. */
static uint32_t taken(const struct field *field, struct key key)
{
    if (field->kind == FIELD_TEXT || field->kind == FIELD_NOTE)
        return key.code_point;
    bool plus = key.code_point == '+' && field->state->cursor == 0 &&
                field->state->text[0] != '+';
    if (field->kind == FIELD_PHONE && plus)
        return '+';
    int digit = key_digit(key);
    return digit < 0 ? 0 : (uint32_t)('0' + digit);
}

static enum field_result type(struct field *field, struct key key)
{
    struct field_state *state = field->state;
    uint32_t code_point = taken(field, key);
    if (code_point == 0)
        return key.code_point == ' ' || key.code_point == '-' ? FIELD_MOVED
                                                              : FIELD_IGNORED;
    AUTO_TEXT letter = {0};
    text_add_char(&letter, code_point);
    /* A blank ends a run, so that undo goes back word by word. */
    if (code_point == ' ')
        state->last = EDIT_NONE;
    return replace(field, state->cursor, state->cursor, text_chars(&letter),
                   EDIT_TYPE);
}

/* What a paste leaves in a field of digits. */
static char *only_digits(const struct field *field, const char *paste)
{
    struct text digits = {0};
    for (; *paste; paste++) {
        bool plus = *paste == '+' && field->kind == FIELD_PHONE &&
                    digits.length == 0 && field->state->cursor == 0 &&
                    field->state->text[0] != '+';
        if (plus || (*paste >= '0' && *paste <= '9'))
            text_add_n(&digits, paste, 1);
    }
    return text_take(&digits);
}

/* Cut to what still fits; a number is taken whole or not at all, since a cut
 * one would be another number. */
static enum field_result paste(struct field *field, const char *paste)
{
    struct field_state *state = field->state;
    size_t at = state->cursor;
    if (field->kind == FIELD_DIGITS || field->kind == FIELD_PHONE) {
        AUTO_CHARS digits = only_digits(field, paste);
        return replace(field, at, at, digits, EDIT_OTHER);
    }
    AUTO_CHARS clean = cleaned(field, paste);
    int room = field->limit - count_letters(state->text);
    size_t length = 0;
    for (; room > 0 && clean[length]; room--)
        length += text_letter(clean + length);
    clean[length] = '\0';
    return replace(field, at, at, clean, EDIT_OTHER);
}

static size_t word_start(const char *text, size_t at)
{
    while (at > 0 && strchr(" \n", text[at - 1]))
        at--;
    while (at > 0 && !strchr(" \n", text[at - 1]))
        at--;
    return at;
}

static size_t word_end(const char *text, size_t at)
{
    at += strspn(text + at, " \n");
    return at + strcspn(text + at, " \n");
}

/* Of the line between two `\n` that holds a byte. */
static size_t line_start(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const char *text, size_t at)
{
    return at + strcspn(text + at, "\n");
}

/* Ctrl+letter and Alt+letter, also typed on a Cyrillic layout. */
static enum field_result command(struct field *field, struct key key)
{
    struct field_state *state = field->state;
    const char *text = state->text;
    size_t at = state->cursor;
    uint32_t letter = key_latin(key).code_point;
    if (key.alt)
        letter = key.ctrl || (letter != 'b' && letter != 'f') ? 0 : letter - 32;
    switch (letter) {
    case 'a':
        return move_to(state, line_start(text, at));
    case 'e':
        return move_to(state, line_end(text, at));
    case 'w':
        return erase(field, word_start(text, at), at);
    case 'u':
        return erase(field, line_start(text, at), at);
    case 'k':
        return erase(field, at, line_end(text, at));
    case 'z':
        return undo(state);
    case 'B':
        return move_to(state, word_start(text, at));
    case 'F':
        return move_to(state, word_end(text, at));
    default:
        return FIELD_IGNORED;
    }
}

/* Up and Down inside a note; at its edges they are somebody else's. */
static enum field_result move_row(struct field_state *state, int rows)
{
    const char *text = state->text;
    size_t from = 0;
    int row = flow_row(text, state->width, state->cursor, &from) + rows;
    int cells = flow_cells(text, from, state->cursor);
    size_t at = 0;
    if (row < 0 || !flow_find(text, state->width, row, cells, &at))
        return FIELD_IGNORED;
    return move_to(state, at);
}

static enum field_result named(struct field *field, struct key key)
{
    struct field_state *state = field->state;
    const char *text = state->text;
    size_t at = state->cursor;
    bool note = field->kind == FIELD_NOTE;
    if (key.alt)
        return FIELD_IGNORED;
    switch (key.name) {
    case NAMED_LEFT:
        return move_to(state, key.ctrl ? word_start(text, at)
                                       : flow_letter_before(text, at));
    case NAMED_RIGHT:
        return move_to(state, key.ctrl ? word_end(text, at)
                                       : at + text_letter(text + at));
    case NAMED_HOME:
        return move_to(state, line_start(text, at));
    case NAMED_END:
        return move_to(state, line_end(text, at));
    case NAMED_BACKSPACE:
        return erase(field, flow_letter_before(text, at), at);
    case NAMED_DELETE:
        return erase(field, at, at + text_letter(text + at));
    case NAMED_ENTER:
        return note ? replace(field, at, at, "\n", EDIT_OTHER) : FIELD_IGNORED;
    case NAMED_UP:
        return note ? move_row(state, -1) : FIELD_IGNORED;
    case NAMED_DOWN:
        return note ? move_row(state, 1) : FIELD_IGNORED;
    default:
        return FIELD_IGNORED;
    }
}

enum field_result field_key(struct field *field, struct key key)
{
    switch (key.kind) {
    case KEY_CHAR:
        if (key.ctrl || key.alt)
            return command(field, key);
        return type(field, key);
    case KEY_PASTE:
        return paste(field, key.paste);
    case KEY_NAMED:
        return named(field, key);
    case KEY_NONE:
    case KEY_RESIZE:
    case KEY_GONE:
        break;
    }
    return FIELD_IGNORED;
}

static void draw_blank(struct area area)
{
    for (int row = 0; row < area.rows; row++)
        area_put_in(area_part(area, row, 0, 1, area.columns), STYLE_FIELD, "");
}

/* Scrolls by a third of the width at a time: a letter at the edge must not
 * send the whole line again. */
static void draw_line(struct field_state *state, struct area area, bool focused)
{
    int cells = flow_cells(state->text, 0, state->cursor);
    int all = flow_cells(state->text, 0, strlen(state->text));
    int step = area.columns / 3;
    /* After a resize, or when letters went: no blanks where text could be. */
    if (all < area.columns)
        state->scroll = 0;
    else if (state->scroll > all - area.columns + 1 + step)
        state->scroll = all - area.columns + 1 + step;
    if (cells - state->scroll >= area.columns)
        state->scroll = cells - area.columns + 1 + step;
    if (cells <= state->scroll)
        state->scroll = cells > step ? cells - step : 0;
    area_put(area, 0, -state->scroll, STYLE_FIELD, state->text);
    if (focused)
        area_cursor(area, 0, cells - state->scroll);
}

static void draw_note(struct field_state *state, struct area area, bool focused)
{
    const char *text = state->text;
    size_t from = 0;
    state->width = area.columns > 1 ? area.columns - 1 : 1;
    int row = flow_row(text, state->width, state->cursor, &from);
    int column = flow_cells(text, from, state->cursor);
    if (row < state->scroll)
        state->scroll = row;
    if (row - state->scroll >= area.rows)
        state->scroll = row - area.rows + 1;
    size_t start = 0;
    bool more = true;
    for (int i = 0; more && i - state->scroll < area.rows; i++) {
        size_t end = flow_end(text, start, state->width);
        AUTO_CHARS line = mem_copy_n(text + start, end - start);
        area_put(area, i - state->scroll, 0, STYLE_FIELD, line);
        more = flow_next(text, &start, end);
    }
    if (focused)
        area_cursor(area, row - state->scroll, column);
}

void field_draw(const struct field *field, struct area area, bool focused)
{
    bool note = field->kind == FIELD_NOTE;
    struct area box = area_part(area, 0, 0, note ? area.rows : 1, area.columns);
    if (box.rows < 1 || box.columns < 1 || !field->state)
        return;
    draw_blank(box);
    if (note)
        draw_note(field->state, box, focused);
    else
        draw_line(field->state, box, focused);
}
