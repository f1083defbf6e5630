/* The set of scripts: the folder's files in the order of their names, facts
 * first, all checked, hashed and kept. */
#include "console/script/script.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/people/seal.h"
#include "console/script/fact.h"
#include "console/script/script_folder.h"
#include "console/script/script_load.h"

#include <stdlib.h>
#include <string.h>

struct script_set {
    struct facts *facts;
    const struct tables *tables; /* held; NULL: none */
    struct script **scripts;
    size_t count;
    size_t further; /* who holds it besides the first */
    char hash[2 * SEAL_HASH_SIZE + 1];
};

/* ---- loading ---- */

/* What a file says: its name, its length, its bytes. */
static void add_content(struct text *content, const struct data_file *file)
{
    const char *slash = strrchr(file->path, '/');
    text_format(content, "%s %zu\n", slash != NULL ? slash + 1 : file->path,
                file->length);
    text_add_n(content, file->bytes, file->length);
}

static void set_hash(struct script_set *set, const struct text *content)
{
    unsigned char hash[SEAL_HASH_SIZE];
    seal_hash(NULL, text_chars(content), content->length, hash);
    seal_hex(hash, sizeof(hash), set->hash);
}

static bool load_facts(struct script_set *set, const char *path,
                       struct text *content, struct findings *findings,
                       struct error *error)
{
    AUTO(data_file_clear) struct data_file file = {0};
    if (!data_file_read(&file, path, findings, error))
        return false;
    set->facts = file.json != NULL ? facts_read(&file) : NULL;
    add_content(content, &file);
    return true;
}

/* Parses every file, and what they say to one another. */
static bool load_scripts(struct script_loads *all, char **paths, size_t count,
                         struct findings *findings, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct script_load *load = &all->items[all->count++];
        if (!data_file_read(&load->file, paths[i], findings, error))
            return false;
        script_load(load);
    }
    script_check(all);
    script_refer(all);
    return true;
}

static void take_scripts(struct script_set *set, struct script_loads *all)
{
    set->scripts = mem_new((all->count + 1) * sizeof(*set->scripts));
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].script != NULL && set->facts != NULL)
            script_number(all->items[i].script, set->facts);
        set->scripts[set->count++] = all->items[i].script;
        all->items[i].script = NULL;
    }
}

static bool load_set(struct script_set *set, char **paths, size_t count,
                     struct findings *findings, struct error *error)
{
    AUTO_TEXT content = {0};
    struct script_loads all = {0};
    if (!load_facts(set, paths[0], &content, findings, error))
        return false;
    all.items = mem_new(count * sizeof(*all.items));
    for (size_t i = 0; i < count; i++)
        all.items[i] =
            (struct script_load){.facts = set->facts, .tables = set->tables};
    bool read = load_scripts(&all, paths + 1, count - 1, findings, error);
    for (size_t i = 0; i < all.count; i++)
        add_content(&content, &all.items[i].file);
    if (set->tables != NULL)
        text_add(&content, tables_hash(set->tables));
    set_hash(set, &content);
    take_scripts(set, &all);
    for (size_t i = 0; i < all.count; i++)
        script_load_clear(&all.items[i]);
    free(all.items);
    return read;
}

struct script_set *scripts_load_with(const char *folder,
                                     const char *const *files,
                                     const struct tables *tables,
                                     struct findings *findings,
                                     struct error *error)
{
    size_t count;
    char **paths = script_folder_list(folder, files, &count, error);
    if (paths == NULL)
        return NULL;
    AUTO(findings_clear) struct findings found = {0};
    struct script_set *set = mem_new(sizeof(*set));
    set->tables = tables_hold(tables);
    bool good = load_set(set, paths, count, &found, error) &&
                findings_judge(&found, MESSAGE_SCRIPT_BAD, error);
    for (size_t i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
    findings_join(findings, &found);
    if (good)
        return set;
    scripts_free(set);
    return NULL;
}

struct script_set *scripts_load(const char *folder, const struct tables *tables,
                                struct findings *findings, struct error *error)
{
    return scripts_load_with(folder, NULL, tables, findings, error);
}

const struct script_set *scripts_hold(const struct script_set *set)
{
    if (set != NULL)
        ((struct script_set *)set)->further++;
    return set;
}

void scripts_free(const struct script_set *held)
{
    struct script_set *set = (struct script_set *)held;
    if (set == NULL || set->further-- > 0)
        return;
    for (size_t i = 0; i < set->count; i++)
        script_free(set->scripts[i]);
    free(set->scripts);
    facts_free(set->facts);
    tables_free(set->tables);
    free(set);
}

const struct facts *scripts_facts(const struct script_set *set)
{
    return set->facts;
}

const struct tables *scripts_tables(const struct script_set *set)
{
    return set->tables;
}

size_t scripts_count(const struct script_set *set)
{
    return set->count;
}

const struct script *scripts_at(const struct script_set *set, size_t index)
{
    return set->scripts[index];
}

const struct script *scripts_find(const struct script_set *set, const char *id)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->scripts[i]->id, id) == 0)
            return set->scripts[i];
    return NULL;
}

const char *scripts_hash(const struct script_set *set)
{
    return set->hash;
}
