#!/bin/sh
# What is installed works where it was put, also moved elsewhere, and uninstall
# leaves nothing behind.
set -u
root=$(cd "${AGENT1414_ROOT:-.}" && pwd) || exit 1
build=${AGENT1414_BUILD:-build}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export HOME="$place/home" XDG_STATE_HOME="$place/state" XDG_CONFIG_HOME="$place/config"
bad=0
story() { # name, what must succeed
    name=$1
    shift
    if "$@" >"$place/out" 2>&1; then
        echo "[       OK ] $name"
    else
        cat "$place/out"
        echo "[  FAILED  ] $name"
        bad=1
    fi
}
build=$(cd "$build" && pwd)
cd "$root" || exit 1
run="$place/usr/local/bin/agent1414"
story "install puts all in its place" \
    make -s install BUILD="$build" DESTDIR="$place" SANITIZE="${SANITIZE:-}"
cd / || exit 1
story "the installed scripts are found" "$run" script show student
story "the installed articles are found by their index" sh -c \
    "'$run' kb search жумыссыз && '$run' doctor | grep -q 'ok  knowledge'"
story "the practice people are found" "$run" practice lookup 060312580870
story "Russian is spoken" sh -c "'$run' --language ru iin --help | grep -q ИИН"
story "the manual page has the keys" \
    grep -q F4 "$place/usr/local/share/man/man1/agent1414.1"
mv "$place/usr" "$place/opt"
story "it may be moved" "$place/opt/local/bin/agent1414" script list
mv "$place/opt" "$place/usr"
cd "$root" || exit 1
story "uninstall takes it all away" \
    make -s uninstall BUILD="$build" DESTDIR="$place" SANITIZE="${SANITIZE:-}"
story "nothing is left" sh -c "! find '$place/usr' -type f | grep ."
exit $bad
