/* The files of a set: those of the folder, and those an author gives to be
 * checked in their place. */
#include "console/script/script_folder.h"

#include "console/base/error.h"
#include "console/base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FACTS "facts.json"

enum { FILES_MAX = 256 };

struct list {
    char **paths;
    size_t count;
};

static bool ends_with(const char *name, const char *end)
{
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}

static int is_script(const struct dirent *entry)
{
    const char *name = entry->d_name;
    return name[0] != '.' && ends_with(name, ".json") &&
           !ends_with(name, ".schema.json") && strcmp(name, FACTS) != 0 &&
           strcmp(name, "published.json") != 0;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* The names do not depend on the locale: the hash goes by their order. */
static int by_name(const void *left, const void *right)
{
    return strcmp(name_of(*(char *const *)left),
                  name_of(*(char *const *)right));
}

static const char *find_given(const char *const *files, const char *name)
{
    for (; files != NULL && *files != NULL; files++)
        if (strcmp(name_of(*files), name) == 0)
            return *files;
    return NULL;
}

static void add(struct list *list, char *path)
{
    list->paths = mem_grow(list->paths, list->count + 1, sizeof(*list->paths));
    list->paths[list->count++] = path;
}

/* The file of this name: the one given, else that of the folder. */
static void add_name(struct list *list, const char *folder,
                     const char *const *files, const char *name)
{
    const char *given = find_given(files, name);
    add(list,
        given != NULL ? mem_copy(given) : mem_format("%s/%s", folder, name));
}

static bool has_name(const struct list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(name_of(list->paths[i]), name) == 0)
            return true;
    return false;
}

static bool add_folder(struct list *list, const char *folder,
                       const char *const *files, struct error *error)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_script, NULL);
    if (count < 0)
        return error_set(error, MESSAGE_FILE_READ, "%s: %s", folder,
                         strerror(errno));
    for (int i = 0; i < count; i++) {
        add_name(list, folder, files, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return true;
}

char **script_folder_list(const char *folder, const char *const *files,
                          size_t *count, struct error *error)
{
    struct list list = {0};
    add_name(&list, folder, files, FACTS);
    bool good = add_folder(&list, folder, files, error);
    for (; files != NULL && *files != NULL; files++)
        if (!has_name(&list, name_of(*files)))
            add(&list, mem_copy(*files));
    if (list.count > FILES_MAX + 1)
        good = error_set(error, MESSAGE_SCRIPT_BAD, "%s: more than %d scripts",
                         folder, FILES_MAX);
    qsort(list.paths + 1, list.count - 1, sizeof(*list.paths), by_name);
    *count = list.count;
    if (good)
        return list.paths;
    for (size_t i = 0; i < list.count; i++)
        free(list.paths[i]);
    free(list.paths);
    return NULL;
}
