import fc from 'fast-check';
import { nextDay } from './recurrence.js';
import { readRule } from './recurrence-rule.js';

describe('A rule', () => {
  test.each([
    ['FREQ=DAILY', { frequency: 'DAILY', interval: 1 }],
    [
      'freq=weekly;byday=mo,su',
      {
        weekdays: [
          { weekday: 0, nth: null },
          { weekday: 6, nth: null },
        ],
      },
    ],
    ['FREQ=MONTHLY;BYDAY=2TU,-1FR,+1MO', { weekdays: [nth(1, 2), nth(4, -1), nth(0, 1)] }],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1', { daysOfMonth: [1, 15, -1] }],
    ['BYMONTH=01,12;FREQ=YEARLY', { months: [1, 12] }],
    ['FREQ=DAILY;INTERVAL=3;COUNT=10', { interval: 3, count: 10, until: null }],
    ['FREQ=DAILY;UNTIL=19700102', { until: 1, count: null }],
  ])('SPEC-027.1: %s is taken', (text, parts) => {
    expect(readRule(text)).toEqual({ rule: expect.objectContaining(parts) });
  });

  test.each([
    ['', 'parts such as'],
    ['DAILY', 'parts such as'],
    ['FREQ=DAILY;', 'parts such as'],
    ['FREQ=DAILY;COUNT=', 'parts such as'],
    ['FREQ=DAILY;COUNT=1=2', 'parts such as'],
    ['RRULE:FREQ=DAILY', 'no other parts'],
    ['FREQ=DAILY\nCOUNT=1', 'parts such as'],
    ['INTERVAL=2', 'must have a FREQ'],
    ['FREQ=SECONDLY', 'must have a FREQ'],
    ['FREQ=HOURLY', 'must have a FREQ'],
    ['FREQ=DAILY;BYHOUR=9', 'no other parts'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1', 'no other parts'],
    ['FREQ=YEARLY;BYYEARDAY=1', 'no other parts'],
    ['FREQ=YEARLY;BYWEEKNO=1', 'no other parts'],
    ['FREQ=WEEKLY;WKST=SU', 'no other parts'],
    ['FREQ=DAILY;RSCALE=HEBREW', 'no other parts'],
    ['FREQ=DAILY;__proto__=1', 'no other parts'],
    ['FREQ=DAILY;FREQ=DAILY', 'FREQ only once'],
    ['FREQ=DAILY;count=1;COUNT=1', 'COUNT only once'],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=-1', 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1001', 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=1.5', 'INTERVAL'],
    ['FREQ=DAILY;INTERVAL=99999999999999999999', 'INTERVAL'],
    ['FREQ=DAILY;COUNT=0', 'COUNT'],
    ['FREQ=DAILY;COUNT=-1', 'COUNT'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20261231', 'both COUNT and UNTIL'],
    ['FREQ=DAILY;UNTIL=20260230', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=20261231T000000Z', 'UNTIL'],
    ['FREQ=DAILY;UNTIL=2026-12-31', 'UNTIL'],
    ['FREQ=DAILY;BYDAY=1MO', 'number weekdays only'],
    ['FREQ=WEEKLY;BYDAY=-1MO', 'number weekdays only'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY where FREQ is WEEKLY'],
    ['FREQ=MONTHLY;BYDAY=XX', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=54MO', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=MO,', 'BYDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH'],
    ['FREQ=YEARLY;BYMONTH=-1', 'BYMONTH'],
    [`FREQ=DAILY;BYMONTH=${'1,'.repeat(5_000)}1`, 'at most 500 characters'],
  ])('SPEC-027.1: %s is refused with a reason', (text, reason) => {
    expect(readRule(text)).toEqual({ reason: expect.stringContaining(reason) });
  });

  test('SPEC-027.1: is taken or refused, whatever the text, and then the next day is found or there is none', () => {
    const parts = fc.oneof(
      fc.constantFrom('FREQ=DAILY', 'FREQ=YEARLY', 'BYDAY=5MO', 'INTERVAL=7', 'BYMONTH=2', 'BYMONTHDAY=30', 'COUNT=3'),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 6 }), (some) => {
        const read = readRule(some.join(';'));
        if ('reason' in read) return expect(read.reason).toMatch(/^must /);
        return expect(String(nextDay(read.rule, '2026-01-31'))).toMatch(/^2\d{3}-\d\d-\d\d$|^null$/);
      }),
    );
  });
});

function nth(weekday: number, place: number) {
  return { weekday, nth: place };
}
