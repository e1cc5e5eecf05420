import { parseTimestamp } from './timestamp.js';

describe('A time as PostgreSQL writes it', () => {
  it.each([
    ['2026-01-31 12:00:00+00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31 12:00:00.1+00', '2026-01-31T12:00:00.100Z'],
    ['2026-01-31 12:00:00.12+00', '2026-01-31T12:00:00.120Z'],
    ['2026-12-31 23:59:59.999+00', '2026-12-31T23:59:59.999Z'],
    ['2026-01-31 12:00:00.123456+00', '2026-01-31T12:00:00.123Z'],
    ['2024-02-29 00:00:00.007+00', '2024-02-29T00:00:00.007Z'],
    ['1969-07-20 20:17:40+00', '1969-07-20T20:17:40.000Z'],
  ])('%s is read and shown as any Date is', (text, iso) => {
    const time = parseTimestamp(text) as Date;
    expect(time).toBeInstanceOf(Date);
    expect([time.toISOString(), JSON.stringify(time)]).toEqual([iso, JSON.stringify(iso)]);
    expect(time).toEqual(new Date(iso));
  });

  it.each([
    '0050-01-01 00:00:00+00',
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '12026-01-31 12:00:00+00',
    '2026-01-31 12:00:00+01',
  ])('%s is left to pg', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
