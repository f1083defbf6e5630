#!/bin/sh
# Runs test programs side by side, shows what failed, and ends with one line
# that counts the tests. BUILD names the folder of what was built.
set -u
export BUILD="${BUILD:-build}" AGENT1414_ROOT="${AGENT1414_ROOT:-$PWD}"
export AGENT1414_BUILD="$BUILD"
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1
# Nothing of a test goes to this machine's syslog.
export AGENT1414_AUDIT_SYSLOG=off
unset LANGUAGE NO_COLOR http_proxy https_proxy
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
export out TMPDIR="$out"
# Two for a processor: most of a test is waiting.
jobs=$(($(nproc 2>/dev/null || echo 2) * 2))

# One program: its output is kept, its exit status stands beside it.
printf '%s\n' "$@" | xargs -P "$jobs" -I {} sh -c '
    name=$(echo "{}" | tr / _)
    timeout -k 5 300 "{}" >"$out/$name.log" 2>&1 </dev/null
    echo $? >"$out/$name.status"'
if [ "$BUILD" = build ]; then
    sh tests/rules.sh >"$out/rules.log" 2>&1
    echo $? >"$out/rules.status"
fi
passed=0 failed=0 skipped=0
for status in "$out"/*.status; do
    log=${status%.status}.log
    ok=$(grep -c '^\[       OK \]' "$log")
    bad=$(grep -c '^\[  FAILED  \].*[^.]$' "$log")
    skip=$(grep -c '^\[  SKIPPED \]' "$log")
    if [ "$(cat "$status")" != 0 ]; then
        echo "== $(basename "$log" .log): exit $(cat "$status")"
        grep '^\[  FAILED\|^ERROR\|^\[   LINE' "$log" | head -n 20
        grep -v '^\[ RUN      \]\|^\[       OK \]' "$log" | tail -n 60
        [ "$bad" -gt 0 ] || bad=1
    elif [ "$ok" = 0 ] && [ "$skip" = 0 ]; then
        ok=1
    fi
    grep -h '^note:' "$log"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
