// node differential.js PEERS PROGRAM [COUNT [SEED]]: our evaluator beside
// certlogic-js on random rules. Every difference must be one that README.md
// explains: certlogic-js with the changes of differences.js answers as we do
// on every rule. Anything else is shown and fails.
'use strict';
const fs = require('fs'), os = require('os'), path = require('path');
const {spawnSync} = require('child_process');
const {line} = require('./generate.js');
const {written, differences} = require('./differences.js');

const [peers, program, count = 120000, seed = 1414] = process.argv.slice(2);
const dist = path.resolve(peers, 'node_modules/certlogic-js/dist');
const evaluator = require(path.join(dist, 'evaluator.js'));
const internals = require(path.join(dist, 'internals.js'));
const original = {evaluate: evaluator.evaluate, ...internals};

// ---- certlogic-js, changed ----

function change(changes) {
  Object.assign(internals, original);
  delete internals.evaluate;
  evaluator.evaluate = original.evaluate;
  for (const one of changes) {
    for (const [name, make] of Object.entries(one.internals ?? {}))
      internals[name] = make(internals[name], internals);
    if (one.around !== undefined) {
      const inner = evaluator.evaluate;
      evaluator.evaluate = (rule, data) => {
        const done = one.around((r, d) => evaluator.evaluate(r, d), rule, data);
        return done === undefined ? inner(rule, data) : done.value;
      };
    }
  }
}

// What certlogic-js answers with the changes: JSON, or "error".
function theirs({rule, data}, changes) {
  change(changes);
  try {
    for (const one of changes)
      one.check?.(rule, internals);
    return written(evaluator.evaluate(rule, data));
  } catch (error) {
    return 'error';
  }
}

// ---- ours ----

function ours(lines) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'differential-'));
  const input = path.join(folder, 'lines'), output = path.join(folder, 'out');
  try {
    fs.writeFileSync(input, lines.join('\n') + '\n');
    const files = [fs.openSync(input, 'r'), fs.openSync(output, 'w')];
    const run = spawnSync(program, ['script', 'eval', '--batch'],
      {stdio: [...files, 'inherit']});
    if (run.error !== undefined || run.signal !== null)
      throw new Error(`${program}: ${run.error ?? run.signal}`);
    return fs.readFileSync(output, 'utf8').split('\n').slice(0, -1);
  } finally {
    fs.rmSync(folder, {recursive: true});
  }
}

const ourAnswer = answer => answer?.error?.code !== undefined ? 'error'
  : written(answer);

// ---- compared ----

// The smallest set of changes that explains it: one, two, or all.
function explain(one, answer) {
  for (const [i, first] of differences.entries()) {
    if (theirs(one, [first]) === answer)
      return first.name;
    for (const second of differences.slice(0, i))
      if (theirs(one, [second, first]) === answer)
        return `${second.name} + ${first.name}`;
  }
  return 'several together';
}

function compare(lines, answers) {
  const tally = {errors: 0, classes: new Map(), unexplained: []};
  lines.forEach((text, i) => {
    const one = JSON.parse(text), answer = ourAnswer(JSON.parse(answers[i]));
    const plain = theirs(one, []);
    tally.errors += plain === 'error' && answer === 'error';
    if (theirs(one, differences) !== answer)
      return tally.unexplained.push({text, plain, answer,
        changed: theirs(one, differences)});
    if (plain === answer)
      return;
    const name = explain(one, answer);
    tally.classes.set(name, (tally.classes.get(name) ?? 0) + 1);
  });
  return tally;
}

function checkReadme() {
  const told = fs.readFileSync(path.join(__dirname, 'README.md'), 'utf8');
  return differences.filter(({name}) => !told.includes(`**${name}**`));
}

function show(lines, tally) {
  const differ = [...tally.classes.values()].reduce((a, b) => a + b, 0);
  console.log(`${lines.length} rules (seed ${seed}): ` +
      `${lines.length - differ - tally.unexplained.length} answered alike ` +
      `(${tally.errors} of them refused by both), ${differ} differ as ` +
      `README.md explains, ${tally.unexplained.length} without explanation`);
  for (const [name, times] of [...tally.classes].sort((a, b) => b[1] - a[1]))
    console.log(`${String(times).padStart(8)}  ${name}`);
  for (const one of tally.unexplained.slice(0, 5))
    console.log(`unexplained: ${one.text}\n  certlogic-js: ${one.plain}` +
        `\n  changed:      ${one.changed}\n  ours:         ${one.answer}`);
}

function main() {
  const lines = Array.from({length: Number(count)},
    (_, i) => line(Number(seed), i));
  const answers = ours(lines);
  if (answers.length !== lines.length)
    throw new Error(`${answers.length} answers to ${lines.length} rules`);
  const tally = compare(lines, answers), untold = checkReadme();
  show(lines, tally);
  for (const {name} of untold)
    console.log(`README.md does not explain: ${name}`);
  process.exit(tally.unexplained.length + untold.length > 0 ? 1 : 0);
}

main();
