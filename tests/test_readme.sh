#!/bin/sh
# Every command of the README runs as it is written there: those that need a
# terminal or install are run by .ci/run and the screen tests and only have to
# exist here. The picture is what the program draws.
set -u
root=${AGENT1414_ROOT:-.}
build=${AGENT1414_BUILD:-build}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
bad=0
export HOME="$home" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config"
mkdir -p "$home/bin"
ln -s "$(cd "$build" && pwd)/agent1414" "$home/bin/agent1414"
PATH="$home/bin:$PATH"
AGENT1414_DATA_FOLDER=$(cd "$root" && pwd)
export AGENT1414_DATA_FOLDER PATH
cd "$root" || exit 1
sed -n '/^```sh$/,/^```$/p' README.md | grep -v '^```' >"$home/commands"
while read -r command; do
    case $command in
    make*)
        target=${command#make }
        grep -q "^$target:" Makefile
        ;;
    agent1414\ doctor) # no real registry here: it has to say so
        sh -c "$command" </dev/null 2>&1 | grep -q registry
        ;;
    *) sh -c "$command" </dev/null >"$home/out" 2>&1 ;;
    esac
    if [ $? = 0 ]; then
        echo "[       OK ] $command"
    else
        echo "[  FAILED  ] $command"
        cat "$home/out"
        bad=1
    fi
done <"$home/commands"
[ "$(wc -l <"$home/commands")" -ge 10 ] || { echo "[  FAILED  ] README has no commands"; bad=1; }
exit $bad
