/* Whether texts fit their places: 80 columns and 24 rows with the panel of
 * what is known at the right. Names in braces count as they are written. */
#include "console/prove/audit.h"

#include "console/base/text.h"
#include "console/script/fact.h"
#include "console/script/script.h"

#include <string.h>

/* The places, in cells and rows: see screens/guide_draw.c, guide_step.c and
 * guide_known.c. */
enum {
    TEXT_CELLS = 40,   /* beside the gutter and the panel */
    CHOICE_CELLS = 36, /* behind its number */
    READ_ROWS = 18,    /* what is read aloud, its choices, and who acts */
    TITLE_CELLS = 38,  /* two of them in the trail of one line */
    KNOWN_CELLS = 14,  /* a fact's label in the panel */
    LABEL_CELLS = 40
};

/* One script or facts.json (script is NULL) that is looked through. */
struct look {
    const struct audit *audit;
    const struct script *script;
};

static void add(const struct look *look, const char *where, const char *detail)
{
    struct finding finding = {
        .code = FINDING_E16, .where = (char *)where, .detail = (char *)detail};
    audit_add(look->audit, look->script, &finding);
}

/* ---- one line ---- */

static void fit_line(const struct look *look, const char *where,
                     const struct phrase *phrase, int cells)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *text = phrase->in[i];
        if (text == NULL || text_cells(text) <= cells)
            continue;
        const char *code = language_code((enum language)i);
        AUTO_CHARS place = mem_format("%s.%s", where, code);
        AUTO_CHARS detail =
            mem_format("%s, %d > %d", text, text_cells(text), cells);
        add(look, place, detail);
    }
}

/* ---- wrapped texts ---- */

static void count_row(const char *bytes, size_t length, void *cookie)
{
    (void)bytes;
    (void)length;
    ++*(int *)cookie;
}

static int count_rows(const char *text, int cells)
{
    int rows = 0;
    if (text != NULL)
        text_wrap(text, cells, count_row, &rows);
    return rows;
}

/* The first word that is longer than a line; the caller frees. NULL: none. */
static char *find_long_word(const char *text, int cells)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, " \n");
        char *word = mem_copy_n(at, length);
        if (text_cells(word) > cells)
            return word;
        mem_free_chars(&word);
        at += length + strspn(at + length, " \n");
    }
    return NULL;
}

static void fit_words(const struct look *look, const char *node,
                      const char *member, const struct phrase *phrase)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        AUTO_CHARS word = phrase->in[i] != NULL
                              ? find_long_word(phrase->in[i], TEXT_CELLS)
                              : NULL;
        if (word == NULL)
            continue;
        AUTO_CHARS place = mem_format("$.nodes.%s.%s.%s", node, member,
                                      language_code((enum language)i));
        AUTO_CHARS detail =
            mem_format("%s, %d > %d", word, text_cells(word), TEXT_CELLS);
        add(look, place, detail);
    }
}

/* The rows an agent must see at once to read the step aloud. */
static int count_read_rows(const struct node *node, enum language language)
{
    int rows = count_rows(node->say.in[language], TEXT_CELLS);
    for (size_t i = 0; node->kind == NODE_ASK && i < node->answer.choice_count;
         i++)
        rows += count_rows(node->answer.choices[i].label.in[language],
                           CHOICE_CELLS);
    if (node->act.in[language] != NULL)
        rows += 1 + count_rows(node->act.in[language], TEXT_CELLS);
    return rows + node->answer.dont_know;
}

static void fit_rows(const struct look *look, const struct node *node)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        int rows = count_read_rows(node, (enum language)i);
        if (rows <= READ_ROWS)
            continue;
        AUTO_CHARS place = mem_format("$.nodes.%s.say.%s", node->id,
                                      language_code((enum language)i));
        AUTO_CHARS detail = mem_format("%d > %d", rows, READ_ROWS);
        add(look, place, detail);
    }
}

/* ---- scripts and facts ---- */

static void fit_choices(const struct look *look, const struct node *node)
{
    for (size_t i = 0; i < node->answer.choice_count; i++) {
        AUTO_CHARS where =
            mem_format("$.nodes.%s.answer.codes[%zu].label", node->id, i);
        fit_line(look, where, &node->answer.choices[i].label, CHOICE_CELLS);
    }
}

static void fit_node(const struct look *look, const struct node *node)
{
    fit_words(look, node->id, "say", &node->say);
    fit_words(look, node->id, "note", &node->note);
    fit_words(look, node->id, "act", &node->act);
    fit_words(look, node->id, "because.text", &node->because.text);
    fit_rows(look, node);
    fit_choices(look, node);
}

static void fit_fact(const struct look *look, const struct fact *fact,
                     size_t index)
{
    AUTO_CHARS where = mem_format("$.facts[%zu].label", index);
    fit_line(look, where, &fact->label, fact->show ? KNOWN_CELLS : LABEL_CELLS);
    for (size_t i = 0; i < fact->code_count; i++) {
        AUTO_CHARS code = mem_format("$.facts[%zu].codes[%zu].label", index, i);
        fit_line(look, code, &fact->codes[i].label, CHOICE_CELLS);
    }
}

void audit_texts(const struct audit *audit)
{
    const struct facts *facts = scripts_facts(audit->set);
    struct look look = {audit, NULL};
    for (size_t i = 0; i < facts_count(facts); i++)
        fit_fact(&look, facts_at(facts, i), i);
    for (size_t i = 0; i < scripts_count(audit->set); i++) {
        look.script = scripts_at(audit->set, i);
        fit_line(&look, "$.title", &look.script->title, TITLE_CELLS);
        for (size_t j = 0; j < look.script->node_count; j++)
            fit_node(&look, &look.script->nodes[j]);
    }
}
