/* A backup whose files were changed or cut: putting it back gives the whole log
 * that was backed up, or nothing at all. The input: pairs of place and byte for
 * the log and for the other files. (replay: 3 changes) */
#include "tests/fuzz/fuzzing.h"

#include "console/base/error.h"
#include "console/base/json.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/cases/record.h"
#include "console/cases/store.h"
#include "console/cases/store_backup.h"

#include "tests/console/cases/store_kit.h"

#include <jansson.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[] = {"log.db", "head", "master.key"};

static struct lab {
    struct user admin;
    struct store_head head;
    struct text files[COUNT(names)];
    bool ready;
} lab;

static char *below(const char *folder, const char *name)
{
    return mem_format("%s/%s/%s", fuzz_folder(), folder, name);
}

/* One backup of a small log, kept in memory. */
static void start(void)
{
    struct store_kit kit;
    store_kit_make(&kit);
    lab.admin = (struct user){mem_copy("adm"), ROLE_ADMIN, NULL};
    struct store *store = store_kit_open(&kit, &lab.admin);
    AUTO_CHARS folder = mem_format("%s/made", fuzz_folder());
    const struct store_backup order = {.folder = folder, .with_key = true};
    store_kit_save(store, store_kit_call("900101300017"));
    store_kit_save(store, store_kit_case(NULL, "ALA"));
    HOLDS(store_backup(store, &order, &lab.head, NULL), "a backup is made");
    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_CHARS path = below("made", names[i]);
        HOLDS(json_read_bytes(path, &lab.files[i], NULL), "and read");
    }
    store_close(store);
    store_kit_remove(&kit);
    lab.ready = true;
}

/* Place (three bytes), byte; a place behind the end cuts the file in half. */
static void spoil(struct text *file, struct fuzz_bytes *input)
{
    for (int i = 0; i < 8 && input->left >= 4; i++) {
        size_t place = fuzz_byte(input);
        place = place << 8 | fuzz_byte(input);
        place = place << 8 | fuzz_byte(input);
        uint8_t byte = fuzz_byte(input);
        if (place < file->length)
            file->chars[place] ^= (char)byte;
        else if (byte == 0xFF)
            file->length /= 2;
    }
}

static void empty_folder(const char *name)
{
    AUTO_CHARS folder = mem_format("%s/%s", fuzz_folder(), name);
    DIR *all = opendir(folder);
    struct dirent *entry;
    while (all && (entry = readdir(all))) {
        AUTO_CHARS path = below(name, entry->d_name);
        unlink(path);
    }
    if (all)
        closedir(all);
    rmdir(folder);
}

/* Only these may stand in the folder: a log and its key, a key, or nothing. */
static void check_folder(bool restored)
{
    AUTO_CHARS folder = mem_format("%s/back", fuzz_folder());
    DIR *all = opendir(folder);
    struct dirent *entry;
    bool log = false;
    while (all && (entry = readdir(all))) {
        bool is_log = strcmp(entry->d_name, "log.db") == 0;
        log = log || is_log;
        HOLDS(is_log || entry->d_name[0] == '.' ||
                  strcmp(entry->d_name, "master.key") == 0 ||
                  strcmp(entry->d_name, STORE_RESERVE) == 0,
              "nothing half made is left");
    }
    if (all)
        closedir(all);
    HOLDS(log == restored, "a log appears whole or not at all");
}

static void check_log(const char *folder, const struct store_head *head)
{
    struct keys keys;
    struct error error = {0};
    HOLDS(keys_load(&keys, folder, &error), "its key came along");
    struct store *store = store_open(folder, &keys, &lab.admin, 5000, &error);
    HOLDS(store, "it opens");
    AUTO_JSON report = store_verify(store, &error);
    AUTO_JSON held = store_head_check(store, &lab.head, 1, &error);
    HOLDS(json_is_true(json_object_get(report, "ok")), "it verifies");
    HOLDS(json_is_true(json_object_get(held, "ok")) &&
              head->seq == lab.head.seq &&
              memcmp(head->hash, lab.head.hash, SEAL_HASH_SIZE) == 0,
          "it is the log that was backed up");
    store_close(store);
    keys_clear(&keys);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    struct store_head head = {0};
    struct error error = {0};
    if (!lab.ready)
        start();
    AUTO_CHARS from = mem_format("%s/from", fuzz_folder());
    AUTO_CHARS to = mem_format("%s/back", fuzz_folder());
    mkdir(from, 0700);
    for (size_t i = 0; i < COUNT(names); i++) {
        AUTO_TEXT file = {0};
        AUTO_CHARS path = mem_format("from/%s", names[i]);
        text_add_n(&file, lab.files[i].chars, lab.files[i].length);
        spoil(&file, &input);
        fuzz_file(path, text_chars(&file), file.length);
    }
    bool restored = store_restore(from, to, &lab.admin, &head, &error);
    HOLDS(restored == (error.message == MESSAGE_NONE), "put back, or why not");
    check_folder(restored);
    if (restored)
        check_log(to, &head);
    empty_folder("from");
    empty_folder("back");
    return 0;
}
