#!/bin/sh
# Names of files that mean something to a shell, a pipe or a path: exports,
# backups, published keys and searches start no other program, and overwrite
# nothing. What must not be overwritten is a file of the test's own: a name that
# leads to one of the system would cost the machine when this fails.
set -u
root=${AGENT1414_ROOT:-.}
build=${AGENT1414_BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" AGENT1414_UI_LANGUAGE=en LC_ALL=C.UTF-8
AGENT1414_DATA_FOLDER=$(cd "$root" && pwd)
export AGENT1414_DATA_FOLDER
program=$(cd "$build" && pwd)/agent1414
bad=0
if ! strace -o "$work/try" true 2>/dev/null; then
    echo "[  SKIPPED ] names of files: strace cannot run here"
    exit 0
fi
mkdir -p "$work/home" "$work/here" "$work/deep"
cd "$work/here" || exit 1
"$program" --as office user add saule --role supervisor >/dev/null || exit 1
echo kept >kept

# Runs a command on a name; it may refuse or obey, but starts nothing.
try() { # who, name, words before it
    who=$1 name=$2
    shift 2
    strace -f -q -e trace=execve,execveat -o "$work/trace" \
        "$program" --as "$who" "$@" "$name" >/dev/null 2>"$work/said" </dev/null
    if [ "$(grep -c execve "$work/trace")" = 1 ] && [ ! -e made ] &&
        [ "$(cat kept)" = kept ] && ! grep -qi 'signal\|sanitizer' "$work/said"; then
        echo "[       OK ] $* on $name"
    else
        cat "$work/trace" "$work/said"
        echo "[  FAILED  ] $* on $name"
        bad=1
    fi
}
for name in '|touch made' '!touch made' '; touch made' '$(touch made)' \
    '`touch made`' '>made' 'a
touch made' '-' '--' '-o' '../here/kept' kept ./kept ../deep/../here/kept \
    '%s%n' "$(printf '\033]0;x\007')" ''; do
    try saule "$name" case export
    try saule "$name" call export
    try office "$name" backup
    try office "$name" key publish
    try saule "$name" case list --text
    try saule "re:$name" case list --text
done
try saule 're:(?{system("touch made")})' case list --text
try saule 're:((a+)+)+$' call list --text
exit $bad
