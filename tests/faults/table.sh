#!/bin/sh
# The fault matrix out of the logs in a folder: row, what, figure, passed or
# not. Exit 1 when something failed or a program said nothing of its row.
set -u
BUILD="${BUILD:-build}"
logs=$1
failed=0

row() { # row what figure verdict
    printf '%-4s  %-10s  %s: %s\n' "$1" "$4" "$2" "$3"
}

while IFS='|' read -r number fault program words; do
    number=$(echo $number) program=$(echo $program)
    fault=$(echo "$fault" | sed 's/^ *//; s/ *$//')
    words=$(echo "$words" | sed 's/^ *//; s/ *$//')
    case $number in '' | '#'*) continue ;; esac
    if [ "$program" = - ]; then
        case $words in
        'not yet: '*) row "$number" "$fault" "${words#not yet: }" 'not yet' ;;
        *) row "$number" "$fault" "$words" apart ;;
        esac
        continue
    fi
    log="$logs/$(echo "$BUILD/tests/$program" | tr / _)"
    [ -f "$log.status" ] || continue
    if [ "$(cat "$log.status")" != 0 ]; then
        row "$number" "$fault" "$program, exit $(cat "$log.status")" FAILED
        failed=1
    elif grep -q "^fault: $number |" "$log.log"; then
        grep "^fault: $number |" "$log.log" |
            while IFS='|' read -r _ what figure verdict; do
                row "$number" "$(echo $what)" "$(echo $figure)" $verdict
            done
    elif [ -n "$words" ]; then
        row "$number" "$fault" "$words ($program)" passed
    else
        row "$number" "$fault" "$program says nothing of it" FAILED
        failed=1
    fi
done <tests/faults/matrix.txt
exit $failed
