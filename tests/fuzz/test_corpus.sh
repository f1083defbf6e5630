#!/bin/sh
# Every fuzz target keeps its promises for what is kept in its corpus, and for
# changed copies of it: without libFuzzer, so with any compiler.
set -u
cd "$(dirname "$0")/../.."
failed=0
for source in tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c)
    name=${name#fuzz_}
    # Slow targets say how many changes of an input they try.
    changes=$(sed -n 's/^.*replay: \([0-9]*\) changes.*/\1/p' "$source")
    said=$("$BUILD/tests/fuzz/fuzz_$name" "${changes:-200}" \
        "tests/fuzz/corpus/$name" 2>&1)
    if [ $? = 0 ]; then
        echo "[       OK ] fuzz $name: $said"
    else
        failed=1
        echo "$said"
        echo "[  FAILED  ] fuzz $name"
    fi
done
exit "$failed"
