/* Reads the file that sshd leaves behind for a session (ExposeAuthInfo). */
#include "console/people/auth_info.h"

#include "console/base/error.h"
#include "console/people/ssh_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 16384 };

bool auth_info_is_ssh(void)
{
    return getenv("SSH_CONNECTION") != NULL;
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

/* Its bytes; NULL when it is not a short file that only we can change. */
static char *read_whole(const char *path)
{
    AUTO(close_file)
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    struct stat facts;
    char *text;
    ssize_t length;

    if (file < 0 || fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode) ||
        facts.st_uid != geteuid() || (facts.st_mode & 022) ||
        facts.st_size > FILE_MOST)
        return NULL;
    text = mem_new(FILE_MOST + 1);
    length = read(file, text, FILE_MOST);
    if (length > 0 && (size_t)length == strlen(text))
        return text;
    free(text);
    return NULL;
}

static bool read_key(struct ssh_key *key, const char *path)
{
    static const char method[] = "publickey ";
    AUTO_CHARS text = read_whole(path);
    char *end = text ? strchr(text, '\n') : NULL;

    /* One way in, and one line of it: two keys would be two people. */
    return end && end[1] == '\0' &&
           strncmp(text, method, strlen(method)) == 0 &&
           ssh_key_read(key, text + strlen(method), NULL);
}

char *auth_info_key(struct error *error)
{
    const char *path = getenv("SSH_USER_AUTH");
    AUTO(ssh_key_clear) struct ssh_key key = {0};

    if (path && read_key(&key, path))
        return mem_copy(key.fingerprint);
    error_set(error, MESSAGE_AUTH_INFO, "SSH_USER_AUTH: %s",
              path ? "of another shape" : "not set");
    return NULL;
}
