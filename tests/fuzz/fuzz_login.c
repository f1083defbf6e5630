/* What sshd says of a session ($SSH_USER_AUTH), and a public key that somebody
 * is to be given: one key of a known type or none, told by the print of its own
 * bytes. */
#include "tests/fuzz/fuzzing.h"

#include "console/base/error.h"
#include "console/base/memory.h"
#include "console/base/text.h"
#include "console/people/auth_info.h"
#include "console/people/keyline.h"
#include "console/people/ssh_key.h"

#include <stdlib.h>
#include <string.h>

static void check_key(const struct ssh_key *key)
{
    char print[KEYLINE_FINGERPRINT_SIZE];
    keyline_fingerprint(key->key, print);
    HOLDS(strcmp(print, key->fingerprint) == 0, "the print is of this key");
    HOLDS(keyline_key_ok(key->type, key->key),
          "a key that is taken in can stand in a key line");
    HOLDS(strspn(key->key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
                           "yz0123456789+/=") == strlen(key->key),
          "a key is base64");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct error error = {0};
    struct ssh_key key;
    AUTO_CHARS line = mem_copy_n((const char *)bytes, length);
    setenv("SSH_USER_AUTH", fuzz_file("auth", bytes, length), 1);
    AUTO_CHARS print = auth_info_key(&error);
    HOLDS(!print == (error.message == MESSAGE_AUTH_INFO),
          "a key, or why there is none");
    if (print) {
        HOLDS(strncmp(line, "publickey ", 10) == 0 && strlen(line) == length &&
                  strchr(line, '\n') == line + length - 1,
              "a session is of one key on one line");
        HOLDS(strncmp(print, "SHA256:", 7) == 0 && strlen(print) == 50,
              "it is told by its print");
    }
    if (!ssh_key_read(&key, line, NULL))
        return 0;
    check_key(&key);
    HOLDS(strcspn(line, "\"'\\`$") == strlen(line), "nothing odd came along");
    ssh_key_clear(&key);
    return 0;
}
