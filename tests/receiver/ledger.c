/* Appends and syncs; what was not written whole is taken back. */
#include "tests/receiver/ledger.h"

#include "console/base/error.h"
#include "console/base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ledger {
    int file;
    off_t length; /* of all whole lines */
    struct entry *entries;
    size_t count;
};

/* Remembers a line; false when its body is no message. */
static bool remember(struct ledger *ledger, const char *receipt,
                     const char *body, struct error *error)
{
    const char *id, *number;
    int64_t seq;
    AUTO_JSON message = json_parse(body, strlen(body), "ledger", false, error);
    const json_t *told = json_object_get(message, "case");
    if (message == NULL ||
        !json_need_string(message, "id", &id, "message", error) ||
        !json_need_int(message, "seq", &seq, "message", error) ||
        !json_need_string(told, "number", &number, "message.case", error))
        return false;
    ledger->entries =
        mem_grow(ledger->entries, ledger->count + 1, sizeof *ledger->entries);
    ledger->entries[ledger->count++] = (struct entry){
        mem_copy(receipt), mem_copy(body), mem_copy(id), mem_copy(number), seq};
    return true;
}

static bool read_lines(struct ledger *ledger, FILE *lines, struct error *error)
{
    AUTO_CHARS line = NULL;
    size_t room = 0;
    ssize_t length;
    while ((length = getline(&line, &room, lines)) > 0 &&
           line[length - 1] == '\n') {
        char *tab = strchr(line, '\t');
        line[length - 1] = '\0';
        if (tab == NULL)
            return error_set(error, MESSAGE_JSON_SHAPE, "ledger: no receipt");
        *tab = '\0';
        if (!remember(ledger, line, tab + 1, error))
            return false;
        ledger->length += length;
    }
    return true;
}

/* The file's name is on the disk only with its folder. */
static bool sync_folder(const char *path)
{
    AUTO_CHARS copy = mem_copy(path);
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return synced;
}

struct ledger *ledger_open(const char *path, struct error *error)
{
    struct ledger *ledger = mem_new(sizeof *ledger);
    ledger->file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    FILE *lines = fopen(path, "re");
    bool read = ledger->file >= 0 && lines != NULL && sync_folder(path);
    if (!read)
        error_set(error, MESSAGE_FILE_READ, "%s: %s", path, strerror(errno));
    else
        read = read_lines(ledger, lines, error);
    if (lines != NULL)
        fclose(lines);
    if (read && ftruncate(ledger->file, ledger->length) == 0)
        return ledger;
    ledger_close(ledger);
    return NULL;
}

void ledger_close(struct ledger *ledger)
{
    if (ledger == NULL)
        return;
    for (size_t i = 0; i < ledger->count; i++) {
        free(ledger->entries[i].receipt);
        free(ledger->entries[i].body);
        free(ledger->entries[i].id);
        free(ledger->entries[i].number);
    }
    free(ledger->entries);
    if (ledger->file >= 0)
        close(ledger->file);
    free(ledger);
}

const struct entry *ledger_find(const struct ledger *ledger, const char *id)
{
    for (size_t i = ledger->count; i-- > 0;)
        if (strcmp(ledger->entries[i].id, id) == 0)
            return &ledger->entries[i];
    return NULL;
}

int64_t ledger_last(const struct ledger *ledger, const char *number)
{
    for (size_t i = ledger->count; i-- > 0;)
        if (strcmp(ledger->entries[i].number, number) == 0)
            return ledger->entries[i].seq;
    return 0;
}

const struct entry *ledger_add(struct ledger *ledger, const char *branch,
                               const char *body)
{
    AUTO_CHARS receipt = mem_format("%s-%06zu", branch, ledger->count + 1);
    AUTO_CHARS line = mem_format("%s\t%s\n", receipt, body);
    ssize_t length = (ssize_t)strlen(line);
    if (write(ledger->file, line, (size_t)length) != length) {
        if (ftruncate(ledger->file, ledger->length) != 0)
            abort();
        return NULL;
    }
    if (fdatasync(ledger->file) != 0)
        abort(); /* what is on the disk can only be read anew */
    if (!remember(ledger, receipt, body, NULL))
        return NULL;
    ledger->length += length;
    return &ledger->entries[ledger->count - 1];
}
