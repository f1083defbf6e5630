/* The decoder: one look at the bytes gives one key, or "not whole yet". It
 * does not ask terminfo: over SSH the TERM is often not the terminal. */
#include "screens/kit/input.h"
#include "console/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { ESC = 0x1B, SEQUENCE_MAX = 64, NUMBERS = 3 };

#define PASTE_END "\033[201~"

/* A control sequence taken apart: ESC [ numbers final. */
struct sequence {
    int numbers[NUMBERS]; /* 0 where none stands */
    int count;
    char mark; /* '<', '?', '[' before the numbers, or 0 */
    char final;
};

/* Final letters of ESC [ x and ESC O x. */
static const struct {
    char final;
    enum key_name name;
} LETTERS[] = {
    {'A', NAMED_UP},     {'B', NAMED_DOWN},    {'C', NAMED_RIGHT},
    {'D', NAMED_LEFT},   {'F', NAMED_END},     {'H', NAMED_HOME},
    {'P', NAMED_F1},     {'Q', NAMED_F1 + 1},  {'R', NAMED_F1 + 2},
    {'S', NAMED_F1 + 3}, {'Z', NAMED_BACKTAB}, {'M', NAMED_ENTER},
    {'I', NAMED_TAB},
};

/* Numbers of ESC [ n ~, from 1 on; -1 where there is no such key. */
static const signed char TILDES[] = {
    -1,
    NAMED_HOME,
    NAMED_INSERT,
    NAMED_DELETE,
    NAMED_END,
    NAMED_PAGE_UP,
    NAMED_PAGE_DOWN,
    NAMED_HOME,
    NAMED_END,
    -1,
    -1,
    NAMED_F1,
    NAMED_F1 + 1,
    NAMED_F1 + 2,
    NAMED_F1 + 3,
    NAMED_F1 + 4,
    -1,
    NAMED_F1 + 5,
    NAMED_F1 + 6,
    NAMED_F1 + 7,
    NAMED_F1 + 8,
    NAMED_F1 + 9,
    -1,
    NAMED_F1 + 10,
    NAMED_F1 + 11,
};

void input_clear(struct input *input)
{
    text_clear(&input->pasted);
    free(input->paste);
    *input = (struct input){0};
}

unsigned char *input_room(struct input *input, size_t *room)
{
    memmove(input->bytes, input->bytes + input->start, input->length);
    input->start = 0;
    *room = INPUT_ROOM - input->length;
    return input->bytes + input->length;
}

void input_add(struct input *input, size_t length)
{
    input->length += length;
    input->late = false;
}

/* No control of the second set, no half of a pair, nothing beyond the last. */
static bool is_letter(uint32_t code)
{
    return (code < 0x7F || code > 0x9F) && (code < 0xD800 || code > 0xDFFF) &&
           code <= 0x10FFFF;
}

/* A code point that a terminal sends for a key that has a name. */
static struct key key_of_code(uint32_t code)
{
    switch (code) {
    case '\r':
    case '\n':
        return key_named(NAMED_ENTER);
    case '\t':
        return key_named(NAMED_TAB);
    case ESC:
        return key_named(NAMED_ESC);
    case 0x08:
    case 0x7F:
        return key_named(NAMED_BACKSPACE);
    case 0:
        return key_ctrl(' ');
    default:
        break;
    }
    if (code < 0x1B)
        return key_ctrl((char)(code + 'a' - 1));
    if (code < 0x20)
        return key_ctrl((char)(code + '@'));
    return is_letter(code) ? key_char(code) : (struct key){0};
}

/* Bits of the number that xterm adds for Shift, Alt, Ctrl, plus one. */
static struct key with_modifiers(struct key key, int number)
{
    int bits = number > 0 ? number - 1 : 0;
    key.alt = bits & 2;
    key.ctrl = bits & 4;
    if ((bits & 1) && key.kind == KEY_NAMED && key.name == NAMED_TAB)
        key.name = NAMED_BACKTAB;
    return key;
}

static struct key key_of_tilde(const struct sequence *sequence)
{
    int number = sequence->numbers[0];
    if (number == 27 && sequence->count == 3)
        return with_modifiers(key_of_code((uint32_t)sequence->numbers[2]),
                              sequence->numbers[1]);
    if (number < 0 || number >= (int)COUNT(TILDES) || TILDES[number] < 0)
        return (struct key){0};
    return with_modifiers(key_named((enum key_name)TILDES[number]),
                          sequence->numbers[1]);
}

static struct key key_of_letter(char final, int modifiers)
{
    for (size_t i = 0; i < COUNT(LETTERS); i++)
        if (LETTERS[i].final == final)
            return with_modifiers(key_named(LETTERS[i].name), modifiers);
    return (struct key){0};
}

/* The wheel moves; clicks are nothing yet. */
static struct key key_of_mouse(const struct sequence *sequence)
{
    if (sequence->final != 'M' || (sequence->numbers[0] & ~1) != 64)
        return (struct key){0};
    return key_named(sequence->numbers[0] == 64 ? NAMED_UP : NAMED_DOWN);
}

static struct key key_of_sequence(const struct sequence *sequence)
{
    if (sequence->mark == '<')
        return key_of_mouse(sequence);
    if (sequence->mark == '[' && sequence->final >= 'A' &&
        sequence->final <= 'E')
        return key_named((enum key_name)(NAMED_F1 + sequence->final - 'A'));
    if (sequence->mark)
        return (struct key){0};
    if (sequence->final == '~')
        return key_of_tilde(sequence);
    if (sequence->final == 'u')
        return with_modifiers(key_of_code((uint32_t)sequence->numbers[0]),
                              sequence->numbers[1]);
    if (strchr("MI", sequence->final))
        return (struct key){0};
    return key_of_letter(sequence->final, sequence->numbers[1]);
}

/* Keypad keys in application mode, as ESC O x. */
static struct key key_of_keypad(char final)
{
    if (final >= 'p' && final <= 'y')
        return key_char((uint32_t)(final - 'p' + '0'));
    if (final >= 'j' && final <= 'o')
        return key_char((uint32_t)(final - 'j' + '*'));
    if (final == 'X')
        return key_char('=');
    return key_of_letter(final, 0);
}

static void add_digit(struct sequence *sequence, char digit)
{
    if (sequence->count == 0)
        sequence->count = 1;
    if (sequence->count > NUMBERS)
        return;
    int *number = &sequence->numbers[sequence->count - 1];
    if (*number < 0x110000)
        *number = *number * 10 + digit - '0';
}

/* Takes "ESC [ ..." apart; the bytes it has, 0 when its end is not there. */
static size_t parse_sequence(const unsigned char *bytes, size_t length,
                             struct sequence *sequence)
{
    size_t at = 2;
    if (at < length && strchr("<=>?[", bytes[at]) && bytes[at])
        sequence->mark = (char)bytes[at++];
    for (; at < length && at < SEQUENCE_MAX; at++) {
        unsigned char byte = bytes[at];
        if (byte >= '0' && byte <= '9') {
            add_digit(sequence, (char)byte);
        } else if (byte == ';' || byte == ':') {
            sequence->count += sequence->count == 0 ? 2 : 1;
        } else if (byte >= 0x40 && byte <= 0x7E) {
            sequence->final = (char)byte;
            return at + 1;
        } else if (byte < 0x20 || byte > 0x7E) {
            return at; /* broken off by something else */
        }
    }
    return at >= SEQUENCE_MAX ? at : 0;
}

static void begin_paste(struct input *input)
{
    input->pasting = true;
    text_reset(&input->pasted);
}

static size_t decode_control(struct input *input, const unsigned char *bytes,
                             struct key *key)
{
    struct sequence sequence = {0};
    size_t used = parse_sequence(bytes, input->length, &sequence);
    bool bare = sequence.count == 0 && !sequence.mark;
    if (used && sequence.final == 'M' && bare)
        /* An old mouse report: three bytes follow. */
        return input->length < used + 3 ? 0 : used + 3;
    if (used && sequence.final == '~' && sequence.numbers[0] == 200)
        begin_paste(input);
    else if (used)
        *key = key_of_sequence(&sequence);
    return used;
}

static size_t decode_letter(const unsigned char *bytes, size_t length,
                            struct key *key)
{
    static const unsigned char leads[] = {0xC2, 0xE0, 0xF0, 0xF5};
    size_t need = 1;
    for (size_t i = 0; i < COUNT(leads) && bytes[0] >= leads[i]; i++)
        need = i < 3 ? i + 2 : 1;
    char letter[8] = "";
    for (size_t i = 0; i < need; i++) {
        if (i >= length)
            return 0;
        if (i > 0 && (bytes[i] & 0xC0) != 0x80)
            return i; /* not UTF-8: dropped */
        letter[i] = (char)bytes[i];
    }
    uint32_t code_point = 0;
    bool whole = text_step(letter, &code_point) == need;
    if (whole && code_point != 0xFFFD && is_letter(code_point))
        *key = key_char(code_point);
    return need;
}

static size_t decode_plain(const unsigned char *bytes, size_t length,
                           struct key *key)
{
    if (bytes[0] >= 0x20 && bytes[0] != 0x7F)
        return decode_letter(bytes, length, key);
    *key = key_of_code(bytes[0]);
    return 1;
}

static size_t decode_escape(struct input *input, const unsigned char *bytes,
                            struct key *key)
{
    if (input->length == 1) {
        *key = key_named(NAMED_ESC);
        return input->late ? 1 : 0;
    }
    unsigned char next = bytes[1];
    if (next < 0x20 || next == 0x7F) {
        *key = key_named(NAMED_ESC);
        return 1;
    }
    bool opens = next == '[' || next == 'O';
    if (next == '[' && (input->length > 2 || !input->late))
        return decode_control(input, bytes, key);
    if (next == 'O' && input->length > 2) {
        *key = key_of_keypad((char)bytes[2]);
        return 3;
    }
    if (opens && !input->late)
        return 0;
    size_t used = decode_plain(bytes + 1, input->length - 1, key);
    key->alt = true;
    return used ? used + 1 : 0;
}

/* Cleans what was pasted, without the half letter that a cut may leave. */
static void end_paste(struct input *input, struct key *key)
{
    size_t length = input->pasted.length;
    const char *chars = text_chars(&input->pasted);
    if (length == INPUT_PASTE_MAX) {
        while (length > 1 && (chars[length - 1] & 0xC0) == 0x80)
            length--;
        length--;
    }
    input->pasting = false;
    input->paste = text_clean(chars, length, true);
    if (input->paste[0])
        *key = (struct key){.kind = KEY_PASTE, .paste = input->paste};
}

static size_t decode_paste(struct input *input, const unsigned char *bytes,
                           struct key *key)
{
    size_t size = strlen(PASTE_END);
    const unsigned char *end = memmem(bytes, input->length, PASTE_END, size);
    size_t part = end ? (size_t)(end - bytes) : input->length;
    /* The end may have come in part: keep what could be its start. */
    for (size_t keep = size - 1; !end && keep > 0; keep--) {
        if (keep <= part && !memcmp(bytes + part - keep, PASTE_END, keep)) {
            part -= keep;
            break;
        }
    }
    size_t room = INPUT_PASTE_MAX - input->pasted.length;
    text_add_n(&input->pasted, (const char *)bytes, part < room ? part : room);
    if (!end)
        return part;
    end_paste(input, key);
    return part + size;
}

static size_t decode(struct input *input, struct key *key)
{
    const unsigned char *bytes = input->bytes + input->start;
    if (input->pasting)
        return decode_paste(input, bytes, key);
    if (bytes[0] == ESC)
        return decode_escape(input, bytes, key);
    return decode_plain(bytes, input->length, key);
}

bool input_next(struct input *input, struct key *key)
{
    free(input->paste);
    input->paste = NULL;
    while (input->length > 0) {
        *key = (struct key){0};
        size_t used = decode(input, key);
        if (used == 0)
            break;
        input->start += used;
        input->length -= used;
        if (key->kind != KEY_NONE)
            return true;
    }
    *key = (struct key){0};
    return false;
}

bool input_waits(const struct input *input)
{
    return !input->pasting && !input->late && input->length > 0 &&
           input->bytes[input->start] == ESC;
}

void input_end_wait(struct input *input)
{
    input->late = true;
}
