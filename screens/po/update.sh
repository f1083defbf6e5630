#!/bin/sh
# Brings the catalogues in line with the sources: what is new stands there
# untranslated, what is gone goes. With --template FILE it only writes the
# list of all texts. Nothing in the files depends on the day or the place.
set -eu
cd "$(dirname "$0")/../.."

# In: the name of the file to write.
extract()
{
    if ! find console screens \( -name '*.c' -o -name '*.def' \) |
        LC_ALL=C sort |
        xgettext --files-from=- --language=C --from-code=UTF-8 \
            --keyword --keyword=_ --keyword=N_ --keyword=gettext \
            --keyword=ngettext:1,2 --keyword=phrase_translate:2 \
            --keyword=MESSAGE:3 --keyword=FINDING:3 --keyword=CLI_OPTION:5 \
            --no-location --sort-output --output="$1.dated" 2>"$1.log"; then
        cat "$1.log" >&2
        return 1
    fi
    sed '/^"POT-Creation-Date:/d' "$1.dated" >"$1"
    rm -f "$1.dated" "$1.log"
}

if [ "${1:-}" = --template ]; then
    extract "$2"
    exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
extract "$work/template.pot"
for language in kk ru; do
    msgmerge --quiet --no-fuzzy-matching --no-location --sort-output \
        --output-file="$work/$language.merged" \
        "screens/po/$language.po" "$work/template.pot"
    msgattrib --no-obsolete --no-location --sort-output \
        --output-file="$work/$language.po" "$work/$language.merged"
    cmp -s "$work/$language.po" "screens/po/$language.po" ||
        cp "$work/$language.po" "screens/po/$language.po"
    printf '%s: ' "$language"
    msgfmt -c --statistics -o /dev/null "screens/po/$language.po" 2>&1
done
