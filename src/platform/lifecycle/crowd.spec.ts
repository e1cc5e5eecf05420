import { Crowd } from './crowd.js';

let clock: number;
let crowd: Crowd;

beforeEach(() => {
  clock = 1_000;
  crowd = new Crowd(1_000, () => clock);
});

const enter = (number: number) => Array.from({ length: number }, () => crowd.enter());

/** So many, one after the other, each taking so long. */
function visits(number: number, milliseconds: number): void {
  for (let one = 0; one < number; one++) {
    const leave = crowd.enter();
    clock += milliseconds;
    leave();
  }
}

describe('A crowd', () => {
  it('SPEC-012.20: is full at a thousand, and not once one has left', () => {
    const leaves = enter(1_000);
    expect(crowd.isFull).toBe(true);
    leaves[0]?.();
    expect([crowd.size, crowd.isFull]).toEqual([999, false]);
  });

  it('SPEC-012.20: is full with half as many, and half of that, while answers are slow', () => {
    visits(1, 900);
    enter(499);
    expect(crowd.isFull).toBe(false);
    enter(1);
    expect(crowd.isFull).toBe(true);
  });

  it('is never full with a few, however slow', () => {
    visits(50, 10_000);
    enter(63);
    expect(crowd.isFull).toBe(false);
    enter(1);
    expect(crowd.isFull).toBe(true);
  });

  it('takes more again, little by little, when answers are quick', () => {
    visits(50, 10_000);
    visits(10, 100);
    enter(150);
    expect(crowd.isFull).toBe(false);
    visits(100, 100);
    enter(849);
    expect(crowd.isFull).toBe(false);
  });
});
