#!/bin/sh
# Runs libFuzzer's targets (arguments) side by side, two for a processor,
# FUZZ_TIME seconds each, from what is kept in corpus/ and what was found before
# in $BUILD/found.
set -u
here=$(dirname "$0")
export here BUILD FUZZ_TIME
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1
export AGENT1414_ROOT="${AGENT1414_ROOT:-$PWD}" AGENT1414_AUDIT_SYSLOG=off
# In memory where there is such a place: some targets write a file an input.
out=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
trap 'rm -rf "$out"' EXIT
export TMPDIR="$out"

printf '%s\n' "$@" | xargs -P "$(($(nproc) * 2))" -I {} sh -c '
    mkdir -p "$BUILD/found/{}" "$BUILD/crash" "$here/corpus/{}"
    dict=$here/dict/{}.dict
    [ -f "$dict" ] || dict=
    "$BUILD/tests/fuzz/fuzz_{}" -max_total_time="$FUZZ_TIME" -timeout=10 \
        -rss_limit_mb=2048 -print_final_stats=1 ${dict:+-dict="$dict"} \
        -artifact_prefix="$BUILD/crash/{}-" \
        $(cat "$here/dict/{}.options" 2>/dev/null) \
        "$BUILD/found/{}" "$here/corpus/{}" >"$TMPDIR/{}.log" 2>&1
    echo $? >"$TMPDIR/{}.status"'

failed=0
for name in "$@"; do
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$name.log")
    if [ "$(cat "$out/$name.status")" = 0 ]; then
        echo "[       OK ] fuzz $name: $runs inputs in $FUZZ_TIME s, nothing found"
    else
        failed=1
        echo "[  FAILED  ] fuzz $name"
        tail -n 60 "$out/$name.log"
    fi
done
exit "$failed"
