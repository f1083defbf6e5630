#!/bin/sh
# The published schema and the loader agree on the form of a script: every file
# we ship passes an independent validator, and every script with one fault of
# form is refused by both. Run from the root.
set -u
program=$(cd "${AGENT1414_BUILD:-build}" && pwd)/agent1414
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/data/kb" "$work/mutants"
cp -R tests/console/script/valid "$work/data/scripts"
cp -R tests/console/script/tables "$work/data/kb/tables"
export HOME="$work" XDG_CONFIG_HOME="$work" XDG_STATE_HOME="$work"

# Debian's own interpreter knows Debian's packages.
python=/usr/bin/python3
[ -x "$python" ] || python=python3

verdict()
{
    if wrong=$(cat) && [ -z "$wrong" ]; then
        printf '[       OK ] %s\n' "$1"
    else
        printf '%s\n[  FAILED  ] %s\n' "$wrong" "$1"
        touch "$work/failed"
    fi
}

"$python" - accept scripts/[a-z]*.json tests/console/script/valid/[a-z]*.json \
    <<'PY' 2>&1 | verdict "every shipped file fits its schema"
import json, os, sys
import jsonschema
schema = json.load(open("scripts/script.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
schema = json.load(open("scripts/facts.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
facts = jsonschema.Draft202012Validator(schema)
seen = 0
for path in sys.argv[2:]:
    name = os.path.basename(path)
    if name == "published.json" or name.endswith(".schema.json"):
        continue
    if name == "facts.json":
        for fault in facts.iter_errors(json.load(open(path))):
            print(path, list(fault.absolute_path), fault.message[:100])
        continue
    seen += 1
    for fault in validator.iter_errors(json.load(open(path))):
        print(path, list(fault.absolute_path), fault.message[:100])
if seen < 10:
    print("too few scripts:", seen)
PY

# Each mutant is the script main of the tests with one fault; m000 has none.
# Prints those that the validator takes.
"$python" - "$work/mutants" <<'PY' 2>&1 |
import copy, json, sys
import jsonschema
folder = sys.argv[1]
validator = jsonschema.Draft202012Validator(
    json.load(open("scripts/script.schema.json")))
base = json.load(open("tests/console/script/valid/main.json"))
base["entry"] = True
base["nodes"]["why"]["note"] = copy.deepcopy(base["nodes"]["why"]["say"])
examples = {"say": "greet", "ask": "amount", "check": "status_is",
            "table": "decide", "look": "look", "note": "why", "sub": "school",
            "outcome": "end_wait"}
count = 0


def keep(change, name):
    """Writes the mutant; says so when the validator takes it."""
    global count
    script = copy.deepcopy(base)
    script["id"] = "m%03d" % count
    change(script)
    taken = validator.is_valid(script)
    if taken != (count == 0):
        print("the validator:", script.get("id"), name)
    with open("%s/m%03d.json" % (folder, count), "w") as file:
        json.dump(script, file, ensure_ascii=False)
    count += 1


def at(script, path):
    for step in path:
        script = script[step]
    return script


def drop(path, key):
    keep(lambda s: at(s, path).pop(key), "drop %s %s" % (path, key))


def put(path, key, value):
    keep(lambda s: at(s, path).__setitem__(key, value),
         "put %s %s %r" % (path, key, value))


keep(lambda s: None, "none")
for key in ("format", "version", "title", "start", "nodes"):
    drop([], key)
    put([], key, 7)
put([], "colour", "red")
put([], "entry", "yes")
put([], "format", "agent1414-script/2")
put([], "version", "first")
put([], "values", [])
put([], "nodes", {})
put(["values"], "fee", None)
put(["values"], "Fee", 1)
for kind, id in examples.items():
    node = ["nodes", id]
    for key in base["nodes"][id]:
        if key not in ("unknown", "policy", "note"):
            drop(node, key)
        put(node, key, 7)
    put(node, "colour", "red")
    put(node, "kind", kind + "s")
    put(["nodes"], "Bad_" + id, base["nodes"][id])
for language in ("kk", "ru", "en"):
    drop(["nodes", "greet", "say"], language)
    put(["nodes", "greet", "say"], language, "")
    put(["nodes", "greet", "say"], language, 1)
put(["nodes", "greet", "say"], "de", "Guten Tag")
put(["nodes", "on_list"], "policy", "any")
put(["nodes", "on_list"], "next", [])
drop(["nodes", "status_is", "next", 0], "to")
put(["nodes", "status_is", "next", 0], "if", True)
for rule in ({"some": [1]}, {"===": [1]}, {"===": [1, 2, 3]}, {"var": 7},
             {"and": [True]}, {"!": []}, {"if": [True, 1]}, {"known": [1]},
             {"plusTime": [{"var": "as_of"}, 1, "week"]}, {"table": ["fees"]},
             {"reduce": [[], 1, 0]}, {"+": [1, 2]}, None,
             {"and": [True, True], "or": [True, True]}, {"in": [1]},
             {"<": [1]}, {"after": [1]}):
    put(["nodes", "status_is", "next", 0], "when", rule)
put(["nodes", "amount", "answer"], "type", "number")
put(["nodes", "amount", "answer"], "pattern", "x")
put(["nodes", "amount", "answer"], "min", "1")
put(["nodes", "paid_on", "answer"], "max", "today")
put(["nodes", "paid_on", "answer"], "dont_know", "yes")
for codes in ([], [{"code": "a"}], [{"code": "A b", "label":
              {"kk": "x", "ru": "x", "en": "x"}}]):
    put(["nodes", "amount"], "answer", {"type": "choice", "codes": codes})
put(["nodes", "amount"], "answer", {"type": "choice"})
put(["nodes", "amount"], "answer", {"type": "text", "max": 0})
drop(["nodes", "decide", "rows", 0], "is")
drop(["nodes", "decide", "rows", 0], "to")
put(["nodes", "decide", "rows", 0], "is", [1.5, None])
put(["nodes", "decide", "rows", 0], "is", [[], None])
put(["nodes", "decide"], "inputs", [])
for exit in ("ok", "not_found", "unknown"):
    drop(["nodes", "look", "next"], exit)
put(["nodes", "look", "next"], "ambiguous", "greet")
put(["nodes", "school", "next"], "SCH-LISTED", 7)
put(["nodes", "end_wait"], "resolved", "on_call")
put(["nodes", "end_fine"], "resolved", "later")
put(["nodes", "end_wait"], "code", "wait")
for key in ("issue", "send"):
    drop(["nodes", "end_wait", "case"], key)
    put(["nodes", "end_wait", "case"], key, 7)
put(["nodes", "end_wait", "case"], "send", ["status", "status"])
put(["nodes", "end_wait", "case"], "send", [7])
put(["nodes", "end_wait", "case"], "branch", "KZO")
for key in ("text", "source", "read"):
    drop(["nodes", "end_wait", "because"], key)
    put(["nodes", "end_wait", "because"], key, 7)
put(["nodes", "end_wait", "because"], "read", "last year")
put(["nodes", "end_wait", "because"], "by", "me")
if count < 41:
    print("too few mutants:", count)
PY
    verdict "the validator refuses every script with a fault of form"

"$program" -o data.folder="$work/data" --language en script check --json \
    "$work"/mutants/*.json >"$work/found.json" 2>"$work/said"
"$python" - "$work/found.json" "$work/mutants" <<'PY' 2>&1 |
import collections, json, os, sys
found = collections.defaultdict(set)
for finding in json.load(open(sys.argv[1]))["findings"]:
    if finding["severity"] == "error":
        found[os.path.basename(finding["file"])].add(finding["code"])
form = {"E01", "E02", "E14"}
for name in sorted(os.listdir(sys.argv[2])):
    if name == "m000.json":
        if found[name]:
            print("refused without a fault:", name, found[name])
    elif not found[name] & form:
        print("the loader:", name, found[name])
PY
    verdict "the loader refuses the same, each with its finding"
cat "$work/said"

# What the loader's own tests break in the form of the facts.
"$python" - tests/console/script/invalid/*/facts.json <<'PY' 2>&1 |
import json, os, sys
import jsonschema
validator = jsonschema.Draft202012Validator(
    json.load(open("scripts/facts.schema.json")))
seen = 0
for path in sys.argv[1:]:
    expected = open(os.path.dirname(path) + "/expected").read()
    if "E01 facts.json" not in expected and "E14 facts.json" not in expected:
        continue
    if "from is not before" in expected or "min is above" in expected:
        continue # two values that do not fit each other are no fault of form
    try:
        facts = json.load(open(path))
    except ValueError: # not even JSON
        continue
    seen += 1
    if validator.is_valid(facts):
        print("the validator:", path)
if seen < 4:
    print("too few:", seen)
PY
    verdict "the validator refuses facts with a fault of form"
[ ! -e "$work/failed" ]
