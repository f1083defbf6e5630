/* floor_linked DB: the ncurses floor with every library that agent1414 links,
 * each used once before the first screen. */
#include "tests/kit/floor_paint.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <curl/curl.h>
#include <ini.h>
#include <jansson.h>
#include <pcre2.h>
#include <sodium.h>
#include <sqlite3.h>
#include <utf8proc.h>

#include <stdlib.h>

static const char words[] = "сақтандыру";

static void use_curl(void)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *easy = curl_easy_init(); /* kept, as a console keeps its own */
    curl_easy_setopt(easy, CURLOPT_URL, "https://127.0.0.1/");
}

static void use_jansson(void)
{
    json_error_t error;
    json_t *parsed = json_loads("{\"a\":[1,2,3]}", 0, &error);
    json_decref(parsed);
}

static void use_pcre2(void)
{
    int error;
    PCRE2_SIZE place;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)words, PCRE2_ZERO_TERMINATED,
                                     PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS,
                                     &error, &place, NULL);
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    pcre2_code_free(code);
}

static void use_utf8proc(void)
{
    free(utf8proc_NFC((const utf8proc_uint8_t *)words));
}

static int take_setting(void *cookie, const char *section, const char *name,
                        const char *value)
{
    (void)cookie, (void)section, (void)name, (void)value;
    return 1;
}

static void use_sqlite(const char *path)
{
    sqlite3 *db; /* kept open */
    sqlite3_open(path, &db);
    sqlite3_exec(db,
                 "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;"
                 "CREATE TABLE IF NOT EXISTS t(a); SELECT count(*) FROM t",
                 NULL, NULL, NULL);
}

int main(int argc, char **argv)
{
    use_curl();
    use_jansson();
    use_pcre2();
    use_utf8proc();
    ini_parse_string("[a]\nb = c\n", take_setting, NULL);
    if (sodium_init() < 0)
        return 1;
    use_sqlite(argc > 1 ? argv[1] : ":memory:");
    floor_paint(FLOOR_DIRTY);
    return 0;
}
