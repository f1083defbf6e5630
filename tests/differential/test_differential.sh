#!/bin/sh
# The differential test where its npm packages are there already (`make
# differential` brings them): the tests themselves use no network.
set -u
build="${BUILD:-build}"
if ! command -v node >/dev/null || [ ! -f "$build/peers/installed" ]; then
    echo "[  SKIPPED ] certlogic-js is not there: make differential brings it"
    exit 0
fi
node tests/differential/differential.js "$build/peers" "$build/agent1414" \
    20000 && echo "[       OK ] random rules beside certlogic-js"
