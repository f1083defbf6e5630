#!/bin/sh
# The catalogues of the interface: whole, in step with the sources, and short
# enough for the places on the screen where the texts stand. Run from the root.
set -u
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Reads what is wrong from standard input: nothing means that all is well.
verdict()
{
    if wrong=$(cat) && [ -z "$wrong" ]; then
        printf '[       OK ] %s\n' "$1"
    else
        printf '%s\n[  FAILED  ] %s\n' "$wrong" "$1"
        touch "$work/failed"
    fi
}

# Lines "msgid TAB msgstr" of a catalogue, without its header.
pairs()
{
    msgattrib --no-wrap --translated --no-obsolete "$1" | awk '
        /^msgid "/ { id = substr($0, 8, length($0) - 8) }
        /^msgstr "/ && id != "" {
            print id "\t" substr($0, 9, length($0) - 9) }'
}

# The messages of a part of message.def, one a line; $1: its names' beginning.
messages()
{
    sed -n "/^MESSAGE($1/,/\")\$/p" console/base/message.def |
        xgettext --language=C --keyword --keyword=MESSAGE:3 --no-location \
            --from-code=UTF-8 --output=- - | sed 's/=CHARSET/=UTF-8/' |
        msgattrib --no-wrap |
        sed -n 's/^msgid "\(..*\)"$/\1/p'
}

# Prints the translations in $2 of the texts listed in $1 that do not fit into
# $3 rows of $4 cells. Every letter of ours takes one cell, so bytes that
# continue a letter do not count.
too_long()
{
    pairs "screens/po/$2.po" | awk -F '\t' -v rows="$3" -v cells="$4" '
    function width(text) { gsub(/[\200-\277]/, "", text); return length(text) }
    FNR == NR { asked[$0]; next }
    $1 in asked {
        row = 1; at = -1; found[$1]
        count = split($2, word, " ")
        for (i = 1; i <= count; i++) {
            if (at >= 0 && at + 1 + width(word[i]) > cells) { row++; at = -1 }
            at += 1 + width(word[i])
            if (at > cells) row = rows + 1
        }
        if (row > rows) print "too long: " $2
    }
    END { for (text in asked) if (!(text in found)) print "not found: " text }
    ' "$1" -
}

# From the list of commands: the words of the key bar, the lines of help.
command_texts()
{
    { tr '\n' ' ' <screens/command.def && echo; } | sed 's/COMMAND([A-Z]/\n&/g' |
        sed -n 's/^COMMAND([A-Z_]*, .*N_("\([^"]*\)"), *N_("\([^"]*\)").*/\'"$1"'/p'
}

# The forms that ngettext chooses for the counts, by the catalogue's own rule.
plural_forms()
{
    sed "1,/^\$/!d" "screens/po/$1.po" >"$work/plural.po"
    cat >>"$work/plural.po" <<'PO'

msgid "%d thing"
msgid_plural "%d things"
msgstr[0] "first"
msgstr[1] "second"
PO
    if [ "$1" = ru ]; then
        echo 'msgstr[2] "third"' >>"$work/plural.po"
    fi
    mkdir -p "$work/$1/LC_MESSAGES"
    msgfmt -o "$work/$1/LC_MESSAGES/plural.mo" "$work/plural.po" 2>&1
    for count in 1 2 5 11 21 22; do
        LC_ALL=C.UTF-8 LANGUAGE=$1 TEXTDOMAINDIR="$work" \
            ngettext plural '%d thing' '%d things' $count
        echo
    done | tr '\n' ' '
}

sh screens/po/update.sh --template "$work/template.pot" 2>&1 |
    verdict "the sources can be searched for texts"
command_texts 1 >"$work/hints"
command_texts 2 >"$work/lines"
echo answer >>"$work/hints"
messages "" >"$work/messages"
messages LOOKUP_ >"$work/lookups"
printf '%s\n' SAY ASK WRITE NOTE BECAUSE 'WHO ACTS' >"$work/labels"
{
    [ "$(wc -l <"$work/hints")" -gt 20 ] || echo "hints are not found"
    [ "$(wc -l <"$work/messages")" -gt 50 ] || echo "messages are not found"
    [ "$(wc -l <"$work/lookups")" -gt 10 ] || echo "look-ups are not found"
} | verdict "the lists of hints and messages are found"
grep -ho '{"[a-z_]*", *"[^"]*"}' console/cli/*.c |
    sed 's/.*, *"\(.*\)"}/msgid "\1"/' | sort -u |
    grep -vxFf "$work/template.pot" |
    verdict "the columns of listings are among the texts"
for language in kk ru; do
    po=screens/po/$language.po
    msgfmt -c -o /dev/null "$po" 2>&1 | verdict "$language: msgfmt is content"
    msgattrib --only-fuzzy --no-wrap "$po" | grep '^msgid "..*"' |
        verdict "$language: nothing is a guess"
    msgattrib --untranslated --no-wrap "$po" | grep '^msgid "..*"' |
        verdict "$language: nothing is untranslated"
    msgcmp "$po" "$work/template.pot" 2>&1 |
        verdict "$language: has the texts of the sources, no other"
    pairs "$po" | awk -F '\t' '
        ($1 ~ /^ /) != ($2 ~ /^ /) || ($1 ~ / $/) != ($2 ~ / $/)' |
        verdict "$language: texts begin and end with a space where they should"
    too_long "$work/hints" $language 1 12 |
        verdict "$language: hints of the key bar take 12 cells at most"
    too_long "$work/labels" $language 1 8 |
        verdict "$language: labels of the guide take 8 cells at most"
    too_long "$work/lines" $language 1 58 |
        verdict "$language: lines of help take 58 cells at most"
    too_long "$work/lookups" $language 2 78 |
        verdict "$language: reasons of a look-up take two rows at most"
    too_long "$work/messages" $language 3 78 |
        verdict "$language: messages take three rows at most"
done
{
    plural_forms kk
    plural_forms ru
} | grep -v '^first\( second\)\{5\} first second third third first second $' |
    verdict "1, 2, 5, 11, 21 and 22 take the right plural"
[ ! -e "$work/failed" ]
