/* The set of scripts: the folder's files in the order of their names, facts
 * first, all checked, hashed and kept. */
#include "console/script/script.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/knowledge/table.h"
#include "console/people/seal.h"
#include "console/script/fact.h"
#include "console/script/script_load.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 256 };

struct script_set {
    struct facts *facts;
    const struct tables *tables; /* lent */
    struct script **scripts;
    size_t count;
    char hash[2 * SEAL_HASH_SIZE + 1];
};

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

static int is_script(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && ends_with(entry->d_name, ".json") &&
           !ends_with(entry->d_name, ".schema.json") &&
           strcmp(entry->d_name, "facts.json") != 0;
}

/* The names do not depend on the locale: the hash goes by their order. */
static int by_bytes(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

/* What a file says: its name, its length, its bytes. */
static void add_content(struct text *content, const struct script_file *file)
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

static bool load_files(const char *folder, struct script_set *set,
                       struct script_loads *all, struct error *error)
{
    struct dirent **names;
    int count = scandir(folder, &names, is_script, by_bytes);
    if (count < 0)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", folder,
                         strerror(errno));
    bool good = count <= FILES_MAX;
    if (!good)
        error_set(error, MESSAGE_SCRIPT_BAD, "%s: more than %d scripts", folder,
                  FILES_MAX);
    all->items = mem_new(((size_t)count + 1) * sizeof(*all->items));
    for (int i = 0; i < count; i++) {
        AUTO_CHARS path = mem_format("%s/%s", folder, names[i]->d_name);
        free(names[i]);
        if (!good)
            continue;
        struct script_load *load = &all->items[all->count++];
        *load =
            (struct script_load){.facts = set->facts, .tables = set->tables};
        good = script_file_read(&load->file, path, error) &&
               script_load(load, error);
    }
    free(names);
    return good;
}

static bool load_set(const char *folder, struct script_set *set,
                     struct script_loads *all, struct error *error)
{
    AUTO_CHARS path = mem_format("%s/facts.json", folder);
    AUTO(script_file_clear) struct script_file facts = {0};
    if (!script_file_read(&facts, path, error))
        return false;
    set->facts = facts_read(&facts, error);
    if (set->facts == NULL || !load_files(folder, set, all, error) ||
        !script_check(all, error) || !script_refer(all, error))
        return false;
    AUTO_TEXT content = {0};
    add_content(&content, &facts);
    for (size_t i = 0; i < all->count; i++)
        add_content(&content, &all->items[i].file);
    if (set->tables != NULL)
        text_add(&content, tables_hash(set->tables));
    set_hash(set, &content);
    return true;
}

static void take_scripts(struct script_set *set, struct script_loads *all)
{
    set->scripts = mem_new((all->count + 1) * sizeof(*set->scripts));
    for (size_t i = 0; i < all->count; i++) {
        set->scripts[set->count++] = all->items[i].script;
        all->items[i].script = NULL;
    }
}

struct script_set *scripts_load(const char *folder, const struct tables *tables,
                                struct error *error)
{
    struct script_set *set = mem_new(sizeof(*set));
    struct script_loads all = {0};
    set->tables = tables;
    bool good = load_set(folder, set, &all, error);
    if (good)
        take_scripts(set, &all);
    for (size_t i = 0; i < all.count; i++)
        script_load_clear(&all.items[i]);
    free(all.items);
    if (good)
        return set;
    scripts_free(set);
    return NULL;
}

void scripts_free(struct script_set *set)
{
    if (set == NULL)
        return;
    for (size_t i = 0; i < set->count; i++)
        script_free(set->scripts[i]);
    free(set->scripts);
    facts_free(set->facts);
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
