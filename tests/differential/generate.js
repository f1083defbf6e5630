// Random rules with their data, from a seed: typed, so that most can be
// applied; some with a fault of type or shape, some at the edges of dates.
'use strict';

// A small generator of random numbers (mulberry32): the same on every machine.
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const TEXTS = ['', 'a', 'student', 'KZ', 'Алматы', 'қыз', '0', 'null'];
const WHOLE = [0, 1, 2, -1, 3, 12, 42, 5950, -7, 2147483648, -1125899906842624];
const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const UNITS = ['year', 'month', 'day', 'hour'];
// Paths by the type that is mostly found there.
const PATHS = {
  bool: ['b', 'c', 'o.b', 'people.0.insured'],
  whole: ['i', 'j', 'o.i', 'people.1.age', 'wholes.0'],
  text: ['s', 't', 'o.s', 'people.0.name', 'texts.1'],
  date: ['d', 'e', 'o.d', 'people.0.born', 'dates.0'],
  list: ['wholes', 'texts', 'dates', 'people', 'o.list'],
  object: ['o', 'people.0', 'empty', ''],
};
const MISSING = ['none', 'o.none.b', 'wholes.9', 'people.7.age'];
// Members that JavaScript finds and JSON does not have.
const STRANGE = ['s.0', 's.length', 'texts.length', 'wholes.0x', 'wholes.-1',
  'texts.01', 'o.', '.', 'o..i', 'i.j', 'b.c', 'wholes. 1', 'none.length'];

class Maker {
  constructor(seed) {
    this.next = random(seed);
  }

  below(count) {
    return Math.floor(this.next() * count);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  often(share) {
    return this.next() < share;
  }

  several(least, most, make) {
    return Array.from({length: least + this.below(most - least + 1)}, make);
  }

  // ---- values ----

  whole() {
    return this.often(0.6) ? this.one(WHOLE) : this.below(200) - 100;
  }

  day() {
    const two = number => String(number).padStart(2, '0');
    const year = this.often(0.9) ? 1990 + this.below(45)
      : this.one([0, 1, 99, 1582, 1900, 2000, 9999]);
    const month = this.often(0.2) ? 2 : 1 + this.below(12);
    const day = this.often(0.01) ? 31
      : this.often(0.3) ? LAST_DAYS[month - 1] : 1 + this.below(28);
    return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  }

  date() {
    const day = this.day();
    if (this.often(0.5))
      return day;
    if (this.often(0.03)) // not a date for one of us, or for both
      return this.one(['2020', '2020-02', '2021-13-01', '2020-00-10', 'soon',
        `${day}T24:00:00Z`, `${day}T10:60:00Z`, `${day}T10:00Z`, `${day} `,
        `${day}T10:00:00+5:`, `${day}T10:00:00+24`, `${day}T10:00:00z`,
        `${day}T10:00:00.Z`, `${day}T10:00:00+05:60`, `20-01-01`]);
    const two = most => String(this.below(most)).padStart(2, '0');
    return `${day}T${two(24)}:${two(60)}:${two(60)}` +
        this.one(['', '', '.5', '.123', '.1239', '.000001']) +
        this.one(['', 'Z', '+5', '-3', '+05', '+530', '+0530', '-9:30',
          '+06:00', '-23:59']);
  }

  value(type) {
    if (this.often(0.02))
      return null;
    switch (type) {
      case 'bool': return this.often(0.5);
      case 'whole': return this.whole();
      case 'text': return this.one(TEXTS);
      case 'date': return this.date();
      case 'list': return this.several(0, 3, () => this.value('whole'));
      default: return {b: this.value('bool'), i: this.value('whole')};
    }
  }

  // What may be missing is missing now and then.
  object(members) {
    return Object.fromEntries(members.filter(() => !this.often(0.03)));
  }

  person() {
    return this.object([['name', this.value('text')],
      ['age', this.value('whole')], ['born', this.value('date')],
      ['insured', this.value('bool')]]);
  }

  data() {
    if (this.often(0.01))
      return this.one([null, 7, 'text', true, [1, 'a', null], [], 1.5]);
    const list = type => this.several(0, 4, () => this.value(type));
    const wholes = list('whole');
    return this.object([
      ['b', this.value('bool')], ['c', this.value('bool')],
      ['i', this.value('whole')],
      ['j', this.often(0.1) ? 1.5 : this.value('whole')],
      ['s', this.value('text')], ['t', this.value('text')],
      ['d', this.value('date')], ['e', this.value('date')],
      ['empty', {}], ['wholes', wholes], ['again', wholes], ['texts', list('text')],
      ['dates', list('date')], ['people', [this.person(), this.person()]],
      ['o', this.object([['b', this.value('bool')], ['i', this.value('whole')],
        ['s', this.value('text')], ['d', this.value('date')],
        ['list', list(this.one(['whole', 'text', 'list', 'object']))]])],
    ]);
  }

  // ---- rules ----

  path(type) {
    return {var: this.often(0.02) ? this.one(STRANGE)
      : this.often(0.03) ? this.one(MISSING) : this.one(PATHS[type])};
  }

  any(depth) {
    return this.rule(this.one(['bool', 'whole', 'text', 'date', 'list',
      'moment', 'object']), depth);
  }

  choice(type, depth) {
    const guard = this.often(0.8) ? this.rule('bool', depth) : this.any(depth);
    return {if: [guard, this.rule(type, depth), this.rule(type, depth)]};
  }

  equal(depth) {
    if (this.often(0.1)) // the same twice, or written as 2 here and 2.0 there
      return {'===': [{var: 'wholes'}, {var: 'again'}]};
    const type = this.one(['bool', 'whole', 'text', 'text', 'date', 'list',
      'object', 'moment']);
    return {'===': [this.rule(type, depth), this.rule(type, depth)]};
  }

  within(depth) {
    const type = this.one(['whole', 'text', 'date', 'moment', 'list']);
    const list = this.often(0.6)
      ? this.several(0, 4, () => this.rule(type, depth))
      : this.rule('list', depth);
    return {in: [this.rule(type, depth), list]};
  }

  order(operators, type, depth) {
    return {[this.one(operators)]:
      this.several(2, 3, () => this.rule(type, depth))};
  }

  bool(depth) {
    switch (this.below(7)) {
      case 0: return this.equal(depth);
      case 1: return this.within(depth);
      case 2: return {and: this.several(2, 4, () => this.often(0.8)
        ? this.rule('bool', depth) : this.any(depth))};
      case 3: return {'!': [this.often(0.7) ? this.rule('bool', depth)
        : this.any(depth)]};
      case 4: return this.order(['<', '<=', '>', '>='], 'whole', depth);
      case 5: return this.order(['before', 'not-after', 'after', 'not-before'],
        'moment', depth);
      default: return this.choice('bool', depth);
    }
  }

  moment(depth) {
    const amount = this.often(0.98) ? this.below(60) - 30
      : this.one([0, 1000, -2500, 120000, 99999999, -100000001]);
    return {plusTime: [this.rule('date', depth), amount, this.one(UNITS)]};
  }

  lambda() {
    const sum = {'+': [{var: 'accumulator'}, {var: 'current'}]};
    return this.one([sum, sum,
      {'+': [{var: 'accumulator'}, {var: 'current.age'}]},
      {if: [{'>': [{var: 'current'}, {var: 'accumulator'}]},
        {var: 'current'}, {var: 'accumulator'}]},
      [{var: 'accumulator'}, {var: 'current'}], {var: 'i'},
      {plusTime: [{var: 'current'}, 1, 'month']},
      {and: [{var: 'accumulator'}, {var: 'current'}]}]);
  }

  reduce(depth) {
    return {reduce: [this.rule('list', depth), this.lambda(),
      this.often(0.8) ? this.rule('whole', depth) : this.any(depth)]};
  }

  list(depth) {
    const type = this.one(['whole', 'text', 'date', 'bool', 'moment']);
    return this.several(0, 3, () => this.rule(type, depth));
  }

  operation(type, depth) {
    switch (type) {
      case 'bool': return this.bool(depth);
      case 'whole': return this.one([
        () => ({'+': [this.rule('whole', depth), this.rule('whole', depth)]}),
        () => this.reduce(depth), () => this.choice('whole', depth)])();
      case 'moment': return this.often(0.85) ? this.moment(depth)
        : this.choice('moment', depth);
      case 'list': return this.often(0.7) ? this.list(depth)
        : this.choice('list', depth);
      default: return this.choice(type, depth);
    }
  }

  rule(type, depth) {
    if (this.often(0.01))
      type = this.one(['bool', 'whole', 'text', 'date', 'list', 'moment']);
    if (depth > 0 && this.often(type === 'bool' ? 0.9 : 0.4))
      return this.operation(type, depth - 1);
    if (type === 'moment')
      return {plusTime: [this.often(0.7) ? this.path('date') : this.date(),
        this.below(9) - 4, this.one(UNITS)]};
    if (type === 'object' || this.often(0.6))
      return this.path(type);
    return type === 'list' ? this.several(0, 3, () => this.whole())
      : this.value(type) ?? this.path(type);
  }

  // ---- faults of shape ----

  fault(rule) {
    const name = Object.keys(rule)[0], operands = rule[name];
    switch (this.below(8)) {
      case 0: return {[name]: operands.slice(1)};
      case 1: return {[name]: operands.concat([true])};
      case 2: return {['no-' + name]: operands};
      case 3: return {[name]: operands, also: operands};
      case 4: return {[name]: [null].concat(operands.slice(1))};
      case 5: return {[name]: [1.5].concat(operands.slice(1))};
      case 6: return {if: [this.often(0.5), 1, rule, 2]};
      default: return this.one([{extractFromUVCI: ['URN:UVCI:01:KZ', 1]},
        {dccDateOfBirth: ['1990-02']}, {var: 7}, {var: ['i']}, {}, null,
        {plusTime: ['2020-01-01', {var: 'i'}, 'day']},
        {plusTime: ['2020-01-01', 1, 'week']}]);
    }
  }

  deep() {
    let rule = {var: 'b'};
    for (let i = 12 + this.below(6); i > 0; i--)
      rule = {'!': [rule]};
    return rule;
  }

  whole_rule() {
    if (this.often(0.002))
      return this.deep();
    const rule = this.often(0.75) ? this.bool(1 + this.below(4))
      : this.any(1 + this.below(4));
    const operands = rule && Object.values(rule)[0];
    if (!this.often(0.02) || Array.isArray(rule) || !Array.isArray(operands))
      return rule;
    const fault = this.fault(rule);
    return this.often(0.5) ? fault : {if: [this.path('bool'), fault, 'other']};
  }

  // JSON; a whole number is now and then written with a point or an exponent.
  write(value) {
    return JSON.stringify(value, (_, member) =>
      Number.isInteger(member) && this.often(0.01)
        ? `@${this.one([`${member}.0`, `${member}e0`])}@` : member)
      .replace(/"@([^"@]*)@"/g, '$1');
  }
}

// One line of `script eval --batch` for each number from 0; the same seed and
// number make the same line.
function line(seed, number) {
  const maker = new Maker(seed * 1000003 + number);
  const rule = maker.write(maker.whole_rule());
  return `{"rule":${rule},"data":${maker.write(maker.data())}}`;
}

module.exports = {line};
