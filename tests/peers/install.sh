#!/bin/sh
# Brings the npm packages that we are put beside into BUILD/peers, as the lock
# file pins them. Silent when they are there; says why when it cannot.
set -u
here=$(dirname "$0") to="${BUILD:-build}/peers"
command -v npm >/dev/null || {
    echo "npm is not installed."
    exit 1
}
cmp -s "$here/package-lock.json" "$to/installed" && exit 0
mkdir -p "$to" && cp "$here/package.json" "$here/package-lock.json" "$to" &&
    npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --silent \
        >"$to/log" 2>&1 && cp "$here/package-lock.json" "$to/installed" || {
    tail -n 3 "$to/log"
    echo "npm could not bring the packages of $here/package.json."
    exit 1
}
