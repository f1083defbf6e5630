/* The nodes of a script as they are loaded: kinds, typed answers, edges and
 * rows, outcomes. Read-only after loading. */
#ifndef CONSOLE_SCRIPT_NODE_H
#define CONSOLE_SCRIPT_NODE_H

#include "console/base/language.h"
#include "console/script/fact.h"
#include "console/script/logic.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_t;
struct pattern;

enum node_kind {
    NODE_SAY,
    NODE_ASK,
    NODE_CHECK,
    NODE_TABLE,
    NODE_LOOK,
    NODE_NOTE,
    NODE_SUB,
    NODE_OUTCOME
};

enum answer_type {
    ANSWER_CHOICE,
    ANSWER_MULTI,
    ANSWER_YESNO,
    ANSWER_INT,
    ANSWER_MONEY,
    ANSWER_DATE,
    ANSWER_MONTH,
    ANSWER_PHONE,
    ANSWER_PERSON_NUMBER,
    ANSWER_BRANCH,
    ANSWER_TEXT
};

struct choice {
    char *code;
    struct phrase label;
};

struct answer_spec {
    enum answer_type type;
    struct choice *choices; /* CHOICE, MULTI; for YESNO made by the loader */
    size_t choice_count;
    int64_t min, max;          /* INT, MONEY (tiyn), TEXT (letters: max) */
    char *min_date, *max_date; /* a date or "as_of", else NULL */
    struct pattern *pattern;   /* TEXT, else NULL */
    bool dont_know;
};

/* An edge; `when` is NULL for an exit that is always open. */
struct edge {
    struct logic *when;
    char *name; /* as the path records it: index, code, or "ok" .. */
    int to;     /* index of the node in its script */
};

/* A row of a decision table: NULL entries fit any value. */
struct table_row_spec {
    struct json_t **is;
    int to;
};

struct because {
    struct phrase text; /* empty when the node has none */
    char *source;       /* "R07, P34" */
    char *read;         /* when the source was read, "2026-02" */
};

struct node {
    char *id;
    enum node_kind kind;
    struct phrase say, note, act;
    struct because because;
    struct answer_spec answer; /* ASK */
    struct edge *edges;        /* in order; for TABLE none */
    size_t edge_count;
    int unknown;           /* node index, -1: none */
    bool first;            /* policy first, not unique */
    struct logic **inputs; /* TABLE */
    struct table_row_spec *rows;
    size_t input_count, row_count;
    bool required; /* NOTE */
    char *script;  /* SUB */
    char *code;    /* OUTCOME */
    char *issue;   /* OUTCOME with a case, else NULL */
    char **send;   /* names, NULL-ended; NULL without a case */
};

/* Of which type a fact would be that holds the answer to a question or note. */
enum fact_type node_answer_type(const struct node *node);

/* "say", "ask", ...: as files write it. */
const char *node_kind_name(enum node_kind kind);

#endif
