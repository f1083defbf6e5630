/* Addresses and secrets are judged once, before anything is sent. */
#include "console/registry/lookup_access.h"

#include "console/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Longest token, in bytes. */
enum { TOKEN_MAX = 4096 };

/* ---- the address ---- */

static bool begins(const char *text, const char *with)
{
    return strncasecmp(text, with, strlen(with)) == 0;
}

/* Does the host end here? */
static bool host_ends(const char *text)
{
    return *text == '\0' || *text == ':' || *text == '/';
}

/* Plain http to this machine, for practice. */
static bool is_loopback(const char *url)
{
    static const char *const hosts[] = {"http://127.0.0.1", "http://[::1]"};
    for (size_t i = 0; i < COUNT(hosts); i++)
        if (begins(url, hosts[i]) && host_ends(url + strlen(hosts[i])))
            return true;
    return false;
}

static bool is_https(const char *url)
{
    const char *host = url + strlen("https://");
    return begins(url, "https://") && !host_ends(host);
}

char *lookup_access_base(const char *base_url, struct error *error)
{
    bool fits = is_https(base_url) || is_loopback(base_url);
    if (!fits || strpbrk(base_url, "@?#\\ \t") != NULL) {
        error_set(error, MESSAGE_CONFIG_VALUE,
                  "registry.base_url: needs https://HOST, or http:// for "
                  "127.0.0.1 and [::1], without user, ? and #");
        return NULL;
    }
    size_t length = strlen(base_url);
    while (base_url[length - 1] == '/')
        length--;
    return mem_copy_n(base_url, length);
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

bool lookup_access_private(const char *path, struct error *error)
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

bool lookup_access_token(const char *path, char **header, struct error *error)
{
    char text[TOKEN_MAX + 2];
    const char *word;
    size_t length;
    *header = NULL;
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
    else if (got > TOKEN_MAX || !find_word(text, (size_t)got, &word, &length))
        error_set(error, MESSAGE_CONFIG_VALUE,
                  "registry.token_file: %s: needs one word of at most %d bytes",
                  path, TOKEN_MAX);
    else
        *header = mem_format("Authorization: Bearer %.*s", (int)length, word);
    explicit_bzero(text, sizeof(text));
    return *header != NULL;
}
