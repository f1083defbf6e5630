/* Written names of keys, and the Russian (ЙЦУКЕН) and Kazakh (RST KazSSR
 * 903-90) layouts laid over the US one, key by key. */
#include "screens/kit/key.h"
#include "console/base/memory.h"
#include "console/base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const NAMES[NAMED_F1] = {
    [NAMED_ENTER] = "Enter",
    [NAMED_ESC] = "Esc",
    [NAMED_TAB] = "Tab",
    [NAMED_BACKTAB] = "Shift+Tab",
    [NAMED_BACKSPACE] = "Backspace",
    [NAMED_DELETE] = "Delete",
    [NAMED_UP] = "Up",
    [NAMED_DOWN] = "Down",
    [NAMED_LEFT] = "Left",
    [NAMED_RIGHT] = "Right",
    [NAMED_HOME] = "Home",
    [NAMED_END] = "End",
    [NAMED_PAGE_UP] = "PageUp",
    [NAMED_PAGE_DOWN] = "PageDown",
    [NAMED_INSERT] = "Insert",
};

/* Letters that give another letter on the US keyboard; the digit row of the
 * Kazakh layout gives its digit whether Shift or Caps Lock is on or not. */
struct place {
    uint32_t lower, upper;
    char latin, shifted;
};

static const struct place PLACES[] = {
    {U'й', U'Й', 'q', 'q'}, {U'ц', U'Ц', 'w', 'w'},  {U'у', U'У', 'e', 'e'},
    {U'к', U'К', 'r', 'r'}, {U'е', U'Е', 't', 't'},  {U'н', U'Н', 'y', 'y'},
    {U'г', U'Г', 'u', 'u'}, {U'ш', U'Ш', 'i', 'i'},  {U'щ', U'Щ', 'o', 'o'},
    {U'з', U'З', 'p', 'p'}, {U'х', U'Х', '[', '{'},  {U'ъ', U'Ъ', ']', '}'},
    {U'ф', U'Ф', 'a', 'a'}, {U'ы', U'Ы', 's', 's'},  {U'в', U'В', 'd', 'd'},
    {U'а', U'А', 'f', 'f'}, {U'п', U'П', 'g', 'g'},  {U'р', U'Р', 'h', 'h'},
    {U'о', U'О', 'j', 'j'}, {U'л', U'Л', 'k', 'k'},  {U'д', U'Д', 'l', 'l'},
    {U'ж', U'Ж', ';', ':'}, {U'э', U'Э', '\'', '"'}, {U'я', U'Я', 'z', 'z'},
    {U'ч', U'Ч', 'x', 'x'}, {U'с', U'С', 'c', 'c'},  {U'м', U'М', 'v', 'v'},
    {U'и', U'И', 'b', 'b'}, {U'т', U'Т', 'n', 'n'},  {U'ь', U'Ь', 'm', 'm'},
    {U'б', U'Б', ',', '<'}, {U'ю', U'Ю', '.', '>'},  {U'ё', U'Ё', '`', '~'},
    {U'ә', U'Ә', '2', '2'}, {U'і', U'І', '3', '3'},  {U'ң', U'Ң', '4', '4'},
    {U'ғ', U'Ғ', '5', '5'}, {U'ү', U'Ү', '8', '8'},  {U'ұ', U'Ұ', '9', '9'},
    {U'қ', U'Қ', '0', '0'}, {U'ө', U'Ө', '-', '_'},  {U'һ', U'Һ', '=', '+'},
    {U'№', U'№', '/', '/'},
};

struct key key_char(uint32_t code_point)
{
    return (struct key){.kind = KEY_CHAR, .code_point = code_point};
}

struct key key_named(enum key_name name)
{
    return (struct key){.kind = KEY_NAMED, .name = name};
}

struct key key_ctrl(char letter)
{
    struct key key = key_char((unsigned char)letter);
    key.ctrl = true;
    return key;
}

static void write_char(uint32_t code_point, bool upper, char *out)
{
    if (code_point == ' ') {
        strcpy(out, "Space");
        return;
    }
    if (upper && code_point >= 'a' && code_point <= 'z')
        code_point -= 'a' - 'A';
    AUTO_TEXT letter = {0};
    text_add_char(&letter, code_point);
    snprintf(out, 8, "%s", text_chars(&letter));
}

void key_write(struct key key, char *out)
{
    char base[13] = "";
    switch (key.kind) {
    case KEY_CHAR:
        write_char(key.code_point, key.ctrl || key.alt, base);
        break;
    case KEY_NAMED:
        if (key.name >= NAMED_F1 && key.name <= NAMED_F12)
            snprintf(base, sizeof(base), "F%d", (int)(key.name - NAMED_F1 + 1));
        else if (key.name < NAMED_F1)
            snprintf(base, sizeof(base), "%s", NAMES[key.name]);
        break;
    case KEY_PASTE:
        strcpy(base, "Paste");
        break;
    case KEY_NONE:
    case KEY_RESIZE:
    case KEY_GONE:
        break;
    }
    snprintf(out, KEY_NAME_SIZE, "%s%s%s", key.ctrl ? "Ctrl+" : "",
             key.alt ? "Alt+" : "", base);
}

/* "F4", "Enter", "Space", in any case. */
static bool read_named(const char *written, struct key *key)
{
    for (int i = 0; i < NAMED_F1; i++) {
        if (strcasecmp(written, NAMES[i]) == 0) {
            *key = key_named((enum key_name)i);
            return true;
        }
    }
    for (int i = 1; i <= 12; i++) {
        char name[16];
        snprintf(name, sizeof(name), "F%d", i);
        if (strcasecmp(written, name) == 0) {
            *key = key_named((enum key_name)(NAMED_F1 + i - 1));
            return true;
        }
    }
    if (strcasecmp(written, "Space") != 0)
        return false;
    *key = key_char(' ');
    return true;
}

static bool cut_prefix(const char **written, const char *prefix)
{
    size_t length = strlen(prefix);
    if (strncasecmp(*written, prefix, length) != 0 || !(*written)[length])
        return false;
    *written += length;
    return true;
}

bool key_read(const char *written, struct key *key)
{
    bool ctrl = cut_prefix(&written, "Ctrl+");
    bool alt = cut_prefix(&written, "Alt+");
    if (!read_named(written, key)) {
        uint32_t code_point = 0;
        size_t length = text_step(written, &code_point);
        if (length == 0 || written[length] || code_point < ' ' ||
            code_point == 0x7F)
            return false;
        bool lower = (ctrl || alt) && code_point >= 'A' && code_point <= 'Z';
        *key = key_char(lower ? code_point + 'a' - 'A' : code_point);
    }
    key->ctrl = ctrl;
    key->alt = alt;
    return true;
}

bool key_same(struct key a, struct key b)
{
    if (a.kind != b.kind || a.ctrl != b.ctrl || a.alt != b.alt)
        return false;
    if (a.kind == KEY_CHAR)
        return a.code_point == b.code_point;
    return a.kind != KEY_NAMED || a.name == b.name;
}

struct key key_latin(struct key key)
{
    if (key.kind != KEY_CHAR)
        return key;
    if (key.code_point >= 'A' && key.code_point <= 'Z')
        key.code_point += 'a' - 'A';
    for (size_t i = 0; key.code_point > 0x7F && i < COUNT(PLACES); i++) {
        if (key.code_point == PLACES[i].lower)
            key.code_point = (unsigned char)PLACES[i].latin;
        else if (key.code_point == PLACES[i].upper)
            key.code_point = (unsigned char)PLACES[i].shifted;
    }
    return key;
}

int key_digit(struct key key)
{
    if (key.kind != KEY_CHAR || key.ctrl || key.alt)
        return -1;
    switch (key.code_point) {
    case '"':
        return 1;
    case ',':
        return 6;
    case '.':
        return 7;
    default:
        break;
    }
    uint32_t latin = key_latin(key).code_point;
    return latin >= '0' && latin <= '9' ? (int)latin - '0' : -1;
}
