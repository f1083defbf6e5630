/* The part of `audit` that tells who looked. Inside of the cli room. */
#ifndef CONSOLE_CLI_CLI_AUDIT_LOOKS_H
#define CONSOLE_CLI_CLI_AUDIT_LOOKS_H

struct cli;
struct desk;

/* audit who-saw NUMBER | --iin N | --agent NAME; gives the exit code. */
int cli_audit_looks(const struct cli *cli, const struct desk *desk);

#endif
