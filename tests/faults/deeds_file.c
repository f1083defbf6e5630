/* Deeds on files of our own: the draft of a call, scripts that are published
 * and kept, the published keys. */
#include "tests/faults/deeds.h"

#include "console/base/json.h"
#include "console/base/text.h"
#include "console/call/draft.h"
#include "console/people/keyline.h"
#include "console/prove/published.h"
#include "console/script/script.h"
#include "console/script/scripts_kept.h"

#include "tests/faults/place.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- draft ---- */

enum { DRAFT_LINES = 4 };

static bool draft_step(struct doer *doer, struct draft *draft, int step)
{
    if (step == DRAFT_LINES)
        return draft_end(draft, &doer->error);
    AUTO_CHARS line = mem_format("[%d,\"%s\"]", step, doer_text(doer, step));
    return draft_add(draft, line, &doer->error);
}

/* Lines that are appended, by a fresh program each; the call is saved; the
 * next call begins. */
bool deed_draft(struct doer *doer, int step)
{
    struct draft *draft;
    bool done;

    if (!doer->keys_there)
        doer->keys_there = keys_load(&doer->keys, doer->folder, &doer->error);
    if (!doer->keys_there)
        return false;
    draft = draft_open(doer->folder, "ag17", &doer->keys, &doer->error);
    done = draft && draft_step(doer, draft, step);
    draft_close(draft);
    return done;
}

/* What was read of a draft. */
struct lines {
    struct doer *doer;
    struct text *shape;
    int count;
    bool good;
};

static void see_line(const char *json, void *cookie)
{
    struct lines *lines = cookie;
    AUTO_JSON line = json_loads(json, 0, NULL);
    int step = (int)json_integer_value(json_array_get(line, 0));
    const char *text = json_string_value(json_array_get(line, 1));

    lines->good &= text && strcmp(text, doer_text(lines->doer, step)) == 0;
    lines->count++;
    text_format(lines->shape, "line %d\n", step);
}

bool deed_tell_draft(struct doer *doer, struct text *shape)
{
    struct lines lines = {doer, shape, 0, true};
    struct draft *draft = NULL;

    if (!doer->keys_there)
        doer->keys_there = keys_load(&doer->keys, doer->folder, &doer->error);
    if (doer->keys_there)
        draft = draft_open(doer->folder, "ag17", &doer->keys, &doer->error);
    bool read = draft && draft_read(draft, see_line, &lines, &doer->error);
    draft_close(draft);
    if (!read || !lines.good)
        text_format(shape, "draft: %s", doer->error.detail);
    return read && lines.good;
}

/* ---- reload ---- */

static char *data_of(const struct doer *doer, int step)
{
    return mem_format("%s/data.%d", doer->work, step);
}

static void shell(const char *command)
{
    if (system(command) != 0)
        fail_msg("%s", command);
}

/* Two data folders: the set in force, and a changed one. */
void deed_scripts(struct doer *doer)
{
    const char *root = getenv("AGENT1414_ROOT");

    doer_prepare(doer);
    for (int i = 0; i < 2; i++) {
        AUTO_CHARS data = data_of(doer, i);
        AUTO_CHARS command = mem_format(
            "mkdir -p '%s/kb' && cp -R '%s/tests/console/script/valid'"
            " '%s/scripts' && cp -R '%s/tests/console/script/tables'"
            " '%s/kb/tables' && sed -i 's/2026.11.1/2026.11.%d/'"
            " '%s/scripts/main.json'",
            data, root ? root : ".", data, root ? root : ".", data, i + 1,
            data);
        shell(command);
    }
}

static bool publish(struct doer *doer, struct script_set *set, const char *data)
{
    AUTO_CHARS folder = mem_format("%s/scripts", data);
    AUTO_JSON published = published_load(folder, &doer->error);

    if (!published)
        return false;
    for (size_t i = 0; i < scripts_count(set); i++)
        if (published_enter(published, scripts_at(set, i), &doer->error))
            continue;
    return published_save(folder, published, &doer->error);
}

/* Desks keep the set in force; the changed one is published; they keep it. */
bool deed_reload(struct doer *doer, int step)
{
    AUTO_CHARS data = data_of(doer, step > 0);
    AUTO_CHARS kept = mem_format("%s/scripts", doer->folder);
    struct script_set *set = scripts_open(data, NULL, &doer->error);
    bool done =
        set && (step == 1 ? publish(doer, set, data)
                          : scripts_keep_files(kept, data, set, &doer->error));

    scripts_free(set);
    return done;
}

static bool tell_kept(const char *kept, struct text *shape)
{
    DIR *list = opendir(kept);
    const struct dirent *entry;
    bool good = true;
    int count = 0;

    while (list && (entry = readdir(list))) {
        struct script_set *set;

        if (entry->d_name[0] == '.')
            continue;
        set = scripts_kept(kept, entry->d_name);
        good &= set != NULL;
        count++;
        scripts_free(set);
    }
    if (list)
        closedir(list);
    text_format(shape, "kept %d%s\n", count, good ? "" : ": one is not whole");
    return good;
}

bool deed_tell_scripts(struct doer *doer, struct text *shape)
{
    AUTO_CHARS kept = mem_format("%s/scripts", doer->folder);
    AUTO_CHARS data = data_of(doer, 1);
    AUTO_CHARS folder = mem_format("%s/scripts", data);
    struct error error = {0};
    AUTO_JSON published = published_load(folder, &error);

    if (!published) {
        text_format(shape, "published.json: %s", error.detail);
        return false;
    }
    text_format(shape, "published %zu\n", json_object_size(published));
    return tell_kept(kept, shape);
}

/* ---- keys ---- */

#define KEY                                                                    \
    "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"

/* One key; the file with two. */
bool deed_keys(struct doer *doer, int step)
{
    const struct keyline keys[] = {
        {.name = "ag17", .type = "ssh-ed25519", .key = KEY},
        {.name = "ag18", .type = "ssh-ed25519", .key = KEY}};
    AUTO_CHARS path = mem_format("%s/keys", doer->work);

    return keyline_publish(path, keys, (size_t)step + 1, &doer->error);
}

bool deed_tell_keys(struct doer *doer, struct text *shape)
{
    AUTO_CHARS path = mem_format("%s/keys", doer->work);
    AUTO_TEXT bytes = {0};
    struct error error = {0};
    int lines = 0;

    if (access(path, F_OK) != 0)
        return true;
    if (!json_read_bytes(path, &bytes, &error))
        return false;
    for (size_t i = 0; i < bytes.length; i++)
        lines += text_chars(&bytes)[i] == '\n';
    const char *end = strstr(text_chars(&bytes), "end ");
    text_format(shape, "keys %d\n", lines);
    return end && atoi(end + 4) == lines - 2;
}
