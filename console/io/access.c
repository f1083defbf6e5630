/* Judges addresses by what they begin with, secrets by their file. */
#include "console/io/access.h"

#include "console/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Longest secret, in bytes. */
enum { SECRET_MAX = 4096 };

/* ---- the address ---- */

static bool begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

/* What follows "scheme://"; NULL when the address does not begin so. */
static const char *host_of(const char *url, const char *scheme)
{
    AUTO_CHARS start = mem_format("%s://", scheme);
    return begins(url, start) ? url + strlen(start) : NULL;
}

/* Does the host end here? */
static bool host_ends(const char *text)
{
    return *text == '\0' || *text == ':' || *text == '/';
}

static bool is_host(const char *host)
{
    return host != NULL && !host_ends(host);
}

/* This machine, for practice. */
static bool is_here(const char *host)
{
    static const char *const hosts[] = {"127.0.0.1", "[::1]"};
    for (size_t i = 0; host != NULL && i < COUNT(hosts); i++)
        if (begins(host, hosts[i]) && host_ends(host + strlen(hosts[i])))
            return true;
    return false;
}

bool access_is_loopback(const char *url)
{
    const char *host = strstr(url, "://");
    return host != NULL && is_here(host + strlen("://"));
}

/* Nothing that another reader of addresses could take for something else. */
static bool is_plain(const char *url)
{
    for (const char *at = url; *at != '\0'; at++)
        if ((unsigned char)*at <= ' ' || strchr("@?#\\", *at) != NULL)
            return false;
    return true;
}

static char *without_slashes(const char *url)
{
    size_t length = strlen(url);
    while (url[length - 1] == '/')
        length--;
    return mem_copy_n(url, length);
}

char *access_http(const char *setting, const char *url, struct error *error)
{
    bool fits = is_host(host_of(url, "https")) || is_here(host_of(url, "http"));
    if (fits && is_plain(url))
        return without_slashes(url);
    error_set(error, MESSAGE_CONFIG_VALUE,
              "%s: needs https://HOST, or http:// for 127.0.0.1 and [::1], "
              "without user, ? and #",
              setting);
    return NULL;
}

char *access_mail(const char *setting, const char *url, struct error *error)
{
    const char *host = host_of(url, "smtps");
    if (host == NULL)
        host = host_of(url, "smtp");
    if (is_host(host) && is_plain(url)) {
        char *plain = without_slashes(url);
        if (strchr(plain + (host - url), '/') == NULL)
            return plain;
        free(plain);
    }
    error_set(error, MESSAGE_CONFIG_VALUE,
              "%s: needs smtps://HOST or smtp://HOST, with or without :PORT",
              setting);
    return NULL;
}

/* ---- the address of an e-mail ---- */

#define ALPHABET                                                               \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* RFC 5321, 4.5.3.1. */
enum { MAIL_NAME_MAX = 64, MAIL_ADDRESS_MAX = 254, MAIL_LABEL_MAX = 63 };

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

bool access_address(const char *address)
{
    const char *at = skip_words(address, ALPHABET "_+=-", MAIL_NAME_MAX);
    if (at == NULL || *at != '@' || at - address > MAIL_NAME_MAX ||
        strlen(address) > MAIL_ADDRESS_MAX)
        return false;
    const char *end = skip_words(at + 1, ALPHABET "-", MAIL_LABEL_MAX);
    return end != NULL && *end == '\0' && dashes_fit(at + 1);
}

/* ---- secrets ---- */

/* Opens a secret; -1 with the error. Never waits, as a pipe would make it. */
static int open_private(const char *path, struct error *error)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0 || fstat(file, &about) != 0)
        error_set(error, MESSAGE_FILE_READ, "%s: %s", path, strerror(errno));
    else if (!S_ISREG(about.st_mode))
        error_set(error, MESSAGE_FILE_READ, "%s: not a regular file", path);
    else if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        error_set(error, MESSAGE_FILE_MODE, "%s: mode %04o", path,
                  (unsigned)(about.st_mode & 07777));
    else
        return file;
    if (file >= 0)
        close(file);
    return -1;
}

bool access_private(const char *path, struct error *error)
{
    if (path[0] == '\0')
        return true;
    int file = open_private(path, error);
    if (file >= 0)
        close(file);
    return file >= 0;
}

/* Reads up to size - 1 bytes and ends them with NUL; -1 on a fault. */
static ssize_t read_all(int file, char *bytes, size_t size)
{
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0 && length < size - 1) {
        got = read(file, bytes + length, size - 1 - length);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            length += (size_t)got;
    }
    bytes[length] = '\0';
    return got < 0 ? -1 : (ssize_t)length;
}

/* One word of visible ASCII, in *start and *length, between white space. */
static bool find_word(const char *text, size_t text_length, const char **start,
                      size_t *length)
{
    static const char space[] = " \t\r\n";
    *start = text + strspn(text, space);
    *length = strcspn(*start, space);
    const char *rest = *start + *length;
    rest += strspn(rest, space);
    for (size_t i = 0; i < *length; i++)
        if ((*start)[i] < '!' || (*start)[i] > '~')
            return false;
    return *length > 0 && rest == text + text_length;
}

bool access_secret(const char *setting, const char *path, char **word,
                   struct error *error)
{
    char text[SECRET_MAX + 2];
    const char *start;
    size_t length;
    *word = NULL;
    if (path[0] == '\0')
        return true;
    int file = open_private(path, error);
    if (file < 0)
        return false;
    ssize_t got = read_all(file, text, sizeof(text));
    int reason = errno;
    close(file);
    if (got < 0)
        error_set(error, MESSAGE_FILE_READ, "%s: %s", path, strerror(reason));
    else if (got > SECRET_MAX || !find_word(text, (size_t)got, &start, &length))
        error_set(error, MESSAGE_CONFIG_VALUE,
                  "%s: %s: needs one word of at most %d bytes", setting, path,
                  SECRET_MAX);
    else
        *word = mem_copy_n(start, length);
    explicit_bzero(text, sizeof(text));
    return *word != NULL;
}

void access_forget(char *word)
{
    if (word != NULL)
        explicit_bzero(word, strlen(word));
    free(word);
}
