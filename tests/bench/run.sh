#!/bin/sh
# make bench: our programs beside peers and floors, in one run on this machine.
# Figures are medians of interleaved rounds; what counts is the ratio. A row is
# never a failure. Peers that are not installed are named, not left out.
set -u
BUILD="${BUILD:-build}"
export AGENT1414_BUILD="$BUILD" AGENT1414_ROOT="${AGENT1414_ROOT:-$PWD}"
export AGENT1414_DATA_FOLDER="$AGENT1414_ROOT" LC_ALL=C.UTF-8
unset LANGUAGE NO_COLOR http_proxy https_proxy
keep="$BUILD/bench" programs="$BUILD/tests/bench" cases=10000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
mkdir -p "$keep"

# The filled store is kept between runs, and made anew with a new program.
if [ ! -f "$keep/filled" ] || [ "$programs/bench_fill" -nt "$keep/filled" ]; then
    echo "Filling a store with $cases cases, once..."
    rm -rf "$keep/store"
    fast=$(mktemp -d -p /dev/shm 2>/dev/null) || fast=$(mktemp -d)
    "$programs/bench_fill" "$fast/store" $cases &&
        cp -a "$fast/store" "$keep/store" && touch "$keep/filled"
    rm -rf "$fast"
    [ -f "$keep/filled" ] || exit 1
fi
cp -a "$keep/store" "$work/store" || exit 1
sync # so that the copy's pages are not written while saving is measured

# The history that tig shows: as many commits, without a file.
make_history() {
    rm -rf "$keep/history"
    git init -q "$keep/history" || return 1
    awk -v n=$cases 'BEGIN { for (i = 1; i <= n; i++) printf \
        "commit refs/heads/main\ncommitter A <a@example.kz> %d +0500\n" \
        "data <<E\nchange number %d\nE\n\n", 1700000000 + i, i }' |
        git -C "$keep/history" fast-import --quiet &&
        git -C "$keep/history" symbolic-ref HEAD refs/heads/main
}
history= curl=
if ! command -v tig >/dev/null || ! command -v git >/dev/null; then
    echo "tig or git is not installed: its rows are not measured."
else
    [ -f "$keep/history/.git/HEAD" ] || make_history
    history="$keep/history"
fi
if command -v curl >/dev/null; then
    curl=curl
else
    echo "curl is not installed: its row is not measured."
fi

peers=
if why=$(BUILD="$BUILD" sh tests/peers/install.sh); then
    peers="$BUILD/peers"
else
    echo "$why The rule engines beside the scripts are not measured."
fi

echo "Medians; a goal is a ratio at most, or a figure where nobody is beside."
"$programs/bench_screen" "$work/store" "$work" "$history"
"$programs/bench_lookup" "$work" "$curl"
"$programs/bench_save" "$work"
"$programs/bench_writers" "$work"
"$programs/bench_desks" "$work"
"$programs/bench_deliver" "$work"
"$programs/bench_script" "$work" "$peers"
"$programs/bench_check" "$work"
"$programs/bench_kb" "$work"
"$programs/bench_ssh" "$work"
