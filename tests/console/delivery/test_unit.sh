#!/bin/sh
# The service's unit as it is installed: systemd can load it, and finds it
# hardened (exposure 1.5 of 10 at most; an ordinary service has 9.6).
set -u
root=${AGENT1414_ROOT:-.}
build=${AGENT1414_BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unit=agent1414-deliver.service
bad=0
if ! command -v systemd-analyze >/dev/null; then
    echo "[  SKIPPED ] the unit: no systemd-analyze here (Debian package systemd)"
    exit 0
fi
program=$(cd "$build" && pwd)/agent1414
grep -q '^ExecStart=/usr/local/bin/agent1414 deliver --as deliver$' \
    "$root/console/delivery/$unit" || { echo "[  FAILED  ] ExecStart"; bad=1; }
# Its manual is not installed here, and the program lies in the build tree.
sed -e '/^Documentation=/d' -e "s,/usr/local/bin/agent1414,$program," \
    "$root/console/delivery/$unit" >"$work/$unit"

check() { # name, command
    name=$1
    shift
    if "$@" >"$work/said" 2>&1 && ! grep -qi 'unknown\|ignoring' "$work/said"; then
        echo "[       OK ] $name"
    else
        cat "$work/said"
        echo "[  FAILED  ] $name"
        bad=1
    fi
}
check "systemd loads the unit" systemd-analyze verify "$work/$unit"
check "systemd finds it hardened" \
    systemd-analyze security --offline=true --threshold=15 "$work/$unit"

# A unit without the hardening is found out: the check above can fail.
sed '/^\(Protect\|Restrict\|Private\|SystemCall\|Capability\|NoNew\)/d' \
    "$work/$unit" >"$work/soft.service"
if systemd-analyze security --offline=true --threshold=15 "$work/soft.service" \
    >/dev/null 2>&1; then
    echo "[  FAILED  ] a soft unit passes"
    bad=1
else
    echo "[       OK ] a soft unit does not pass"
fi
exit $bad
