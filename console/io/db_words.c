/* FTS5 takes the words as the caller made them: spaces part the places, `|`
 * the forms of the word at one place. places() tells which phrase of the
 * query stands where; ranking is the caller's. */
#include "console/io/db_words.h"

#include "console/io/db.h"

#include <sqlite3.h>

#include <stdbool.h>

/* One place holds so many words of a text at most; more are passed over. */
enum { PLACES_MAX = 2000 };

static int make(void *context, const char **arguments, int count,
                Fts5Tokenizer **out)
{
    (void)arguments;
    (void)count;
    *out = context; /* it has no state; any address but NULL */
    return SQLITE_OK;
}

static void drop(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static bool is_end(char letter)
{
    return letter == ' ' || letter == '|';
}

static int tokenize(Fts5Tokenizer *tokenizer, void *cookie, int flags,
                    const char *text, int length,
                    int (*token)(void *cookie, int flags, const char *word,
                                 int size, int start, int end))
{
    (void)tokenizer;
    (void)flags;
    for (int at = 0; at < length;) {
        int start = at, same = start > 0 && text[start - 1] == '|';
        while (at < length && !is_end(text[at]))
            at++;
        int result = at == start
                         ? SQLITE_OK
                         : token(cookie, same ? FTS5_TOKEN_COLOCATED : 0,
                                 text + start, at - start, start, at);
        if (result != SQLITE_OK)
            return result;
        at++;
    }
    return SQLITE_OK;
}

/* Adds where one phrase stands; SQLite's own list of all phrases merges them
 * place by place, which takes longer than all the rest. */
static int add_places(const Fts5ExtensionApi *api, Fts5Context *match,
                      int phrase, struct db_place *list, int *count)
{
    Fts5PhraseIter at;
    int column, offset;
    int result = api->xPhraseFirst(match, phrase, &at, &column, &offset);
    for (; result == SQLITE_OK && column >= 0 && *count < PLACES_MAX;
         api->xPhraseNext(match, &at, &column, &offset))
        list[(*count)++] = (struct db_place){(uint16_t)phrase, (uint16_t)column,
                                             (uint32_t)offset};
    return result;
}

static void places(const Fts5ExtensionApi *api, Fts5Context *match,
                   sqlite3_context *out, int argument_count,
                   sqlite3_value **arguments)
{
    struct db_place list[PLACES_MAX];
    int count = 0, result = SQLITE_OK;
    (void)arguments;
    (void)argument_count;
    for (int i = 0; i < api->xPhraseCount(match) && result == SQLITE_OK; i++)
        result = add_places(api, match, i, list, &count);
    if (result != SQLITE_OK)
        sqlite3_result_error_code(out, result);
    else
        sqlite3_result_blob64(out, list, (size_t)count * sizeof(*list),
                              SQLITE_TRANSIENT);
}

/* Asked of the connection itself: SELECT fts5(?). */
static fts5_api *find_api(sqlite3 *sqlite)
{
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;
    if (sqlite3_prepare_v2(sqlite, "SELECT fts5(?1)", -1, &statement, NULL) ==
        SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

int db_words_register(struct sqlite3 *sqlite)
{
    fts5_tokenizer tokenizer = {make, drop, tokenize};
    fts5_api *api = find_api(sqlite);
    if (api == NULL)
        return SQLITE_ERROR;
    int result = api->xCreateTokenizer(api, "words", api, &tokenizer, NULL);
    if (result != SQLITE_OK)
        return result;
    return api->xCreateFunction(api, "places", NULL, places, NULL);
}
