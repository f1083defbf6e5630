/* Making mutants of one file: the part at hand (a node, a fact, a row, or the
 * file without these) is changed in a copy and given. For the makers alone. */
#ifndef TESTS_MUTATION_MAKER_H
#define TESTS_MUTATION_MAKER_H

#include "tests/mutation/mutant.h"

#include <jansson.h>

#include <stdbool.h>
#include <stddef.h>

struct maker {
    const json_t *scripts; /* {"gap.json": ...}: all files of scripts/ */
    const json_t *tables;  /* {"terms.json": ...} */
    const char *file;
    bool table;
    const json_t *json; /* the whole file */
    const char *list;   /* "nodes", "facts", "rows": where the part lies;
                           NULL: it is a member of the file */
    const char *id;     /* its name */
    const json_t *part; /* lent */
    void (*visit)(const struct mutant *, void *cookie);
    void *cookie;
};

/* Gives the file with another part (NULL: without it). */
void maker_give(const struct maker *maker, enum mutant_class class,
                const json_t *part, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Another value in place of this one, the nth that can be thought of; a new
 * reference, NULL when there are no more. */
typedef json_t *maker_remake(const json_t *value, size_t nth);

/* Gives a mutant for every value anywhere in the part that can be remade. */
void maker_hunt(const struct maker *maker, enum mutant_class class,
                maker_remake *remake);

/* The same, but all values of the part that equal it are remade alike; given
 * only where there is more than one. */
void maker_hunt_all(const struct maker *maker, enum mutant_class class,
                    maker_remake *remake);

/* Is the word written anywhere in this JSON: as a string, or in braces in one?
 */
bool maker_names(const json_t *json, const char *word);

/* The makers, by what they change of the part at hand. */
void make_ways(const struct maker *maker);     /* edges and exits of a node */
void make_outcomes(const struct maker *maker); /* codes, issues, sub-scripts */
void make_nodes(const struct maker *maker);    /* its members, itself */
void make_rules(const struct maker *maker);    /* conditions in it */
void make_texts(const struct maker *maker);    /* phrases in it */
void make_choices(const struct maker *maker);  /* the codes of a question */
void make_member(const struct maker *maker);   /* a member of the file */
void make_fact(const struct maker *maker);
void make_row(const struct maker *maker, size_t index);

#endif
