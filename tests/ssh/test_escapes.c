/* Ways out of the console over SSH: each works on a sshd without our drop-in
 * (so the test is no empty one) and fails at the desk, where all that sshd and
 * its children start is watched. */
#include "tests/ssh/ssh_kit.h"

#include "console/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What each line may use besides the kit's names: $H the host, $S ssh, $M what
 * it tries to make; http and socks ask the registry through a port. */
static const char tools[] =
    "M=$F/made S=\"ssh -F $C\"; trap 'kill $(jobs -p) 2>/dev/null' EXIT\n"
    "http() ( exec 3<>/dev/tcp/127.0.0.1/$1 && printf 'GET / "
    "HTTP/1.0\\r\\n\\r\\n'"
    " >&3 && timeout 5 grep -qm1 HTTP <&3 && touch $M )\n"
    "socks() ( exec 3<>/dev/tcp/127.0.0.1/$1 && printf '\\5\\1\\0' >&3 &&"
    " sleep 0.2 && printf \"\\5\\1\\0\\1\\177\\0\\0\\1\\\\x$(printf %02x $((R "
    "/ 256)))"
    "\\\\x$(printf %02x $((R % 256)))\" >&3 && sleep 0.2 &&"
    " printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 &&"
    " timeout 5 grep -aqm1 HTTP <&3 && touch $M )\n"
    "try() { for i in 1 2 3 4 5 6 7 8; do kill -0 $ssh && sleep 0.25 &&"
    " \"$@\" && break; done; kill $ssh; } 2>/dev/null\n";

struct way {
    const char *name, *line;
    bool works; /* where nothing forbids it */
};

static const struct way ways[] = {
    {"a remote command", "$S $H \"touch $M\"", true},
    {"a remote command with a terminal", "timeout 5 $S -tt $H \"touch $M\"",
     true},
    {"a shell as the command", "$S $H \"sh -l -c 'touch $M'\"", true},
    {"arguments for the login shell", "$S $H -- -l -c \"touch $M\"", false},
    {"commands on standard input", "echo \"touch $M\" | $S $H", true},
    {"commands typed into the terminal",
     "(sleep 1; echo \"touch $M\"; sleep 1; printf '\\4') | "
     "timeout 6 $S -tt $H",
     true},
    {"a command behind a semicolon",
     "$S $H \"; touch $M\"; $S $H \"x; touch $M\"", true},
    {"a command in a substitution",
     "$S $H '$(touch '$M')'; $S $H '`touch '$M'`'", true},
    {"a command behind a quote and a line end",
     "$S $H \"' ; touch $M ; '\"; $S $H \"$(printf 'x\\ntouch %s' $M)\"", true},
    {"an identity as the command",
     "$S $H --as root; timeout 5 $S -tt $H -- --as admin", false},
    {"settings as the command",
     "$S $H \"agent1414 -o store.folder=$M doctor\"; $S $H -o "
     "person.role=admin",
     false},
    {"sftp", "echo \"put $F/ca.pub $M\" | sftp -q -F $C -b - $H", true},
    {"sftp through a server of one's own",
     "sftp -q -F $C -b /dev/null -s \"touch $M\" $H", true},
    {"a subsystem that is none", "$S -s $H \"touch $M\"", false},
    {"scp to the desk", "scp -q -F $C $F/ca.pub $H:$M", true},
    {"scp from the desk", "scp -q -F $C $H:/etc/passwd $M", true},
    {"old scp to the desk", "scp -q -O -F $C $F/ca.pub $H:$M", true},
    {"old scp from the desk", "scp -q -O -F $C $H:/etc/passwd $M", true},
    {"rsync to the desk", "rsync -e \"$S\" $F/ca.pub $H:$M", true},
    {"rsync from the desk", "rsync -e \"$S\" $H:/etc/passwd $M", true},
    {"rsync by another program",
     "rsync -e \"$S\" --rsync-path=\"touch $M; rsync\" $H:/etc/passwd $F/x",
     true},
    {"git clone",
     "git init -q --bare $F/$H.git; "
     "GIT_SSH_COMMAND=\"$S\" git clone -q $H:$F/$H.git $M",
     true},
    {"git by another program",
     "GIT_SSH_COMMAND=\"$S\" git ls-remote --upload-pack=\"touch $M;\" $H:x",
     true},
    {"git archive",
     "GIT_SSH_COMMAND=\"$S\" git archive --exec=\"touch $M;\" "
     "--remote=$H:x HEAD",
     true},
    {"forwarding a port of the caller (-L)",
     "$S -N -L $P:127.0.0.1:$R $H & ssh=$!; try http $P", true},
    {"forwarding a port of the desk (-R)",
     "$S -N -R $P:127.0.0.1:$R $H & ssh=$!; try http $P", true},
    {"forwarding a socket of the desk (-R)",
     "$S -N -R $F/$H.sock:127.0.0.1:$R $H & ssh=$!; "
     "made() { test -S $F/$H.sock && touch $M; }; try made",
     true},
    {"forwarding to a socket of the desk (-L)",
     "$S -N -R $F/$H.to:127.0.0.1:$R $H & back=$!; "
     "$S -N -L $P:$F/$H.to $H & ssh=$!; try http $P; kill $back",
     true},
    {"standard input forwarded (-W)",
     "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | $S -W 127.0.0.1:$R $H | "
     "grep -q HTTP && touch $M",
     true},
    {"a proxy of the caller (-D)", "$S -N -D $P $H & ssh=$!; try socks $P",
     true},
    {"a proxy of the desk (-R)", "$S -N -R $P $H & ssh=$!; try http $P", false},
    {"a jump through the desk (-J)",
     "$S -J $H -p 1 127.0.0.1 true; "
     "$S -o ProxyCommand=\"$S -W 127.0.0.1:$R $H\" x 2>&1 | "
     "grep -q HTTP && touch $M",
     false},
    {"windows of the desk (X11)",
     "DISPLAY=127.0.0.1:77 $S -Y $H 'test -n \"$DISPLAY\" && touch '$M; "
     "DISPLAY=127.0.0.1:77 $S -X $H 'test -n \"$DISPLAY\" && touch '$M",
     false},
    {"the agent with one's keys (-A)",
     "eval \"$(ssh-agent)\"; ssh-add -q $F/aigul; "
     "$S -o IdentityAgent=$SSH_AUTH_SOCK -A $H \"ssh-add -l && touch $M\"; "
     "ssh-agent -k",
     true},
    /* The caller's side makes one device too, on the same machine here. */
    {"a tunnel (-w)",
     "tuns() { ls /sys/class/net | grep -c ^tun; }; before=$(tuns); "
     "$S -N -w any:any $H & ssh=$!; "
     "made() { test $(tuns) -gt $((before + 1)) && touch $M; }; try made",
     false},
    {"a second session in the connection",
     "$S -M -S $F/$H.mux -N $H & ssh=$!; "
     "made() { $S -S $F/$H.mux $H \"touch $M\"; test -e $M; }; try made",
     true},
    {"a certificate of somebody who may make them",
     "rm -f $F/guest*; ssh-keygen -q -t ed25519 -N '' -f $F/guest; "
     "ssh-keygen -q -s $F/ca -I guest -n root $F/guest.pub; "
     "test $H = desk && H=door || H=gate; $S -i $F/guest $H \"touch $M\"",
     true},
    {"a key in a file of the account",
     "rm -f $F/own*; ssh-keygen -q -t ed25519 -N '' -f $F/own; "
     "cat $F/own.pub >> $F/authorized; "
     "test $H = desk && H=door || H=gate; $S -i $F/own $H \"touch $M\"",
     true},
};

static struct ssh_kit kit;
static long seen;

static bool made(const char *host, const struct way *way)
{
    AUTO_TEXT out = {0};
    AUTO_CHARS line = mem_format("H=%s\n%s%s", host, tools, way->line);
    AUTO_CHARS marker = mem_format("%s/made", kit.folder);
    ssh_kit_shell(&kit, &out, line);
    bool there = access(marker, F_OK) == 0;
    if (there != (strcmp(host, "open") == 0))
        print_message("%s\n", text_chars(&out));
    free(ssh_kit_do(&kit, "rm -rf $F/made"));
    return there;
}

static void a_way_out(void **state)
{
    const struct way *way = *state;
    if (way->works && !made("open", way))
        fail_msg("it does not work where nothing forbids it either");
    if (made("desk", way))
        fail_msg("it leads out");
    seen = ssh_kit_traced(&kit, seen);
}

static int open_kit(void **state)
{
    (void)state;
    ssh_kit_open(&kit);
    ssh_kit_person(&kit, "aigul", "agent", NULL);
    ssh_kit_serve(&kit, true);
    ssh_kit_serve_open(&kit);
    return 0;
}

static int close_kit(void **state)
{
    (void)state;
    ssh_kit_traced(&kit, 0);
    ssh_kit_close(&kit);
    return 0;
}

int main(void)
{
    struct CMUnitTest tests[COUNT(ways)];
    if (!ssh_kit_able())
        return 0;
    for (size_t i = 0; i < COUNT(ways); i++)
        tests[i] = (struct CMUnitTest){.name = ways[i].name,
                                       .test_func = a_way_out,
                                       .initial_state = (void *)&ways[i]};
    return _cmocka_run_group_tests("ways out", tests, COUNT(tests), open_kit,
                                   close_kit);
}
