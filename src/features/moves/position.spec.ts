import { assert, array, constantFrom, integer, property, string } from 'fast-check';
import { between, placeOf, positionOf, spread } from './position.js';

const places = integer({ min: 0, max: 2 ** 32 - 1 });
const digits = string({ unit: constantFrom('0', '1', 'A', 'V', 'a', 'z'), maxLength: 12 });
const positions = places.chain((place) => digits.map((behind) => positionOf(place) + behind.replace(/0+$/, '')));

/** As the database compares them. */
const inOrder = (some: string[]) =>
  some.every((one, at) => at === 0 || Buffer.compare(Buffer.from(some[at - 1]!), Buffer.from(one)) < 0);

test('SPEC-023.2: a position between two others is between them, and ends with no zero', () => {
  assert(
    property(positions, positions, (one, other) => {
      if (one === other) return;
      const [low, high] = one < other ? [one, other] : [other, one];
      const made = between(low, high);
      expect(inOrder([low, made, high])).toBe(true);
      expect(made.slice(8)).not.toMatch(/0$/);
    }),
  );
});

test('SPEC-023.2: many positions between two others are in order, and no longer than they need to be', () => {
  assert(
    property(positions, positions, integer({ min: 1, max: 500 }), (one, other, count) => {
      if (one === other) return;
      const [low, high] = one < other ? [one, other] : [other, one];
      const made = spread(low, high, count);
      expect(made).toHaveLength(count);
      expect(inOrder([low, ...made, high])).toBe(true);
      const longest = Math.max(low.length, high.length);
      expect(Math.max(...made.map(({ length }) => length))).toBeLessThanOrEqual(longest + 3);
    }),
  );
});

test('SPEC-023.2: whatever is put between what, the order stays total', () => {
  assert(
    property(array(integer({ min: 0, max: 1_000_000 }), { maxLength: 300 }), (choices) => {
      const row = [positionOf(2 ** 31), positionOf(2 ** 31 + 1)];
      for (const choice of choices) {
        const at = choice % (row.length - 1);
        row.splice(at + 1, 0, between(row[at]!, row[at + 1]!));
      }
      expect(inOrder(row)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('SPEC-023.2: two hundred moves into the same gap take less than 50 characters', () => {
  for (const side of ['low', 'high'] as const) {
    const gap = { low: positionOf(5), high: positionOf(6) };
    for (let moved = 0; moved < 200; moved++) gap[side] = between(gap.low, gap.high);
    expect(gap[side].length).toBeLessThan(50);
  }
});

test('SPEC-023.2: a place is found again', () => {
  assert(property(places, (place) => expect(placeOf(positionOf(place))).toBe(place)));
  expect(positionOf(2 ** 31 + 1)).toBe('80000001');
});

test('nothing is between two that are equal or in the wrong order', () => {
  expect(() => between('80000001', '80000001')).toThrow('There is nothing between');
  expect(() => between('80000002', '80000001')).toThrow('There is nothing between');
});
