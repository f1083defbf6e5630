/* sshd's drop-in: the lines that make an account open the console and nothing
 * else, each with its reason. Most prohibitions are said twice, here and in the
 * key line, for one of the two may have a hole (CVE-2025-32728 was one). */
#include "console/base/error.h"
#include "console/base/text.h"
#include "console/cli/cli_key.h"
#include "console/people/keyline.h"

static const char head[] =
    "# sshd for the console of line 1414, printed by: agent1414 key "
    "sshd-config\n"
    "# Put it into /etc/ssh/sshd_config.d/agent1414.conf, then: sshd -t, and\n"
    "# reload sshd. Who gets in stands in the file that `agent1414 key publish`"
    "\n"
    "# writes. In /etc/passwd and /etc/shadow the account needs\n"
    "# - the password field * (an account locked with ! is refused),\n"
    "# - a plain shell such as /bin/sh (sshd starts the console through it),\n"
    "# - a home that it cannot write (no rc file, no ~/.ssh of its own).\n"
    "\n"
    "# Many people come at the start of a shift.\n"
    "MaxStartups 100:30:400\n"
    "LoginGraceTime 30\n"
    "# No variables from files of the account.\n"
    "PermitUserEnvironment no\n"
    "\n";

static const char body[] =
    "    # Keys only, and only those that the command names: no file, no\n"
    "    # certificate. It runs as a user that can read the published keys "
    "and\n"
    "    # nothing else.\n"
    "    AuthenticationMethods publickey\n"
    "    PubkeyAuthentication yes\n"
    "    AuthorizedKeysFile none\n"
    "    AuthorizedPrincipalsFile none\n"
    "    TrustedUserCAKeys none\n";

static const char rest[] =
    "    MaxAuthTries 3\n"
    "    # The console compares the key with the person (SSH_USER_AUTH).\n"
    "    ExposeAuthInfo yes\n"
    "    # A terminal, once for each connection, and nothing besides: no\n"
    "    # forwarding of any kind, no tunnel, no rc file.\n"
    "    PermitTTY yes\n"
    "    MaxSessions 1\n"
    "    DisableForwarding yes\n"
    "    AllowTcpForwarding no\n"
    "    AllowStreamLocalForwarding no\n"
    "    AllowAgentForwarding no\n"
    "    X11Forwarding no\n"
    "    PermitTunnel no\n"
    "    PermitUserRC no\n"
    "    # No variable of the caller's machine (this replaces the list of the\n"
    "    # main file); the console's letters are UTF-8.\n"
    "    AcceptEnv NONE\n"
    "    SetEnv LC_ALL=C.UTF-8\n"
    "    # A line that is dead ends within a minute; its draft is kept.\n"
    "    ClientAliveInterval 15\n"
    "    ClientAliveCountMax 3\n"
    "    # Which key came stands in the log of sshd.\n"
    "    LogLevel VERBOSE\n"
    "\n"
    "Match all\n";

bool cli_sshd_write(struct text *out, const struct cli_sshd *sshd,
                    struct error *error)
{
    if (!keyline_name_ok(sshd->account))
        return error_set(error, MESSAGE_CONFIG_VALUE, "ssh.account");
    if (!keyline_name_ok(sshd->user))
        return error_set(error, MESSAGE_CONFIG_VALUE, "ssh.keys_user");
    if (!keyline_path_ok(sshd->program) ||
        (sshd->settings && !keyline_path_ok(sshd->settings)))
        return error_set(error, MESSAGE_KEYLINE_PLACE, "%.200s", sshd->program);
    text_add(out, head);
    text_format(out, "Match User %s\n%s", sshd->account, body);
    text_format(out, "    AuthorizedKeysCommand %s", sshd->program);
    if (sshd->settings)
        text_format(out, " --config %s", sshd->settings);
    text_format(out,
                " key line %%u %%t %%k\n    AuthorizedKeysCommandUser %s\n",
                sshd->user);
    text_add(out, rest);
    return true;
}
