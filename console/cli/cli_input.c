/* Reading what a command line names: a file, standard input, or itself. */
#include "console/cli/cli_input.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"

#include <jansson.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool read_stream(FILE *file, struct text *text)
{
    char block[16 * 1024];
    size_t got;
    while (text->length <= JSON_FILE_MAX &&
           (got = fread(block, 1, sizeof(block), file)) > 0)
        text_add_n(text, block, got);
    return !ferror(file);
}

static bool read_file(const char *path, struct text *text, struct error *error)
{
    FILE *file = fopen(path, "rbe");
    bool read = file && read_stream(file, text);
    if (!read)
        error_set(error, MESSAGE_FILE_READ, "%s: %s", path, strerror(errno));
    if (file)
        fclose(file);
    return read;
}

/* Does the argument look like JSON rather than like a name? */
static bool is_json(const char *argument)
{
    return strchr("{[\"-0123456789", argument[0]) ||
           strcmp(argument, "true") == 0 || strcmp(argument, "false") == 0 ||
           strcmp(argument, "null") == 0;
}

bool cli_input_text(const char *argument, struct text *text,
                    struct error *error)
{
    if (strcmp(argument, "-") != 0)
        return read_file(argument, text, error);
    return read_stream(stdin, text) ||
           error_set(error, MESSAGE_FILE_READ, "-: %s", strerror(errno));
}

struct json_t *cli_input_json(const char *argument, struct error *error)
{
    AUTO_TEXT text = {0};
    if (strcmp(argument, "-") != 0 && access(argument, F_OK) != 0 &&
        is_json(argument))
        return json_parse(argument, strlen(argument), "argument", true, error);
    if (!cli_input_text(argument, &text, error))
        return NULL;
    return json_parse(text_chars(&text), text.length, argument, true, error);
}

struct json_t *cli_input_object(const char *argument, struct error *error)
{
    struct json_t *json = cli_input_json(argument, error);
    if (!json || json_is_object(json))
        return json;
    error_set(error, MESSAGE_JSON_SHAPE, "%.200s: not an object",
              is_json(argument) ? "argument" : argument);
    json_decref(json);
    return NULL;
}
