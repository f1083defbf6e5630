/* Articles against what lies above them: the scripts they belong to, and the
 * table that says which article answers each claim of the seeds. */
#ifndef CONSOLE_PROVE_AUDIT_ARTICLES_H
#define CONSOLE_PROVE_AUDIT_ARTICLES_H

#include "console/base/memory.h"

#include <stdbool.h>

struct articles;
struct error;
struct findings;
struct script_set;

/* E03: an article names a script, or a node of one, that is not there. */
void audit_article_links(const struct articles *articles,
                         const struct script_set *set,
                         struct findings *findings);

/* Reads a Markdown file. Below "## Coverage" each row of a table ends in a cell
 * that names articles in `backticks`, or says "out: why": E03 for an article
 * that is not there, E01 for a row that says neither and for a file without
 * such rows. False with MESSAGE_FILE_READ. */
MUST_USE bool audit_coverage(const char *path, const struct articles *articles,
                             struct findings *findings, struct error *error);

#endif
