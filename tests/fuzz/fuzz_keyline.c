/* The published file of keys and the line for sshd: whatever stands in the
 * file, there comes no line, or one of a strict grammar for the key asked for.
 * The end of the file is made right half of the time, so that what lies behind
 * its hash is tried as well. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/clock.h"
#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/people/keyline.h"
#include "console/people/seal.h"

#include <stdlib.h>
#include <string.h>

#include <regex.h>

#define ED "ssh-ed25519"
/* Made by ssh-keygen for a test; its private half is gone. */
#define KEY                                                                    \
    "AAAAC3NzaC1lZDI1NTE5AAAAIDInQKjr1mECzfJM932favVEHaa9i9lw/tc0H0KjaXms"

/* All that sshd may ever get, by the C library's own expressions. */
#define GRAMMAR                                                                \
    "^restrict,pty(,from=\"[0-9a-fA-F.:/,*?!]+\")?"                            \
    "(,expiry-time=\"[0-9]{12}Z\")?"                                           \
    ",command=\"exec /usr/bin/agent1414 --config /etc/agent1414/agent.conf "   \
    "--as [a-z0-9][a-z0-9._-]{0,31}\" [a-z0-9@.-]+ [A-Za-z0-9+/]+=*$"

static void check_line(const char *line)
{
    static regex_t grammar;
    static bool ready;
    if (!ready)
        ready = regcomp(&grammar, GRAMMAR, REG_EXTENDED | REG_NOSUB) == 0;
    HOLDS(regexec(&grammar, line, 0, NULL, 0) == 0, "the line is of its form");
    HOLDS(!strchr(line, '\n') && !strchr(line, '\r'), "it is one line");
    HOLDS(strstr(line, " " ED " " KEY), "it is of the key asked for");
    HOLDS(strlen(line) == strcspn(line, "'\\`$;&|<>(){}"),
          "nothing of it means anything to a shell");
}

static void add_end(struct text *file)
{
    unsigned char hash[SEAL_HASH_SIZE];
    char hex[2 * SEAL_HASH_SIZE + 1];
    int lines = -1;
    for (const char *at = text_chars(file); (at = strchr(at, '\n')); at++)
        lines++;
    seal_hash(NULL, text_chars(file), file->length, hash);
    seal_hex(hash, sizeof(hash), hex);
    text_format(file, "end %d %s\n", lines, hex);
}

/* The same bytes as the fields of one key that is to be published. */
static void try_fields(const uint8_t *bytes, size_t length)
{
    struct fuzz_bytes input = {bytes, length};
    AUTO_CHARS name = fuzz_line(&input);
    AUTO_CHARS hosts = fuzz_line(&input);
    AUTO_CHARS path = fuzz_line(&input);
    struct keyline key = {.name = name, .type = ED, .key = KEY};
    key.hosts = hosts[0] ? hosts : NULL;
    AUTO_CHARS line =
        keyline_text(&key, "/usr/bin/agent1414", "/etc/agent1414/agent.conf");
    AUTO_CHARS odd = keyline_text(&key, path, path);
    AUTO_TEXT file = {0};
    bool written = keyline_write(&file, &key, 1, NULL);
    HOLDS(written == (line != NULL), "what gives a line can be published");
    if (line)
        check_line(line);
    if (odd)
        HOLDS(strlen(odd) == strcspn(odd, "'\\`$;&|<>(){}\n\r"),
              "no odd path in a line");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct keyline asked = {.type = ED, .key = KEY}, found = {0};
    struct error error = {0};
    AUTO_TEXT file = {0};
    text_add_n(&file, (const char *)bytes, length);
    if (length % 2)
        add_end(&file);
    bool known =
        keyline_find(&file, &asked, clock_days(2026, 11, 22), &found, &error);
    HOLDS(known == (error.message == MESSAGE_NONE), "no line has its reason");
    AUTO_CHARS line = known ? keyline_text(&found, "/usr/bin/agent1414",
                                           "/etc/agent1414/agent.conf")
                            : NULL;
    if (known) {
        HOLDS(line, "a key that was found has a line");
        check_line(line);
        HOLDS(found.expires == 0 || found.expires >= clock_days(2026, 11, 22),
              "no line for a key that is over");
    }
    try_fields(bytes, length);
    return 0;
}
