/* One article file: read, judged member by member. Inside of the knowledge
 * room. */
#ifndef CONSOLE_KNOWLEDGE_ARTICLE_LOAD_H
#define CONSOLE_KNOWLEDGE_ARTICLE_LOAD_H

struct article;
struct data_file;

/* Takes what fits of a file that was read; *article was zeroed. Faults go into
 * the file's findings. */
void article_load(struct article *article, const struct data_file *file);
void article_load_clear(struct article *article);

#endif
