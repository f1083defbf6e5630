// Where our evaluator differs from certlogic-js on purpose: each difference as
// a change to certlogic-js that makes it answer as we do. README.md explains
// each under its name. `around` stands before every (inner) evaluation,
// `internals` replaces a function, `check` sees the whole rule first.
'use strict';

// JSON as one text whatever the order of members; date-times as texts.
const written = value => JSON.stringify(value, (_, member) =>
  member !== null && typeof member === 'object' && !Array.isArray(member)
    ? Object.fromEntries(Object.entries(member).sort()) : member);

const isMoment = value => value instanceof Date;
const same = (left, right) => isMoment(left) === isMoment(right) &&
    written(left) === written(right);
const asText = value => isMoment(value) ? value.toJSON() : value;
const refuse = reason => { throw new Error(reason); };

// ---- dates ----

const DATE = /^(\d{4})-(\d\d)-(\d\d)/;
const TIME = /^T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(.*)$/;
const OFFSET = /^(?:Z?|[+-](?:\d|\d\d|\d{3}|\d{4}|\d\d?:\d\d))$/;

function monthLength(year, month) {
  const day = new Date(Date.UTC(2000, 0, 1));
  day.setUTCFullYear(year, month, 0);
  return day.getUTCDate();
}

function isDate(text) {
  const [all, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  return all !== undefined && month >= 1 && month <= 12 && day >= 1 &&
      day <= monthLength(year, month);
}

function isOffset(text) {
  const digits = text.replace(/[Z+:-]/g, '');
  const hours = digits.length > 2 ? digits.slice(0, -2) : digits;
  const minutes = digits.length > 2 ? digits.slice(-2) : '0';
  return OFFSET.test(text) && Number(hours) <= 23 && Number(minutes) <= 59;
}

function isTime(text) {
  const [, hours, minutes, seconds, offset] = TIME.exec(text) ?? [];
  return hours <= 23 && minutes <= 59 && seconds <= 59 && isOffset(offset);
}

const isWritten = text =>
  isDate(text) && (text.length === 10 || isTime(text.slice(10)));

const FIRST = Date.UTC(2000, 0, 1) - 730485 * 86400000; // 0000-01-01
const LAST = Date.UTC(10000, 0, 1);

// ---- the whole rule ----

const COUNTS = {if: [3, 3], '===': [2, 2], in: [2, 2], and: [2, 1000],
  '!': [1, 1], '<': [2, 3], '<=': [2, 3], '>': [2, 3], '>=': [2, 3],
  before: [2, 3], 'not-after': [2, 3], after: [2, 3], 'not-before': [2, 3],
  plusTime: [3, 3], '+': [2, 2], reduce: [3, 3]};
const OF_THE_EU = ['extractFromUVCI', 'dccDateOfBirth'];

function checkPlusTime([date, amount, unit], internals) {
  if (!Number.isInteger(amount) ||
      !['year', 'month', 'day', 'hour'].includes(unit))
    refuse('plusTime');
  if (date === null || typeof date !== 'object')
    internals.plusTime(typeof date === 'string' ? date : refuse('date'),
      amount, unit);
}

// Throws on what we refuse before anything is evaluated.
function check(rule, internals) {
  if (rule === null || typeof rule === 'number' && !Number.isInteger(rule))
    refuse('constant');
  if (typeof rule !== 'object')
    return;
  if (Array.isArray(rule))
    return rule.forEach(item => check(item, internals));
  const [[operator, operands] = refuse('empty'), also] = Object.entries(rule);
  if (also !== undefined)
    refuse('two operators');
  if (operator === 'var')
    return typeof operands === 'string' ? undefined : refuse('var');
  if (OF_THE_EU.includes(operator))
    return;
  const [least, most] = COUNTS[operator] ?? refuse('operator');
  if (!Array.isArray(operands) || operands.length < least ||
      operands.length > most)
    refuse('operands');
  operands.forEach(operand => check(operand, internals));
  if (operator === 'plusTime')
    checkPlusTime(operands, internals);
}

// How deep lists and objects nest.
const levels = json => json === null || typeof json !== 'object' ? 0
  : 1 + Math.max(0, ...Object.values(json).map(levels));

function uses(rule, operators) {
  if (rule === null || typeof rule !== 'object')
    return false;
  return Object.entries(rule).some(([name, inner]) =>
    !Array.isArray(rule) && operators.includes(name) ||
    uses(inner, operators));
}

// ---- the differences ----

module.exports = {written, differences: [
  {
    name: 'equal by value',
    around: (evaluate, rule, data) => {
      const [left, right] = rule?.['==='] ?? rule?.in ?? [];
      if (right === undefined || Object.keys(rule).length !== 1 ||
          Object.values(rule)[0].length !== 2)
        return undefined;
      const is = evaluate(left, data), of = evaluate(right, data);
      if (rule.in === undefined)
        return {value: same(is, of)};
      return {value: Array.isArray(of) ? of.some(item => same(is, item))
        : refuse('in')};
    },
  },
  {
    name: 'last day of the month',
    internals: {
      plusTime: (plusTime, internals) => (text, amount, unit) => {
        if (unit !== 'month' && unit !== 'year')
          return plusTime(text, amount, unit);
        const moment = plusTime(text, 0, unit), day = moment.getUTCDate();
        const months = moment.getUTCMonth() +
            (unit === 'year' ? 12 * amount : amount);
        moment.setUTCDate(1);
        moment.setUTCMonth(months);
        moment.setUTCDate(Math.min(day, monthLength(moment.getUTCFullYear(),
          moment.getUTCMonth() + 1)));
        return moment;
      },
    },
  },
  {
    name: 'only dates that exist',
    internals: {
      plusTime: plusTime => (text, amount, unit) => isWritten(text)
        ? plusTime(text, amount, unit) : refuse('not a date'),
    },
  },
  {
    name: 'years 0 to 9999',
    internals: {
      plusTime: plusTime => (text, amount, unit) => {
        const moment = plusTime(text, amount, unit);
        return Math.abs(amount) <= 100000000 && moment >= FIRST &&
            moment < LAST ? moment : refuse('calendar');
      },
    },
  },
  {
    name: 'members of JSON alone',
    internals: {
      access: () => (data, path) => path === '' ? data
        : path.split('.').reduce((value, name) => {
          const list = Array.isArray(value);
          if (value === null || typeof value !== 'object' ||
              !Object.hasOwn(value, list ? String(Number(name)) : name) ||
              list && !/^\d+$/.test(name))
            return null;
          return list ? value[Number(name)] : value[name];
        }, data),
    },
  },
  {
    name: 'a date-time in a list is text',
    around: (evaluate, rule, data) => Array.isArray(rule)
      ? {value: rule.map(item => asText(evaluate(item, data)))} : undefined,
  },
  {
    name: 'reduce carries text',
    around: (evaluate, rule, data) => {
      if (!Array.isArray(rule?.reduce) || Object.keys(rule).length !== 1)
        return undefined;
      const [operand, lambda, initial] = rule.reduce;
      const list = evaluate(operand, data), first = evaluate(initial, data);
      if (list !== null && !Array.isArray(list))
        refuse('reduce');
      return {value: (list ?? []).reduce((accumulator, current) =>
        asText(evaluate(lambda, {accumulator, current})), asText(first))};
    },
  },
  {
    name: 'checked before it is evaluated',
    check,
  },
  {
    name: 'operators of the certificate',
    check: rule => uses(rule, OF_THE_EU) ? refuse('operator') : undefined,
  },
  {
    name: 'levels',
    check: rule => 1 + levels(rule) > 32 ? refuse('levels') : undefined,
  },
]};
