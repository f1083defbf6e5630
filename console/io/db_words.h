/* What SQLite's full-text index needs to take words as they are given. Inside
 * of the io room. */
#ifndef CONSOLE_IO_DB_WORDS_H
#define CONSOLE_IO_DB_WORDS_H

struct sqlite3;

/* Gives a connection the tokenizer `words` and the function places(TABLE), see
 * db.h; SQLite's result code. */
int db_words_register(struct sqlite3 *sqlite);

#endif
