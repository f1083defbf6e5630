/* The list of commands: each can be found, by key in any layout and by name in
 * any language, no two fight for a key, and the manual page tells them all. */
#include "screens/command.h"

#include "console/base/needle.h"
#include "console/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The letters of the Russian and Kazakh layouts in the order of the US keys. */
static const char US[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`234589 0-=";
static const char CYRILLIC[] = "йцукенгшщзхъфывапролджэячсмитьбюёәіңғүұ қөһ";

/* Two commands of one scope with one key, told apart by the state: `can` of
 * the screen allows one of them at a time. */
static const struct {
    unsigned scope;
    enum command one, other;
} told_apart[] = {
    /* Esc stops the wait while the registry is asked, else it leaves. */
    {SCOPE_WALK, COMMAND_LOOK_CANCEL, COMMAND_LEAVE},
    /* The same while a text is looked for. */
    {SCOPE_LEDGER, COMMAND_STOP, COMMAND_LEAVE},
};

static struct command_names names;

static const char *build(void)
{
    const char *named = getenv("AGENT1414_BUILD");
    return named ? named : "build";
}

static uint32_t nth(const char *letters, int n)
{
    uint32_t letter = 0;
    for (; n >= 0; n--)
        letters += text_step(letters, &letter);
    return letter;
}

/* What the US key types while a Cyrillic layout is on; 0: no letter. */
static uint32_t cyrillic(uint32_t us)
{
    const char *place = us && us < 0x80 ? strchr(US, (int)us) : NULL;
    return place && us != ' ' ? nth(CYRILLIC, (int)(place - US)) : 0;
}

/* What is typed when Latin is on and the fingers write this word. */
static char *on_latin_keys(const char *word)
{
    struct text out = {0};
    uint32_t letter;
    for (size_t step; (step = text_step(word, &letter)) > 0; word += step) {
        uint32_t typed = letter;
        for (int i = 0; US[i]; i++)
            if (nth(CYRILLIC, i) == letter)
                typed = (unsigned char)US[i];
        text_add_char(&out, typed);
    }
    return text_take(&out);
}

/* And the other way round: a Cyrillic layout is on. */
static char *on_cyrillic_keys(const char *word)
{
    struct text out = {0};
    for (; *word; word++) {
        uint32_t typed = cyrillic((unsigned char)*word);
        text_add_char(&out, typed ? typed : (unsigned char)*word);
    }
    return text_take(&out);
}

/* The list. */

static void every_command_has_id_text_hint_and_a_key(void **state)
{
    (void)state;
    for (int c = 0; c < COMMAND_COUNT; c++) {
        enum command found = COMMAND_NONE;
        struct key key;
        char name[KEY_NAME_SIZE] = "";
        assert_true(command_find(command_id(c), &found));
        assert_int_equal(found, c); /* so no id stands twice */
        if (!*command_text(c) || !*command_hint(c) || !command_in(c, SCOPE_ALL))
            fail_msg("%s lacks text, hint or scope", command_id(c));
        if (!command_key(c, 0, &key))
            fail_msg("%s has no key that can be read", command_id(c));
        assert_true(command_shown_key(c, false, name));
        assert_true(*name != '\0');
    }
}

/* A pressed key is found by its name: the list must spell as key_write(). */
static void the_list_spells_keys_as_they_are_written(void **state)
{
    (void)state;
    for (int c = 0; c < COMMAND_COUNT; c++) {
        struct key key;
        char shown[KEY_NAME_SIZE], written[KEY_NAME_SIZE];
        assert_true(command_key(c, 0, &key));
        assert_true(command_shown_key(c, false, shown));
        key_write(key, written);
        assert_string_equal(shown, written);
        unsigned scope = SCOPE_ALL;
        for (int n = 0; command_key(c, n, &key); n++)
            assert_int_not_equal(command_of_key(key, scope, false, NULL, NULL),
                                 COMMAND_NONE);
    }
    struct key none = {.kind = KEY_NONE};
    assert_int_equal(command_of_key(none, SCOPE_ALL, false, NULL, NULL),
                     COMMAND_NONE);
}

static void what_is_no_command_is_not_found(void **state)
{
    enum command found = COMMAND_NONE;
    (void)state;
    assert_false(command_find("", &found));
    assert_false(command_find("call", &found));
    assert_false(command_find("CALL-NEW", &found));
    assert_string_equal(command_id(COMMAND_NONE), "");
}

/* Keys. */

static bool may_share(unsigned scope, enum command one, enum command other)
{
    for (size_t i = 0; i < COUNT(told_apart); i++)
        if (told_apart[i].scope == scope && told_apart[i].one == one &&
            told_apart[i].other == other)
            return true;
    return false;
}

static bool share_a_key(int one, int other, char *name)
{
    struct key a, b;
    for (int n = 0; command_key(one, n, &a); n++)
        for (int m = 0; command_key(other, m, &b); m++)
            if (key_same(key_latin(a), key_latin(b))) {
                key_write(a, name);
                return true;
            }
    return false;
}

static void no_two_commands_of_a_scope_fight_for_a_key(void **state)
{
    size_t shared = 0;
    (void)state;
    for (unsigned scope = 1; scope < SCOPE_ALL; scope <<= 1)
        for (int c = 0; c < COMMAND_COUNT; c++)
            for (int d = c + 1; d < COMMAND_COUNT; d++) {
                char name[KEY_NAME_SIZE];
                if (!command_in(c, scope) || !command_in(d, scope) ||
                    !share_a_key(c, d, name))
                    continue;
                if (!may_share(scope, c, d))
                    fail_msg("%s and %s: %s", command_id(c), command_id(d),
                             name);
                shared++;
            }
    assert_int_equal(shared, COUNT(told_apart)); /* none stands in vain */
}

/* The scopes of a command one by one. */
static void assert_key_gives(int command, struct key key)
{
    for (unsigned scope = 1; scope < SCOPE_ALL; scope <<= 1) {
        if (!command_in(command, scope))
            continue;
        enum command found = command_of_key(key, scope, false, NULL, NULL);
        if ((int)found != command && !may_share(scope, found, command)) {
            char name[KEY_NAME_SIZE];
            key_write(key, name);
            fail_msg("%s gives %s, not %s", name, command_id(found),
                     command_id(command));
        }
    }
}

static void each_key_gives_its_command_in_every_layout(void **state)
{
    int letters = 0;
    (void)state;
    for (int c = 0; c < COMMAND_COUNT; c++) {
        struct key key;
        for (int n = 0; command_key(c, n, &key); n++) {
            assert_key_gives(c, key);
            uint32_t other =
                key.kind == KEY_CHAR ? cyrillic(key.code_point) : 0;
            if (!other)
                continue;
            key.code_point = other;
            assert_key_gives(c, key);
            letters++;
        }
    }
    assert_true(letters > 10);
}

static void signs_are_found_where_the_layouts_have_them(void **state)
{
    (void)state;
    assert_key_gives(COMMAND_PALETTE, key_char(U'Ж')); /* Shift and ; */
    assert_key_gives(COMMAND_FILTER, key_char(U'№'));
    assert_key_gives(COMMAND_CALL_NEW, key_char('N')); /* Caps Lock */
    assert_key_gives(COMMAND_CALL_NEW, key_char(U'Т'));
}

static void letters_are_no_commands_while_text_is_typed(void **state)
{
    (void)state;
    for (int c = 0; c < COMMAND_COUNT; c++) {
        struct key key;
        for (int n = 0; command_key(c, n, &key); n++) {
            bool plain = key.kind == KEY_CHAR && !key.ctrl && !key.alt;
            enum command found =
                command_of_key(key, SCOPE_ALL, true, NULL, NULL);
            assert_int_equal(found == COMMAND_NONE, plain);
        }
    }
}

/* The screens where text is typed: what can be done there must have a key that
 * types nothing. */
static void where_text_is_typed_every_command_has_another_key(void **state)
{
    const unsigned typed = SCOPE_NUMBER | SCOPE_NOTE | SCOPE_WRAP | SCOPE_LIST;
    char name[KEY_NAME_SIZE];
    (void)state;
    for (int c = 0; c < COMMAND_COUNT; c++)
        if (command_in(c, typed) && !command_shown_key(c, true, name))
            fail_msg("%s has only letters", command_id(c));
}

static bool no_wait(enum command command, void *cookie)
{
    (*(int *)cookie)++;
    return command != COMMAND_LOOK_CANCEL;
}

static void the_state_of_the_screen_decides_between_two(void **state)
{
    struct key esc = key_named(NAMED_ESC);
    int asked = 0;
    (void)state;
    assert_int_equal(command_of_key(esc, SCOPE_WALK, false, NULL, NULL),
                     COMMAND_LOOK_CANCEL);
    assert_int_equal(command_of_key(esc, SCOPE_WALK, false, no_wait, &asked),
                     COMMAND_LEAVE);
    assert_int_equal(asked, 2);
    assert_int_equal(
        command_of_key(key_char('n'), SCOPE_WALK, false, NULL, NULL),
        COMMAND_NONE); /* not in this scope */
}

/* Names. */

/* The catalogues that were built, or the stories of names are skipped. */
static int read_catalogues(void **state)
{
    AUTO_CHARS folder = mem_format("%s/po", build());
    AUTO_CHARS full = realpath(folder, NULL);
    (void)state;
    language_interface(LANGUAGE_EN, full ? full : folder);
    command_names_init(&names);
    return 0;
}

static int forget_catalogues(void **state)
{
    (void)state;
    command_names_clear(&names);
    return 0;
}

static void need_catalogues(void)
{
    const struct phrase *text = &names.text[COMMAND_CALL_NEW];
    if (strcmp(text->in[LANGUAGE_RU], text->in[LANGUAGE_EN]) == 0)
        skip();
}

static void assert_finds(int command, const char *query)
{
    AUTO_NEEDLE needle;
    needle_init(&needle, query);
    if (!command_matches(&names, command, &needle))
        fail_msg("\"%s\" does not find %s", query, command_id(command));
}

/* The first two words of a name without their capital. */
static char *first_words(const char *text)
{
    uint32_t capital;
    text += text_step(text, &capital);
    size_t length = strcspn(text, " ");
    if (text[length])
        length += 1 + strcspn(text + length + 1, " ,.:;()");
    return mem_copy_n(text, length);
}

static void a_command_is_found_by_its_name_in_each_language(void **state)
{
    (void)state;
    need_catalogues();
    for (int c = 0; c < COMMAND_COUNT; c++)
        for (int l = 0; l < LANGUAGE_COUNT; l++) {
            AUTO_CHARS words = first_words(names.text[c].in[l]);
            assert_finds(c, names.text[c].in[l]);
            assert_finds(c, words);
        }
}

static void also_with_the_wrong_layout_on(void **state)
{
    (void)state;
    need_catalogues();
    for (int c = 0; c < COMMAND_COUNT; c++)
        for (int l = 0; l < LANGUAGE_COUNT; l++) {
            AUTO_CHARS words = first_words(names.text[c].in[l]);
            AUTO_CHARS typed = l == LANGUAGE_EN ? on_cyrillic_keys(words)
                                                : on_latin_keys(words);
            assert_finds(c, typed);
        }
}

static void a_command_is_found_by_id_and_key(void **state)
{
    (void)state;
    AUTO_NEEDLE none;
    needle_init(&none, "no such words 7");
    for (int c = 0; c < COMMAND_COUNT; c++) {
        char name[KEY_NAME_SIZE];
        AUTO_CHARS id = on_cyrillic_keys(command_id(c));
        assert_finds(c, command_id(c));
        assert_finds(c, id);
        assert_finds(c, ""); /* nothing typed: all are shown */
        assert_true(command_shown_key(c, false, name));
        assert_finds(c, name);
        assert_false(command_matches(&names, c, &none));
    }
}

/* The manual page. */

static void the_manual_tells_every_command_with_all_its_keys(void **state)
{
    AUTO_TEXT manual = {0};
    (void)state;
    command_write_manual(&manual);
    for (int c = 0; c < COMMAND_COUNT; c++) {
        AUTO_CHARS about = mem_format(" (%s).\n", command_id(c));
        const char *end = strstr(text_chars(&manual), about);
        assert_non_null(end);
        const char *start = end;
        while (strncmp(start, ".TP\n", 4) != 0)
            assert_true(--start > text_chars(&manual));
        AUTO_CHARS entry = mem_copy_n(start, (size_t)(end - start));
        struct key key;
        for (int n = 0; command_key(c, n, &key); n++) {
            char name[KEY_NAME_SIZE];
            key_write(key, name);
            AUTO_CHARS word = mem_format(" %s", name);
            if (!strstr(entry, word))
                fail_msg("%s: no key %s", command_id(c), name);
        }
        assert_non_null(strstr(entry, command_text(c)));
    }
}

/* The page of the program, set by man: whatever it says on stderr is a fault.
 */
static void the_manual_page_is_clean(void **state)
{
    AUTO_CHARS line = mem_format(
        "'%s/agent1414' --man | LC_ALL=C.UTF-8 MANROFFSEQ= man --warnings"
        " -E UTF-8 -l - 2>&1 >/dev/null",
        build());
    AUTO_CHARS program = mem_format("%s/agent1414", build());
    char said[400] = "";
    (void)state;
    if (system("man --version >/dev/null 2>&1") != 0 ||
        access(program, X_OK) != 0)
        skip();
    FILE *man = popen(line, "r");
    assert_non_null(man);
    size_t length = fread(said, 1, sizeof(said) - 1, man);
    assert_int_equal(pclose(man), 0);
    if (length > 0)
        fail_msg("man says: %s", said);
}

#define STORY(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(every_command_has_id_text_hint_and_a_key),
        STORY(the_list_spells_keys_as_they_are_written),
        STORY(what_is_no_command_is_not_found),
        STORY(no_two_commands_of_a_scope_fight_for_a_key),
        STORY(each_key_gives_its_command_in_every_layout),
        STORY(signs_are_found_where_the_layouts_have_them),
        STORY(letters_are_no_commands_while_text_is_typed),
        STORY(where_text_is_typed_every_command_has_another_key),
        STORY(the_state_of_the_screen_decides_between_two),
        STORY(a_command_is_found_by_its_name_in_each_language),
        STORY(also_with_the_wrong_layout_on),
        STORY(a_command_is_found_by_id_and_key),
        STORY(the_manual_tells_every_command_with_all_its_keys),
        STORY(the_manual_page_is_clean),
    };
    return cmocka_run_group_tests(tests, read_catalogues, forget_catalogues);
}
