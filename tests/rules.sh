#!/bin/sh
# The rules of the house, checked: floors, one library one room, sizes, nesting,
# parameters, captions, told prototypes, no writable exports, no circles.
set -u
bad=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { echo "$1"; bad=1; }
files=$(find console screens -name '*.[ch]' | sort)

# One library, one room.
only() { # header, files that may include it
    grep -lE "#include <($1)" $files |
        grep -vE "^($2)$" | while read -r f; do echo "$f: includes <$1>"; done
}
out=$(
    only 'n?curses(w/[a-z]+)?\.h|term\.h' 'screens/kit/term\.c'
    only curl/ 'console/io/(transfer|http|post|smtp)\.c'
    only sqlite3.h 'console/io/db[a-z_]*\.c'
    only pcre2.h 'console/base/pattern\.c'
    only utf8proc.h 'console/base/text\.c'
    only sodium.h 'console/people/seal\.c'
    only ini.h 'console/config/config[a-z_]*\.c'
    only microhttpd.h 'none'
    grep -lE '#include <(jansson|pcre2|sqlite3|curl/|curses|sodium|utf8proc)' \
        $(find console screens -name '*.h') | sed 's/$/: a header includes a library/'
    grep -ln '#include "screens/' $(find console -name '*.[ch]') |
        sed 's/$/: console includes screens/'
    grep -nE '^#include "[^/"]*"' $files | sed 's/$/: path is not from the root/'
)
[ -z "$out" ] || say "$out"

# Floors: a folder includes only what lies below it, or itself.
cat >"$work/floors" <<'F'
screens/kit 14
screens 15
console/cli 13
console 12
console/call 11
console/delivery 10
console/prove 10
console/cases 9
console/script 8
console/dues 6
console/knowledge 5
console/registry 4
console/people 3
console/config 2
console/io 1
console/base 0
F
awk '
function floor_of(path,  folder) { folder = path; sub(/\/[^\/]*$/, "", folder); return folder }
FNR == NR { floor[$1] = $2; next }
/^#include "/ {
    split($0, part, "\"");
    from = floor_of(FILENAME); to = floor_of(part[2]);
    if (from == to || part[2] == "console/desk.h" && from ~ /^screens/) next;
    if (!(to in floor)) print FILENAME ": includes an unknown room " part[2];
    else if (floor[to] >= floor[from] && FILENAME != "screens/main.c")
        print FILENAME ": " from " must not include " part[2];
}' "$work/floors" $files >"$work/found"
[ ! -s "$work/found" ] || say "$(cat "$work/found")"

# No circle among files: who calls whom, read from what was compiled.
built=${BUILD:-build}
if [ -d "$built/console" ]; then
    find "$built/console" "$built/screens" -name '*.o' | xargs nm -A -g | awk '
    { file = $1; sub(/:.*/, "", file) }
    $2 == "U" { needs[file " " $3] = 1; next }
    { home[$NF] = file }
    END { for (n in needs) { split(n, p, " ");
        if (p[2] in home && home[p[2]] != p[1]) print p[1], home[p[2]] } }' |
        sort -u >"$work/arrows"
    tsort "$work/arrows" >/dev/null 2>"$work/found" ||
        say "circle: $(sed 's/^tsort: //' "$work/found")"
fi

# Sizes, captions, nesting, parameters, told prototypes.
awk '
function report(text) { print FILENAME ":" FNR ": " text; }
FNR == 1 {
    if ($0 !~ /^\/\*/) report("no caption");
    caption = $0 ~ /\*\// ? 0 : 1; caption_lines = 1;
    depth = 0; start = 0; comment = 0; last_told = 0; header = FILENAME ~ /\.h$/;
}
FNR > 1 && caption { caption_lines++; if (/\*\//) { caption = 0; if (caption_lines > 6) report("caption over six lines") } }
FNR == 401 && !header { report("file over 400 lines") }
length($0) > 0 && gsub(/[^\200-\277]/, "&") > 80 { report("line over 80 columns") }
/^\{/ { start = FNR }
{
    line = $0; gsub(/"([^"\\]|\\.)*"/, "", line); gsub(/\047.\047|\047\\.\047/, "", line);
    sub(/\/\/.*/, "", line); gsub(/\/\*.*\*\//, "", line);
    if (line !~ /^ *\*/ && !/^#/) {
        n = gsub(/\{/, "{", line); m = gsub(/\}/, "}", line);
        depth += n; if (start && depth - 1 > 3 && line ~ /\{ *$/ && line !~ /=/) report("nested over three");
        depth -= m;
    }
}
/^\}/ { if (start && FNR - start > 60) report("function over 60 lines"); start = 0; depth = 0 }
header && /^[a-z].*\(/ && !/^typedef|^extern|^#/ && before !~ /\*\/$|;$|^enum|,$/ { report("prototype not told: " $0) }
{ if ($0 !~ /^ *$/) before = $0 }
' $files >"$work/found"
[ ! -s "$work/found" ] || say "$(cat "$work/found")"

# Parameters: at most five in a prototype; the error, the cookie of a callback
# and `...` belong to what they follow.
for h in $(find console screens -name '*.h'); do
    tr '\n' ' ' <"$h" | sed 's/\/\*[^*]*\*\///g' | tr ';' '\n' |
        grep -oE '[a-z_0-9]+\([^()]*(\([^()]*\)[^()]*)*\) *(__attribute__.*)?$' |
        awk -v f="$h" '{ s = $0; sub(/__attribute__.*/, "", s); gsub(/\([^()]*\)\(/, "(", s);
            inner = s; sub(/^[^(]*\(/, "", inner); while (gsub(/\([^()]*\)/, "", inner));
            gsub(/,[^,]*(error \*error|void \*cookie|\.\.\.)/, "", inner);
            if (gsub(/,/, ",", inner) > 4) print f ": more than five parameters: " $0 }'
done >"$work/found"
[ ! -s "$work/found" ] || say "$(cat "$work/found")"

# No writable exported variable; file stems are unique.
if [ -d "$built/console" ]; then
    find "$built/console" "$built/screens" -name '*.o' | xargs objdump -t |
        awk '/file format/ { file = $1 } / g / && / O \.(data|bss)/ &&
            !/\.data\.rel\.ro/ { print file, $NF }' >"$work/found"
    [ ! -s "$work/found" ] || say "writable export: $(cat "$work/found")"
fi
twice=$(find console screens -name '*.c' | sed 's/.*\///' | sort | uniq -d)
[ -z "$twice" ] || say "two files of one name: $twice"
[ "$bad" = 0 ] && echo "[       OK ] the rules of the house"
exit "$bad"
