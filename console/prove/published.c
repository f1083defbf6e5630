/* The list of published versions: read, compared, entered, written. A script's
 * hash is BLAKE2b-256 of its canonical JSON: another layout is the same. */
#include "console/prove/published.h"

#include "console/base/error.h"
#include "console/base/finding.h"
#include "console/base/json.h"
#include "console/people/keys.h"
#include "console/people/seal.h"
#include "console/script/script.h"

#include <jansson.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "published.json"

struct json_t *published_load(const char *folder, struct error *error)
{
    AUTO_CHARS path = mem_format("%s/" FILE_NAME, folder);
    if (access(path, F_OK) != 0)
        return json_object();
    return json_read(path, error);
}

/* The version and hash of a script as its file is now; a new reference. */
static json_t *describe(const struct script *script, struct error *error)
{
    AUTO_JSON json = json_read(script->file, error);
    if (json == NULL)
        return NULL;
    AUTO_CHARS canonical = json_canonical(json);
    unsigned char hash[SEAL_HASH_SIZE];
    char hex[2 * SEAL_HASH_SIZE + 1];
    seal_hash(NULL, canonical, strlen(canonical), hash);
    seal_hex(hash, sizeof(hash), hex);
    return json_pack("{ssss}", "version", script->version, "hash", hex);
}

static void judge(const struct script *script, const json_t *before,
                  struct findings *findings)
{
    const char *version = json_find_string(before, "version");
    if (version == NULL || strcmp(version, script->version) != 0)
        return;
    AUTO_JSON now = describe(script, NULL);
    const char *hash = json_find_string(now, "hash");
    const char *old = json_find_string(before, "hash");
    AUTO_CHARS detail = mem_format("%s %s", script->id, script->version);
    struct finding finding = {.code = FINDING_E25,
                              .file = script->file,
                              .where = "$.version",
                              .detail = detail};
    if (hash == NULL || old == NULL || strcmp(hash, old) != 0)
        findings_add(findings, &finding);
}

void published_audit(const struct script_set *set,
                     const struct json_t *published, struct findings *findings)
{
    for (size_t i = 0; i < scripts_count(set); i++) {
        const struct script *script = scripts_at(set, i);
        const json_t *before = json_object_get(published, script->id);
        if (before != NULL)
            judge(script, before, findings);
    }
}

bool published_enter(struct json_t *published, const struct script *script,
                     struct error *error)
{
    AUTO_JSON now = describe(script, error);
    if (now == NULL || json_equal(now, json_object_get(published, script->id)))
        return false;
    json_object_set(published, script->id, now);
    return true;
}

/* One script a line, sorted: a change shows as one line. */
static bool write_lines(FILE *file, const json_t *published)
{
    size_t left = json_object_size(published);
    AUTO_CHARS canonical = json_canonical(published);
    AUTO_JSON sorted = json_loads(canonical, 0, NULL);
    const char *id;
    json_t *entry;
    fputs("{\n", file);
    json_object_foreach(sorted, id, entry)
    {
        AUTO_CHARS line = json_canonical(entry);
        fprintf(file, "  \"%s\": %s%s\n", id, line, --left > 0 ? "," : "");
    }
    fputs("}\n", file);
    return !ferror(file);
}

bool published_save(const char *folder, const struct json_t *published,
                    struct error *error)
{
    AUTO_CHARS path = mem_format("%s/" FILE_NAME, folder);
    AUTO_CHARS beside = mem_format("%s/." FILE_NAME ".new", folder);
    FILE *file = fopen(beside, "wbe");
    /* Whatever the umask is, every desk may read it. */
    bool written = file != NULL && write_lines(file, published) &&
                   fflush(file) == 0 && fchmod(fileno(file), 0644) == 0 &&
                   fsync(fileno(file)) == 0;
    if (file != NULL)
        written = fclose(file) == 0 && written;
    if (written && rename(beside, path) == 0)
        return keys_sync_folder(folder, error);
    error_set(error, MESSAGE_FILE_WRITE, "%s: %s", path, strerror(errno));
    unlink(beside);
    return false;
}
