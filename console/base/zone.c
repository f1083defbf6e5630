/* The zones of clock.h, read from TZif files (RFC 8536), since the C library
 * has no call for one zone and setting TZ races with threads. 64-bit times and
 * a closing rule of one fixed offset: a rule with summer time is refused, not
 * guessed; Kazakhstan's zones have none since 2005. */
#include "console/base/clock.h"

#include "console/base/error.h"
#include "console/base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TZDATA "/usr/share/zoneinfo"

enum { ZONE_FILE_MAX = 1024 * 1024, HEAD_SIZE = 44, DAY_S = 86400 };

/* From `since` on (seconds since 1970) the offset holds. */
struct change {
    int64_t since;
    int offset_s;
};

struct zone {
    size_t count;
    int before_s; /* before the first change */
    struct change changes[];
};

/* The file's bytes and what a head says of the block behind it. */
struct block {
    const unsigned char *bytes;
    size_t isut, isstd, leaps, times, types, chars;
};

static int64_t big_endian(const unsigned char *bytes, int count)
{
    /* The first byte carries the sign. */
    uint64_t value = bytes[0] >= 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return (int64_t)value;
}

/* Reads the head at `at` and moves behind it. */
static bool read_head(const struct text *file, size_t *at, struct block *block)
{
    if (file->length < *at + HEAD_SIZE)
        return false;
    const unsigned char *head = (const unsigned char *)file->chars + *at;
    if (memcmp(head, "TZif", 4) != 0 || head[4] < '2')
        return false;
    size_t *const counts[] = {&block->isut,  &block->isstd, &block->leaps,
                              &block->times, &block->types, &block->chars};
    for (size_t i = 0; i < COUNT(counts); i++) {
        int64_t count = big_endian(head + 20 + 4 * i, 4);
        if (count < 0 || count > ZONE_FILE_MAX)
            return false;
        *counts[i] = (size_t)count;
    }
    *at += HEAD_SIZE;
    block->bytes = (const unsigned char *)file->chars + *at;
    return true;
}

static size_t block_size(const struct block *block, size_t time_size)
{
    return block->times * (time_size + 1) + block->types * 6 + block->chars +
           block->leaps * (time_size + 4) + block->isstd + block->isut;
}

static int type_offset(const struct block *block, size_t type)
{
    return (int)big_endian(block->bytes + block->times * 9 + type * 6, 4);
}

/* Reads up to two digits of the rule; -1 when there are none. */
static int rule_number(const char **rule)
{
    if (**rule < '0' || **rule > '9')
        return -1;
    int number = *(*rule)++ - '0';
    if (**rule >= '0' && **rule <= '9')
        number = number * 10 + (*(*rule)++ - '0');
    return number;
}

/* Reads "<+05>-5" or "UTC0": POSIX counts west, we count east. */
static bool rule_offset(const char *rule, int *offset_s)
{
    const char *digits = rule;
    if (rule[0] == '<')
        digits = rule + strcspn(rule, ">") + (strchr(rule, '>') != NULL);
    else
        digits = rule + strcspn(rule, "+-0123456789");
    int sign = *digits == '-' ? 1 : -1;
    if (*digits == '-' || *digits == '+')
        digits++;
    int seconds = 0;
    for (int unit = 3600; unit >= 1; unit /= 60) {
        int number = rule_number(&digits);
        if (number < 0)
            return false;
        seconds += number * unit;
        if (*digits != ':')
            break;
        digits++;
    }
    *offset_s = sign * seconds;
    return *digits == '\0';
}

/* Builds the zone from the 64-bit block and the rule behind it. */
static struct zone *build(const struct block *block, const char *rule)
{
    int last_s = 0;
    if (block->types == 0 || (*rule != '\0' && !rule_offset(rule, &last_s)))
        return NULL;
    struct zone *zone =
        mem_new(sizeof(*zone) + (block->times + 1) * sizeof(struct change));
    zone->before_s = type_offset(block, 0);
    for (size_t i = 0; i < block->times; i++) {
        size_t type = block->bytes[block->times * 8 + i];
        struct change *change = &zone->changes[zone->count];
        change->since = big_endian(block->bytes + i * 8, 8);
        if (type >= block->types ||
            (i > 0 && change->since <= change[-1].since)) {
            zone_close(zone);
            return NULL;
        }
        change->offset_s = type_offset(block, type);
        zone->count++;
    }
    /* The rule holds from the last change on. */
    if (*rule != '\0' && zone->count > 0)
        zone->changes[zone->count - 1].offset_s = last_s;
    else if (*rule != '\0')
        zone->before_s = last_s;
    return zone;
}

static bool is_sane(int offset_s)
{
    return offset_s > -2 * DAY_S && offset_s < 2 * DAY_S;
}

static bool has_sane_offsets(const struct zone *zone)
{
    for (size_t i = 0; i < zone->count; i++)
        if (!is_sane(zone->changes[i].offset_s))
            return false;
    return is_sane(zone->before_s);
}

static struct zone *parse(const struct text *file)
{
    struct block block;
    size_t at = 0;
    if (!read_head(file, &at, &block))
        return NULL;
    at += block_size(&block, 4); /* the 32-bit times of old */
    if (at > file->length || !read_head(file, &at, &block))
        return NULL;
    at += block_size(&block, 8);
    if (at >= file->length || file->chars[at] != '\n')
        return NULL;
    const char *rule = file->chars + at + 1;
    size_t length = strcspn(rule, "\n");
    if (rule[length] != '\n')
        return NULL;
    AUTO_CHARS copy = mem_copy_n(rule, length);
    return build(&block, copy);
}

/* A name of tzdata: no way out of its folder. */
static bool is_name(const char *name)
{
    return name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL;
}

static bool read_zone_file(const char *path, struct text *text)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        return false;
    char block[4096];
    size_t got;
    while (text->length <= ZONE_FILE_MAX &&
           (got = fread(block, 1, sizeof(block), file)) > 0)
        text_add_n(text, block, got);
    int reason = errno;
    bool read = !ferror(file);
    fclose(file);
    errno = reason;
    return read;
}

static const char *zone_folder(void)
{
    const char *folder = getenv("TZDIR");
    return folder == NULL || folder[0] == '\0' ? TZDATA : folder;
}

struct zone *zone_open(const char *name, struct error *error)
{
    if (!is_name(name)) {
        error_set(error, MESSAGE_FILE_READ, "time zone %s: not a zone's name",
                  name);
        return NULL;
    }
    AUTO_CHARS path = mem_format("%s/%s", zone_folder(), name);
    AUTO_TEXT file = {0};
    if (!read_zone_file(path, &file)) {
        error_set(error, MESSAGE_FILE_READ, "time zone %s: %s: %s", name, path,
                  strerror(errno));
        return NULL;
    }
    struct zone *zone = parse(&file);
    if (zone != NULL && has_sane_offsets(zone))
        return zone;
    zone_close(zone);
    error_set(error, MESSAGE_FILE_READ,
              "time zone %s: %s: not a zone file of a fixed last offset", name,
              path);
    return NULL;
}

void zone_close(struct zone *zone)
{
    free(zone);
}

/* How many changes have happened at that moment. */
static size_t changes_by(const struct zone *zone, int64_t ms)
{
    int64_t second = ms / 1000 - (ms % 1000 < 0);
    size_t from = 0;
    size_t to = zone->count; /* the changes before `from` have happened */
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (zone->changes[middle].since <= second)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The offset after so many changes. */
static int offset_after(const struct zone *zone, size_t changes)
{
    return changes == 0 ? zone->before_s : zone->changes[changes - 1].offset_s;
}

int zone_offset_s(const struct zone *zone, int64_t ms)
{
    return zone == NULL ? 0 : offset_after(zone, changes_by(zone, ms));
}

/* The moment of a change; those of old (before the year 1 for sure) are far
 * beyond what milliseconds can hold. */
static int64_t change_ms(const struct zone *zone, size_t change)
{
    int64_t second = zone->changes[change].since;
    int64_t most = INT64_MAX / 1000 - DAY_S;
    return (second > most ? most : second < -most ? -most : second) * 1000;
}

int64_t zone_next_change_ms(const struct zone *zone, int64_t ms)
{
    if (zone == NULL)
        return INT64_MAX;
    size_t next = changes_by(zone, ms);
    int offset_s = offset_after(zone, next);
    /* A change of the name alone is none to us. */
    while (next < zone->count && zone->changes[next].offset_s == offset_s)
        next++;
    return next == zone->count ? INT64_MAX : change_ms(zone, next);
}

int64_t zone_utc_ms(const struct zone *zone, int64_t local_ms)
{
    if (zone == NULL)
        return local_ms;
    int64_t next = INT64_MAX; /* when the offset at hand ends */
    for (size_t changes = zone->count;; changes--) {
        int64_t ms = local_ms - offset_after(zone, changes) * INT64_C(1000);
        if (changes == 0 || ms >= change_ms(zone, changes - 1))
            return ms < next ? ms : next;
        next = change_ms(zone, changes - 1);
    }
}

void zone_date(const struct zone *zone, int64_t ms, char *out)
{
    char local[CLOCK_ISO_SIZE];
    clock_iso(ms + zone_offset_s(zone, ms) * INT64_C(1000), local);
    memcpy(out, local, strlen("2026-11-22"));
    out[strlen("2026-11-22")] = '\0';
}

void zone_minute(const struct zone *zone, int64_t ms, char *out)
{
    clock_iso(ms + zone_offset_s(zone, ms) * INT64_C(1000), out);
    out[strlen("2026-11-22")] = ' ';
    out[strlen("2026-11-22 14:15")] = '\0';
}

/* The first line of tzdata.zi: "# version 2024a". */
static void read_release(char *out)
{
    static const char head[] = "# version ";
    char line[64];
    AUTO_CHARS path = mem_format("%s/tzdata.zi", zone_folder());
    FILE *file = fopen(path, "re");
    *out = '\0';
    if (file == NULL)
        return;
    if (fgets(line, sizeof(line), file) != NULL &&
        strncmp(line, head, strlen(head)) == 0)
        snprintf(out, ZONE_RELEASE_SIZE, "%.*s",
                 (int)strspn(line + strlen(head), "0123456789abcdefghijklmnop"
                                                  "qrstuvwxyz-"),
                 line + strlen(head));
    fclose(file);
}

bool zone_release(char *out)
{
    const int64_t after_ms = INT64_C(1709251200000); /* 2024-03-01 */
    struct zone *almaty = zone_open("Asia/Almaty", NULL);
    bool knows =
        almaty != NULL && zone_offset_s(almaty, after_ms) == 5 * 60 * 60;
    zone_close(almaty);
    read_release(out);
    return knows;
}
