#!/bin/sh
# Runs the programs of the fault matrix with full figures and prints it as one
# table. With arguments: these programs alone (build/tests/faults/test_drops).
# BUILD names the folder of what was built.
set -u
export BUILD="${BUILD:-build}" AGENT1414_ROOT="${AGENT1414_ROOT:-$PWD}"
export AGENT1414_BUILD="$BUILD" AGENT1414_AUDIT_SYSLOG=off FAULTS=full
unset LANGUAGE NO_COLOR http_proxy https_proxy
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export out TMPDIR="$out"
jobs=$(nproc 2>/dev/null || echo 2)

programs() {
    sed -n 's/^[^#|]*|[^|]*| *\([a-z][^ |]*\) *|.*/\1/p' tests/faults/matrix.txt |
        sed "s,^,$BUILD/tests/," | sort -u
}

if [ $# = 0 ]; then
    list=$(programs)
else
    list=$(printf '%s\n' "$@")
fi
echo "$list" | xargs -P "$jobs" -I {} sh -c '
    name=$(echo "{}" | tr / _) begun=$(date +%s)
    timeout -k 5 3600 "{}" >"$out/$name.log" 2>&1 </dev/null
    echo $? >"$out/$name.status"
    echo "{}: exit $(cat "$out/$name.status"), $(($(date +%s) - begun)) s"'
for status in "$out"/*.status; do
    [ "$(cat "$status")" = 0 ] && continue
    echo "== $(basename "$status" .status)"
    grep -v '^\[ RUN      \]\|^\[       OK \]' "${status%.status}.log" | tail -n 40
done
sh tests/faults/table.sh "$out"
