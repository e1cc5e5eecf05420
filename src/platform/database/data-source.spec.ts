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

describe('Texts from the database', () => {
  const TEXT_ARRAY = 1009 as typeof pg.types.builtins.INT8;
  const readAll = pg.types.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[];

  it.each<[string, (string | null)[]]>([
    ['{}', []],
    ['{read_task,create_task}', ['read_task', 'create_task']],
    ['{a,NULL}', ['a', null]],
    ['{"NULL","","a,b","say \\"so\\"",é}', ['NULL', '', 'a,b', 'say "so"', 'é']],
    ['{"a b",c}', ['a b', 'c']],
  ])('are an array: %s', (text, texts) => {
    expect(readAll(text)).toEqual(texts);
  });
});
