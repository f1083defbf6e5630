// node peers.js MODULES FILE ENGINE: the rules of bench_script in an engine of
// npm; prints the microseconds of a whole decision and of a condition, or
// nothing when an answer was wrong. Each engine is used as its manual says.
'use strict';
const fs = require('fs'), path = require('path');

const [modules, file, name] = process.argv.slice(2);
const load = module => require(path.resolve(modules, 'node_modules', module));
const {rule, ways, engine, facts, codes} = JSON.parse(fs.readFileSync(file));

// Each gives `decide(facts)` -> the code, `holds[i](facts)` -> true or false.
const engines = {
  'json-logic-js': () => {
    const {apply} = load('json-logic-js');
    return {decide: one => apply(rule, one),
      holds: ways.map(way => one => apply(way, one))};
  },
  'certlogic-js': () => {
    const {evaluate} = load('certlogic-js');
    return {decide: one => evaluate(rule, one),
      holds: ways.map(way => one => evaluate(way, one))};
  },
  'json-logic-engine': () => {
    const {LogicEngine} = load('json-logic-engine');
    const logic = new LogicEngine();
    return {decide: logic.build(rule), holds: ways.map(w => logic.build(w))};
  },
  'json-rules-engine': () => {
    const {Engine} = load('json-rules-engine');
    const all = new Engine(engine);
    const alone = engine.map(one => new Engine([one]));
    return {decide: async one => (await all.run(one)).events[0].type,
      holds: alone.map(one => async f =>
        (await one.run(f)).events.length === 1)};
  },
};

// Microseconds for each of `count` calls of `once(i)`, at least `least_ms`.
async function time(count, least_ms, once) {
  const waits = once(0) instanceof Promise;
  const from = process.hrtime.bigint();
  let calls = 0, ns = 0;
  do {
    for (let i = 0; i < count; i++)
      waits ? await once(i) : once(i);
    calls += count;
    ns = Number(process.hrtime.bigint() - from);
  } while (ns < least_ms * 1e6);
  return ns / 1000 / calls;
}

async function main() {
  const {decide, holds} = engines[name]();
  let right = 0, held = 0;
  for (let i = 0; i < facts.length; i++) {
    right += await decide(facts[i]) === codes[i];
    if (i < 100)
      for (const one of holds)
        held += await one(facts[i]) === true;
  }
  if (right !== facts.length || held !== 100)
    return;
  const last = facts.length - 1;
  await time(last, 100, i => decide(facts[i])); // compiled by now
  const whole = await time(last, 200, i => decide(facts[i]));
  const once = i => holds[i % holds.length](facts[i % facts.length]);
  await time(4 * last, 100, once);
  console.log(whole, await time(4 * last, 200, once));
}

main();
