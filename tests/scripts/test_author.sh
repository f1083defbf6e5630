#!/bin/sh
# Somebody who follows scripts/README.md to the letter gets a script that holds
# and runs: its example and its commands are taken from the page. Run from the
# root.
set -u
program=$(cd "${AGENT1414_BUILD:-build}" && pwd)/agent1414
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/data/kb"
cp -R scripts "$work/data/scripts"
cp -R kb/tables "$work/data/kb/tables"
export HOME="$work" XDG_CONFIG_HOME="$work" XDG_STATE_HOME="$work"
page=$PWD/scripts/README.md

verdict()
{
    if [ "$1" = 0 ]; then
        printf '[       OK ] %s\n' "$2"
    else
        cat "$work/said"
        printf '[  FAILED  ] %s\n' "$2"
        touch "$work/failed"
    fi
}

# The nth block of a language on the page.
block()
{
    awk -v fence="\`\`\`$1" -v wanted="$2" '
        $0 == fence { inside = ++count == wanted; next }
        /^```/ { inside = 0 }
        inside' "$page"
}

# As a person types it who works with these files.
agent1414()
{
    "$program" -o data.folder="$work/data" --language en "$@"
}

cd "$work" || exit 1
block json 1 >receipt.json
[ "$(wc -l <receipt.json)" -gt 40 ] && [ "$(block sh 2 | wc -l)" = 3 ]
verdict $? "the page has its example and its commands"
eval "$(block sh 1)" >said 2>&1 && grep -qx '0 errors, 0 warnings' said
verdict $? "the example holds"
cp receipt.json data/scripts/
eval "$(block sh 2)" >said 2>&1 && grep -q 'REC-02' said
verdict $? "the example runs to the end that the page names"
agent1414 script publish receipt >said 2>&1 &&
    grep -qx 'receipt 2026.11.1' said
verdict $? "the example is published"

# The page says what each code means; no other is ever told.
sed -n 's/^FINDING(\([EW][0-9]*\),.*/\1/p' "$OLDPWD/console/base/finding.def" |
    sort >codes
sed -n 's/^| \([EW][0-9]*\) |.*/\1/p' "$page" | sort >told
diff codes told >said 2>&1
verdict $? "the page lists every finding"
[ ! -e failed ]
