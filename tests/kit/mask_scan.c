/* The people of the practice registry, and those whom the kits make up, looked
 * for in bytes. */
#include "tests/kit/mask_scan.h"

#include "console/base/json.h"

#include <jansson.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PEOPLE_MAX = 400, FILE_MOST = 64 << 20 };

/* Values of the kits: the calls of store_kit, the forms of desk_play. */
static const char *const of_kits[] = {
    "900101300017", "920202400028", "110303500039", "900101-300017",
    "ҚАЙРАТОВА Г",  "7051234599",   "7011234567",   "701 123 45 67",
    "87010000055",  "7010000055",   "701 000 00 55"};

struct known {
    const char *iin, *name; /* NULL: there is none */
};

static struct known people[PEOPLE_MAX];
static size_t people_count;
static json_t *people_file; /* the values are lent from it */

static void forget_people(void)
{
    json_decref(people_file);
}

static void read_people(void)
{
    const char *root = getenv("AGENT1414_ROOT");
    AUTO_CHARS path =
        mem_format("%s/tests/practice/people.json", root ? root : ".");
    people_file = json_read(path, NULL);
    atexit(forget_people);
    const json_t *list = json_object_get(people_file, "people");

    assert_true(json_array_size(list) > 50);
    assert_true(json_array_size(list) <= PEOPLE_MAX);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);

        people[people_count++] = (struct known){
            json_find_string(one, "iin"),
            json_find_string(json_object_get(one, "person"), "full_name")};
    }
}

static int holds(const char *bytes, size_t length, const char *value)
{
    return value && memmem(bytes, length, value, strlen(value)) != NULL;
}

const char *mask_scan_find(const char *bytes, size_t length)
{
    static char found[60];

    if (people_count == 0)
        read_people();
    for (size_t i = 0; i < people_count; i++) {
        const char *what = holds(bytes, length, people[i].iin)    ? "IIN"
                           : holds(bytes, length, people[i].name) ? "name"
                                                                  : NULL;

        if (!what)
            continue;
        snprintf(found, sizeof(found), "the %s of person %zu", what, i);
        return found;
    }
    for (size_t i = 0; i < COUNT(of_kits); i++)
        if (holds(bytes, length, of_kits[i])) {
            snprintf(found, sizeof(found), "value %zu of the kits", i);
            return found;
        }
    return NULL;
}

void mask_scan_text(const char *text, const char *what)
{
    const char *found = mask_scan_find(text, strlen(text));

    if (found)
        fail_msg("%s: %s stands in the open", what, found);
}

/* The first file of a walk in which something stands. */
static char bad_file[400];

static int scan_file(const char *path, const struct stat *facts, int kind,
                     struct FTW *walk)
{
    (void)walk;
    if (kind != FTW_F || !S_ISREG(facts->st_mode) || facts->st_size == 0 ||
        facts->st_size > FILE_MOST)
        return 0;
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    char *bytes = malloc((size_t)facts->st_size);
    size_t length = fread(bytes, 1, (size_t)facts->st_size, file);
    const char *found = mask_scan_find(bytes, length);

    fclose(file);
    free(bytes);
    if (found)
        snprintf(bad_file, sizeof(bad_file), "%.300s: %s", path, found);
    return found != NULL;
}

void mask_scan_folder(const char *folder, const char *what)
{
    bad_file[0] = '\0';
    nftw(folder, scan_file, 16, FTW_PHYS);
    if (bad_file[0])
        fail_msg("%s: %s stands in the open", what, bad_file);
}
