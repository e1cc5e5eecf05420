import fc from 'fast-check';
import 'temporal-polyfill/global';
import { RRuleTemporal } from 'rrule-temporal';
import { nextDay } from './recurrence.js';
import { readRule, type RecurrenceRule } from './recurrence-rule.js';

function rule(text: string): RecurrenceRule {
  const read = readRule(text);
  if ('reason' in read) throw new Error(`${text} ${read.reason}`);
  return read.rule;
}

/** The first days after this one, each counted from the one before, as tasks are. */
function series(text: string, from: string, count: number): (string | null)[] {
  const days: (string | null)[] = [];
  for (let day: string | null = from; day !== null && days.length < count; days.push(day))
    day = nextDay(rule(text), day);
  return days;
}

describe('The next day', () => {
  test.each([
    ['FREQ=DAILY', '2026-02-28', ['2026-03-01', '2026-03-02']],
    ['FREQ=DAILY;INTERVAL=10', '2026-12-25', ['2027-01-04', '2027-01-14']],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', '2026-11-26', ['2026-11-27', '2026-11-30']],
    ['FREQ=WEEKLY', '2026-11-29', ['2026-12-06', '2026-12-13']],
    ['FREQ=WEEKLY;BYDAY=MO,WE', '2026-11-30', ['2026-12-02', '2026-12-07']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', '2026-11-30', ['2026-12-02', '2026-12-14', '2026-12-16']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', '2026-11-30', ['2026-12-06', '2026-12-20']],
    ['FREQ=MONTHLY', '2026-01-15', ['2026-02-15', '2026-03-15']],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31', ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['FREQ=MONTHLY;BYMONTHDAY=15,-1', '2026-02-15', ['2026-02-28', '2026-03-15']],
    ['FREQ=MONTHLY;BYDAY=2TU', '2026-11-10', ['2026-12-08', '2027-01-12']],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-11-27', ['2026-12-25', '2027-01-29']],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '2026-02-13', ['2026-03-13', '2026-11-13']],
    ['FREQ=YEARLY', '2026-03-01', ['2027-03-01', '2028-03-01']],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2026-11-26', ['2027-11-25', '2028-11-23']],
    ['FREQ=YEARLY;BYDAY=20MO', '2026-05-18', ['2027-05-17', '2028-05-15']],
    ['FREQ=YEARLY;BYDAY=-1MO', '2026-12-28', ['2027-12-27', '2028-12-25']],
    ['FREQ=YEARLY;BYMONTH=1,7', '2026-01-10', ['2026-07-10', '2027-01-10']],
  ])('SPEC-027.2: of %s after %s', (text, from, expected) => {
    expect(series(text, from, expected.length)).toEqual(expected);
  });

  test.each([
    ['FREQ=MONTHLY', '2026-01-31', ['2026-03-31', '2026-05-31', '2026-07-31', '2026-08-31']],
    ['FREQ=MONTHLY;BYMONTHDAY=30', '2026-01-30', ['2026-03-30', '2026-04-30']],
    ['FREQ=YEARLY', '2024-02-29', ['2028-02-29', '2032-02-29']],
    ['FREQ=YEARLY', '2096-02-29', ['2104-02-29']],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', '2027-02-28', ['2028-02-29', '2029-02-28']],
    ['FREQ=MONTHLY;BYDAY=5MO', '2026-11-30', ['2027-03-29', '2027-05-31']],
  ])('SPEC-027.3: leaves out months and years that do not have it: %s after %s', (text, from, expected) => {
    expect(series(text, from, expected.length)).toEqual(expected);
  });

  test.each([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-02-28'],
    ['FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31', '2026-02-28'],
    ['FREQ=MONTHLY;BYDAY=6MO', '2026-02-28'],
    ['FREQ=YEARLY;INTERVAL=1000', '2026-02-28'],
    ['FREQ=DAILY', '9999-12-31'],
    ['FREQ=DAILY;UNTIL=20260228', '2026-02-28'],
    ['FREQ=WEEKLY;UNTIL=20260306', '2026-02-28'],
    ['FREQ=DAILY;UNTIL=20200101', '2026-02-28'],
  ])('SPEC-027.4: is none of %s after %s', (text, from) => {
    expect(nextDay(rule(text), from)).toBeNull();
  });

  test('SPEC-027.4: is the day of UNTIL itself, but none after it', () => {
    expect(series('FREQ=DAILY;UNTIL=20260302', '2026-02-28', 9)).toEqual(['2026-03-01', '2026-03-02', null]);
  });

  test('is not looked for after what is no day', () => {
    expect(() => nextDay(rule('FREQ=DAILY'), '2026-02-30')).toThrow(RangeError);
  });
});

const list = (values: fc.Arbitrary<string | number>) =>
  fc.uniqueArray(values, { minLength: 1, maxLength: 3 }).map((few) => few.join(','));
const WEEKDAY = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const NUMBER = fc.integer({ min: -5, max: 5 }).filter((number) => number !== 0);
const NUMBERED = fc.tuple(NUMBER, WEEKDAY).map(([nth, day]) => `${nth}${day}`);
const MONTHDAY = list(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 })));
const MONTH = list(fc.integer({ min: 1, max: 12 }));

const maybe = (values: fc.Arbitrary<string>) => fc.option(values, { nil: undefined, freq: 1 });

const RULES = fc
  .record({
    FREQ: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    INTERVAL: maybe(fc.integer({ min: 1, max: 6 }).map(String)),
    BYDAY: maybe(list(fc.oneof(WEEKDAY, NUMBERED))),
    BYMONTHDAY: maybe(MONTHDAY),
    BYMONTH: maybe(MONTH),
  })
  .map((parts) =>
    Object.entries(parts)
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
      .join(';'),
  )
  .filter((text) => 'rule' in readRule(text));

const DAYS = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Another program's answer; it throws where it finds none for long. */
function expected(text: string, from: string): string | null {
  const start = `DTSTART;VALUE=DATE:${from.replaceAll('-', '')}`;
  const other = new RRuleTemporal({ rruleString: `${start}\nRRULE:${text}`, maxIterations: 2_000 });
  try {
    const found = other.all((_, index) => index < 2).map((day) => day.toString().slice(0, 10));
    return found.find((day) => day > from) ?? null;
  } catch (error) {
    expect(String(error)).toContain('max iterations');
    return null;
  }
}

test('SPEC-027.2: is what another program finds, for every rule that is taken', () => {
  fc.assert(
    fc.property(RULES, DAYS, (text, from) => {
      expect({ text, from, next: nextDay(rule(text), from) }).toEqual({ text, from, next: expected(text, from) });
    }),
    { numRuns: 300 },
  );
});
