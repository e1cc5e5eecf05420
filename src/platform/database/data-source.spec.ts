import pg from 'pg';
import './data-source.js';

const read = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date | number;

describe('A time from the database', () => {
  it.each([
    ['2026-01-31 12:00:00+00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31 12:00:00.1+00', '2026-01-31T12:00:00.100Z'],
    ['2026-01-31 12:00:00.123456+00', '2026-01-31T12:00:00.123Z'],
    ['2026-01-31 12:00:00.123+05:30', '2026-01-31T06:30:00.123Z'],
    ['2026-01-31 12:00:00.123-03', '2026-01-31T15:00:00.123Z'],
  ])('SPEC-007.19: %s is %s', (text, iso) => {
    expect((read(text) as Date).toISOString()).toBe(iso);
  });

  it('may have no end', () => {
    expect(read('infinity')).toBe(Infinity);
  });
});
