import { SweptMap } from './swept-map.js';

describe('A swept map', () => {
  it('forgets what is idle when there is no room, and nothing else', () => {
    const map = new SweptMap<number, number>((value) => value === 0);
    for (let key = 0; key < 1_000; key++) map.set(key, key % 2);
    expect(map.size).toBe(1_000);
    map.set(999, 0);
    expect(map.size).toBe(1_000);
    map.set(1_000, 1);
    expect([map.size, map.get(0), map.get(1), map.get(999), map.get(1_000)]).toEqual([500, undefined, 1, undefined, 1]);
  });

  it('takes more where all are busy, and is swept again only when twice as many are there', () => {
    const sweeps: number[] = [];
    const map = new SweptMap<number, number>((value) => {
      if (value === 0) sweeps.push(value);
      return false;
    });
    for (let key = 0; key < 4_000; key++) map.set(key, key);
    expect(map.size).toBe(4_000);
    expect(sweeps).toHaveLength(2);
  });
});
