/* Going through all files and their parts, and giving what the makers made. */
#include "tests/mutation/mutant.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/text.h"
#include "tests/mutation/maker.h"

#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHAT_CELLS = 48 };

const char *mutant_title(enum mutant_class class)
{
    static const char *const titles[] = {
#define MUTANT(class, kind, what) what,
#include "tests/mutation/mutant.def"
#undef MUTANT
    };
    return titles[class];
}

enum mutant_kind mutant_kind(enum mutant_class class)
{
    static const enum mutant_kind kinds[] = {
#define MUTANT(class, kind, what) MUTANT_##kind,
#include "tests/mutation/mutant.def"
#undef MUTANT
    };
    return kinds[class];
}

/* ---- giving ---- */

/* A copy of what holds the part, with another one (NULL: without it). */
static json_t *changed(const json_t *holder, const struct maker *maker,
                       const json_t *part)
{
    json_t *copy = json_copy((json_t *)holder);
    if (json_is_object(copy) && part != NULL)
        json_object_set(copy, maker->id, (json_t *)part);
    else if (json_is_object(copy))
        json_object_del(copy, maker->id);
    for (size_t i = json_array_size(copy); i-- > 0;) {
        if (json_array_get(copy, i) != maker->part)
            continue;
        if (part != NULL)
            json_array_set(copy, i, (json_t *)part);
        else
            json_array_remove(copy, i);
    }
    return copy;
}

void maker_give(const struct maker *maker, enum mutant_class class,
                const json_t *part, const char *format, ...)
{
    char what[512];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    AUTO_JSON file = NULL;
    if (maker->list == NULL) {
        file = changed(maker->json, maker, part);
    } else {
        file = json_copy((json_t *)maker->json);
        json_object_set_new(
            file, maker->list,
            changed(json_object_get(file, maker->list), maker, part));
    }
    maker->visit(&(struct mutant){class, maker->file, maker->table, maker->id,
                                  what, file},
                 maker->cookie);
}

/* ---- hunting ---- */

struct hunt {
    const struct maker *maker;
    enum mutant_class class;
    maker_remake *remake;
    bool all;
    json_t *copy; /* {"part": a copy of it} */
    json_t *done; /* with all: the values that had their turn */
};

/* Where a value lies in what holds it. */
struct place {
    json_t *holder;
    void *member; /* of an object, else NULL */
    size_t index; /* in an array */
};

static void put(const struct place *place, json_t *value)
{
    if (place->member != NULL)
        json_object_iter_set(place->holder, place->member, value);
    else
        json_array_set(place->holder, place->index, value);
}

/* Puts `made` in place of all that equals `value`; how many there were. */
static size_t put_all(json_t *json, const json_t *value, json_t *made)
{
    size_t count = 0;
    struct place place = {json, json_object_iter(json), 0};
    for (; place.member != NULL;
         place.member = json_object_iter_next(json, place.member)) {
        json_t *child = json_object_iter_value(place.member);
        if (json_equal(child, value)) {
            put(&place, made);
            count++;
        } else {
            count += put_all(child, value, made);
        }
    }
    for (; place.index < json_array_size(json); place.index++) {
        json_t *child = json_array_get(json, place.index);
        if (json_equal(child, value)) {
            put(&place, made);
            count++;
        } else {
            count += put_all(child, value, made);
        }
    }
    return count;
}

/* A value in a few letters; the caller frees. */
static char *brief(const json_t *value)
{
    AUTO_CHARS whole = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    return text_cut(whole, WHAT_CELLS);
}

static json_t *copy_part(const struct maker *maker)
{
    json_t *copy = json_object();
    json_object_set_new(copy, "part", json_deep_copy(maker->part));
    return copy;
}

static void give_found(const struct hunt *hunt, json_t *value, json_t *made)
{
    AUTO_CHARS before = brief(value);
    AUTO_CHARS after = brief(made);
    maker_give(hunt->maker, hunt->class, json_object_get(hunt->copy, "part"),
               "%s -> %s", before, after);
}

static void give_all(const struct hunt *hunt, json_t *value, json_t *made)
{
    AUTO_CHARS before = brief(value);
    AUTO_CHARS after = brief(made);
    AUTO_JSON copy = copy_part(hunt->maker);
    if (put_all(copy, value, made) > 1)
        maker_give(hunt->maker, hunt->class, json_object_get(copy, "part"),
                   "all %s -> %s", before, after);
}

/* Once for all places where the value stands. */
static bool had_its_turn(const struct hunt *hunt, json_t *value)
{
    size_t i;
    json_t *before;
    json_array_foreach(hunt->done, i, before)
    {
        if (json_equal(before, value))
            return true;
    }
    json_array_append(hunt->done, value);
    return false;
}

static void hunt_in(const struct hunt *hunt, json_t *json);

static void hunt_at(const struct hunt *hunt, const struct place *place,
                    json_t *value)
{
    json_t *made;
    bool skip = hunt->all && had_its_turn(hunt, value);
    json_incref(value);
    for (size_t nth = 0; !skip && (made = hunt->remake(value, nth)) != NULL;
         nth++) {
        if (hunt->all) {
            give_all(hunt, value, made);
        } else {
            put(place, made);
            give_found(hunt, value, made);
            put(place, value);
        }
        json_decref(made);
    }
    hunt_in(hunt, value);
    json_decref(value);
}

static void hunt_in(const struct hunt *hunt, json_t *json)
{
    struct place place = {json, json_object_iter(json), 0};
    for (; place.member != NULL;
         place.member = json_object_iter_next(json, place.member))
        hunt_at(hunt, &place, json_object_iter_value(place.member));
    for (; place.index < json_array_size(json); place.index++)
        hunt_at(hunt, &place, json_array_get(json, place.index));
}

static void run_hunt(struct hunt hunt)
{
    hunt.copy = copy_part(hunt.maker);
    hunt.done = json_array();
    hunt_in(&hunt, hunt.copy);
    json_decref(hunt.copy);
    json_decref(hunt.done);
}

void maker_hunt(const struct maker *maker, enum mutant_class class,
                maker_remake *remake)
{
    run_hunt((struct hunt){maker, class, remake, false, NULL, NULL});
}

void maker_hunt_all(const struct maker *maker, enum mutant_class class,
                    maker_remake *remake)
{
    run_hunt((struct hunt){maker, class, remake, true, NULL, NULL});
}

bool maker_names(const json_t *json, const char *word)
{
    AUTO_CHARS braces = mem_format("{%s}", word);
    const char *text = json_string_value(json);
    if (text != NULL)
        return strcmp(text, word) == 0 || strstr(text, braces) != NULL;
    for (void *at = json_object_iter((json_t *)json); at != NULL;
         at = json_object_iter_next((json_t *)json, at))
        if (maker_names(json_object_iter_value(at), word))
            return true;
    for (size_t i = 0; i < json_array_size(json); i++)
        if (maker_names(json_array_get(json, i), word))
            return true;
    return false;
}

/* ---- files ---- */

/* {"name.json": content} of a folder; NULL when one cannot be read. */
static json_t *read_folder(const char *folder, struct error *error)
{
    glob_t files;
    json_t *all = json_object();
    AUTO_CHARS pattern = mem_format("%s/*.json", folder);
    int found = glob(pattern, 0, NULL, &files);
    for (size_t i = 0; found == 0 && i < files.gl_pathc && all != NULL; i++) {
        const char *name = strrchr(files.gl_pathv[i], '/') + 1;
        json_t *file = json_read(files.gl_pathv[i], error);
        if (file != NULL) {
            json_object_set_new(all, name, file);
        } else {
            json_decref(all);
            all = NULL;
        }
    }
    globfree(&files);
    if (found == 0)
        return all;
    error_set(error, MESSAGE_FILE_READ, "%s", pattern);
    json_decref(all);
    return NULL;
}

static void make_values(struct maker maker)
{
    const char *id;
    json_t *value;
    maker.list = "values";
    json_object_foreach(json_object_get(maker.json, "values"), id, value)
    {
        maker.id = id;
        maker.part = value;
        maker_give(&maker, MUTANT_VALUE_REMOVED, NULL, "removed");
        make_rules(&maker);
    }
}

static void make_head(struct maker maker)
{
    const char *id;
    json_t *member;
    json_object_foreach((json_t *)maker.json, id, member)
    {
        maker.id = id;
        maker.part = member;
        make_member(&maker);
        if (strcmp(id, "title") == 0)
            make_texts(&maker);
    }
}

static void make_script(struct maker maker)
{
    const char *id;
    json_t *node;
    make_head(maker);
    make_values(maker);
    maker.list = "nodes";
    json_object_foreach(json_object_get(maker.json, "nodes"), id, node)
    {
        maker.id = id;
        maker.part = node;
        make_ways(&maker);
        make_outcomes(&maker);
        make_nodes(&maker);
        make_rules(&maker);
        make_texts(&maker);
        make_choices(&maker);
    }
}

static void make_all_facts(struct maker maker)
{
    size_t i;
    json_t *fact;
    make_head(maker);
    maker.list = "facts";
    json_array_foreach(json_object_get(maker.json, "facts"), i, fact)
    {
        maker.id = json_find_string(fact, "name");
        maker.part = fact;
        make_fact(&maker);
        make_texts(&maker);
    }
}

static void make_table(struct maker maker)
{
    size_t i;
    json_t *row;
    maker.list = "rows";
    json_array_foreach(json_object_get(maker.json, "rows"), i, row)
    {
        AUTO_CHARS id = mem_format("row %zu", i + 1);
        maker.id = id;
        maker.part = row;
        make_row(&maker, i);
    }
}

static void make_folder(struct maker maker, const json_t *files)
{
    const char *name;
    json_t *file;
    json_object_foreach((json_t *)files, name, file)
    {
        maker.file = name;
        maker.json = maker.part = file;
        maker.list = NULL;
        maker.id = "format";
        maker.part = json_object_get(file, "format");
        if (maker.part == NULL)
            continue;
        maker_give(&maker, MUTANT_UNCHANGED, maker.part, "nothing");
        if (maker.table)
            make_table(maker);
        else if (json_object_get(file, "nodes") != NULL)
            make_script(maker);
        else if (json_object_get(file, "facts") != NULL)
            make_all_facts(maker);
    }
}

bool mutants_each(const char *data,
                  void (*visit)(const struct mutant *, void *cookie),
                  void *cookie, struct error *error)
{
    AUTO_CHARS scripts_path = mem_format("%s/scripts", data);
    AUTO_CHARS tables_path = mem_format("%s/kb/tables", data);
    AUTO_JSON scripts = read_folder(scripts_path, error);
    AUTO_JSON tables = read_folder(tables_path, error);
    struct maker maker = {
        .scripts = scripts, .tables = tables, .visit = visit, .cookie = cookie};
    if (scripts == NULL || tables == NULL)
        return false;
    make_folder(maker, scripts);
    maker.table = true;
    make_folder(maker, tables);
    return true;
}
