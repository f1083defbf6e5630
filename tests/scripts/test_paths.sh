#!/bin/sh
# Every path of every script in which a call may start is walked, and what the
# scripts do is kept here: in paths/SCRIPT.txt a line for each way through the
# script's own nodes, with the outcome it ends in. A change of a script shows
# as a readable difference; test_paths.sh --update takes it over.
set -u
program=$(cd "${AGENT1414_BUILD:-${BUILD:-build}}" && pwd)/agent1414
cd "${AGENT1414_ROOT:-.}" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
kept=tests/scripts/paths
bad=0

# In: the script's id. Out: "CODE: node edge, node edge" of its own nodes.
own_ways() {
    LC_ALL=C awk -v id="$1." '
    /^(! )?[A-Z0-9-]+: / {
        code = $0; sub(/: .*/, "", code)
        steps = $0; sub(/^[^:]*: /, "", steps)
        count = split(steps, step, ", "); line = ""
        for (i = 1; i <= count; i++)
            if (index(step[i], id) == 1)
                line = line (line == "" ? "" : ", ") \
                    substr(step[i], length(id) + 1)
        print code ": " line
    }' | LC_ALL=C sort -u
}

home=$work/home
mkdir "$home"
export HOME="$home" XDG_CONFIG_HOME="$home" XDG_DATA_HOME="$home"
paths() {
    "$program" -o data.folder="$PWD" --language en script "$@"
}

entries=$(grep -l '"entry": true' scripts/*.json | sed 's/.*\///; s/\.json$//')
for id in $entries; do
    if ! paths paths "$id" >"$work/$id"; then
        echo "$id: not every path was walked"
        grep '^! ' "$work/$id" | head -3
        bad=1
    fi
    own_ways "$id" <"$work/$id" >"$work/$id.txt"
done
if [ "${1:-}" = --update ]; then
    rm -rf "$kept" && mkdir "$kept" && cp "$work"/*.txt "$kept"
    exit "$bad"
fi
mkdir "$work/now" && cp "$work"/*.txt "$work/now"
if ! diff -r "$kept" "$work/now" >"$work/difference"; then
    echo "The scripts take other ways than those kept (< kept, > now):"
    head -40 "$work/difference"
    echo "If that is meant: sh tests/scripts/test_paths.sh --update"
    bad=1
fi
[ "$bad" = 0 ] && echo "[       OK ] every path is walked and kept"
exit "$bad"
