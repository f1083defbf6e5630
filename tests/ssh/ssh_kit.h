/* For tests over SSH: a real sshd on this machine with the drop-in that the
 * program prints, real keys, people of a store of its own. Everything lies in
 * a folder that goes with the test. Needs root, as sshd does: see
 * ssh_kit_able(). What should not happen fails the test at once (cmocka). */
#ifndef TESTS_SSH_SSH_KIT_H
#define TESTS_SSH_SSH_KIT_H

#include "console/base/memory.h"
#include "tests/screens/desk_play.h"

#include <stdbool.h>
#include <sys/types.h>

struct ssh_kit {
    struct play_place place; /* registry and store */
    char *folder;            /* of root, open to all, below /var/lib */
    char *program, *settings;
    char *trace; /* every program that sshd and its children started */
    int port, open_port;
    pid_t desk, open; /* sshd with the drop-in, and one without it */
};

/* Can a sshd run here? If not, says so as a test that is skipped. */
bool ssh_kit_able(void);

/* Opens a place without people; ends all that runs in it and removes it. */
void ssh_kit_open(struct ssh_kit *kit);
void ssh_kit_close(struct ssh_kit *kit);

/* Adds a person with a key (in folder/NAME and NAME.pub); branch may be NULL.
 * Publishes what keys there are. */
void ssh_kit_person(struct ssh_kit *kit, const char *name, const char *role,
                    const char *branch);
void ssh_kit_publish(struct ssh_kit *kit);

/* Starts sshd; with `traced`, under strace. And the second one, that is as
 * careless as its main file is: what must fail at the desk works there. */
void ssh_kit_serve(struct ssh_kit *kit, bool traced);
void ssh_kit_serve_open(struct ssh_kit *kit);

/* Runs a line of shell, at most a minute long, with these names: $F the folder,
 * $C ssh's settings (hosts `desk` and `open` with the key of aigul, the
 * same without a key: `door` and `gate`), $A the program
 * with its settings, $R the registry's port, $P a free port. Its output goes
 * behind what `out` has (NULL: nobody looks); the exit code. */
int ssh_kit_shell(struct ssh_kit *kit, struct text *out, const char *line);

/* The same for a line that must succeed; gives what was said. The caller
 * frees. */
char *ssh_kit_do(struct ssh_kit *kit, const char *line);

/* A person's terminal at the desk: ssh -tt. With `further` options, ended by
 * NULL (8 at most), and the client's environment as for pty_start(); NULL:
 * nothing of these. */
void ssh_kit_sit(struct ssh_kit *kit, struct play *play, const char *who,
                 const char *const *further, const char *const *environment);

/* The same, and waits for what the first screen shows. The first of all proves
 * the scripts before, so it may take longer than a key. */
void ssh_kit_meet(struct ssh_kit *kit, struct play *play, const char *who,
                  const char *shows);

/* How many consoles run at the desk, and one of them (0: none); waits until so
 * many run. */
int ssh_kit_consoles(const struct ssh_kit *kit, pid_t *one);
void ssh_kit_wait_consoles(const struct ssh_kit *kit, int count);

/* Kills every console that runs. */
void ssh_kit_crash(const struct ssh_kit *kit);

/* Fails when the trace from byte `from` on has anything but sshd, key lines
 * and the console; gives its length. */
long ssh_kit_traced(const struct ssh_kit *kit, long from);

#endif
