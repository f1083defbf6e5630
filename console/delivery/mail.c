/* Builds an e-mail out of bytes that are only letters of ours: whatever comes
 * from elsewhere is judged or encoded before it gets in. */
#include "console/delivery/mail.h"

#include <stddef.h>
#include <string.h>

#define ALPHABET                                                               \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* RFC 5321, 4.5.3.1. */
enum { NAME_MAX_BYTES = 64, ADDRESS_MAX_BYTES = 254, LABEL_MAX_BYTES = 63 };

/* Words of these letters with single dots between them, ended by `end`. */
static const char *skip_words(const char *text, const char *letters,
                              size_t most)
{
    for (;;) {
        size_t length = strspn(text, letters);
        if (length == 0 || length > most)
            return NULL;
        text += length;
        if (*text != '.')
            return text;
        text++;
    }
}

/* No label begins or ends with a dash. */
static bool dashes_fit(const char *host)
{
    return host[0] != '-' && host[strlen(host) - 1] != '-' &&
           strstr(host, "-.") == NULL && strstr(host, ".-") == NULL;
}

bool mail_address_fits(const char *address)
{
    const char *at = skip_words(address, ALPHABET "_+=-", NAME_MAX_BYTES);
    if (at == NULL || *at != '@' || at - address > NAME_MAX_BYTES ||
        strlen(address) > ADDRESS_MAX_BYTES)
        return false;
    const char *end = skip_words(at + 1, ALPHABET "-", LABEL_MAX_BYTES);
    return end != NULL && *end == '\0' && dashes_fit(at + 1);
}
