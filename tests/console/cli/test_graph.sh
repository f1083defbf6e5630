#!/bin/sh
# The graphs of scripts: dot of Graphviz accepts each, and draws what stands in
# the script, letters with a meaning of their own included.
set -u
root=${AGENT1414_ROOT:-.}
build=${AGENT1414_BUILD:-build}
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work"

# Runs the program on a data folder.
agent() {
    data=$1
    shift
    "$build/agent1414" -o data.folder="$data" --language en "$@" </dev/null
}

verdict() { # its text; what was wrong comes on standard input
    if wrong=$(cat) && [ -z "$wrong" ]; then
        echo "[       OK ] $1"
    else
        printf '%s\n[  FAILED  ] %s\n' "$wrong" "$1"
        touch "$work/failed"
    fi
}

# Says what of the lines in $2 is not drawn in the picture $1.
lacks() {
    printf '%s\n' "$2" | while read -r line; do
        sed 's/&#45;/-/g' "$1" | grep -qF -- "$line" || echo "not drawn: $line"
    done
}

cp -R "$root/scripts" "$root/kb" "$work"
for language in kk ru en; do
    for id in $(agent "$root" script list --csv | sed '1d; s/,.*//'); do
        agent "$root" --language $language script graph "$id" 2>&1 |
            dot -Tsvg -o "$work/$id.svg" 2>&1
        grep -q '<svg' "$work/$id.svg" || echo "$id: no picture"
    done | verdict "$language: dot draws every script"
done
{
    agent "$root" script graph | dot -Tsvg -o "$work/all.svg" 2>&1
    lacks "$work/all.svg" 'STU-01 (student_missing)
unknown
STU-04'
} | verdict "dot draws all scripts at once"
lacks "$work/student.svg" 'Kazakhstan, full-time
Listed student
not Listed student
Branch of the Fund' | verdict "ways and ends say what they are"
{
    grep -c 'stroke-dasharray' "$work/student.svg" | grep -qv '^0$' || echo dashed
    grep -q 'ffdda6' "$work/student.svg" || echo "ends with a case"
    grep -q 'd3edcb' "$work/student.svg" || echo "ends without"
} | verdict "unknown exits are dashed, ends have the colour of who acts"
sed -i 's|"en": "Kazakhstan, full-time"|"en": "A \\"b\\" \\\\N <i> \\\\"|' \
    "$work/scripts/student.json"
{
    agent "$work" script graph student 2>&1 |
        dot -Tsvg -o "$work/odd.svg" 2>&1
    lacks "$work/odd.svg" 'A &quot;b&quot; \N &lt;i&gt; \'
} | verdict "quotes, backslashes and brackets are drawn as they are"
[ ! -e "$work/failed" ]
