import { rarest } from './search-words.js';

describe('The words that say the most', () => {
  test.each([
    ['few rows have', { shed: 0.9, bulb: 0.04, fern: 0 }, ['fern', 'bulb']],
    ['few rows have, four at most', { a: 0.01, b: 0.01, c: 0.01, d: 0.01, e: 0.02 }, ['a', 'b', 'c', 'd']],
    ['the fewest rows have, where all are common', { shed: 0.5, rake: 0.3, hose: 0.9 }, ['rake', 'shed']],
    ['the fewest rows have, however much rarer one of them is', { shed: 0.4, rake: 0.06 }, ['rake', 'shed']],
    ['there are, where there is no other', { shed: 1 }, ['shed']],
  ])('SPEC-021.10: are those that %s', (_, shares, telling) => {
    expect(rarest(new Map(Object.entries(shares)))).toEqual(telling);
  });
});
