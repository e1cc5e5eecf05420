import { Crowd } from './crowd.js';

let clock: number;
let crowd: Crowd;

beforeEach(() => {
  clock = 0;
  crowd = new Crowd(() => clock);
});

const enter = (number: number) => Array.from({ length: number }, () => crowd.enter());

describe('A crowd', () => {
  it('SPEC-012.20: is full at a thousand, and not once one has left', () => {
    const leaves = enter(1_000);
    expect(crowd.isFull).toBe(true);
    leaves[0]?.();
    expect([crowd.size, crowd.isFull]).toEqual([999, false]);
  });

  it('SPEC-012.20: is full with far fewer where the last ones waited too long', () => {
    const leaves = enter(200);
    clock = 900;
    leaves.slice(0, 50).forEach((leave) => leave());
    expect([crowd.size, crowd.isFull]).toEqual([150, true]);
  });

  it('takes more again as soon as answers are quick again', () => {
    const slow = enter(200);
    clock = 900;
    slow.slice(0, 50).forEach((leave) => leave());
    for (let one = 0; one < 40; one++) {
      const leave = crowd.enter();
      clock += 20;
      leave();
    }
    expect([crowd.size, crowd.isFull]).toEqual([150, false]);
  });

  it('is never full with a few, however slow', () => {
    const leaves = enter(63);
    clock = 10_000;
    leaves[0]?.();
    enter(1);
    expect(crowd.isFull).toBe(false);
  });
});
