import { withoutSlot } from '../request/admission-slot.js';
import { AdmissionControl } from './admission-control.js';

let clock: number;
let admissions: AdmissionControl;

beforeEach(() => {
  clock = 1_000;
  admissions = new AdmissionControl(1_000, () => clock);
});

const enter = (number: number) => Array.from({ length: number }, () => admissions.enter());

/** So many, one after the other, each taking so long. */
function visits(number: number, milliseconds: number): void {
  for (let one = 0; one < number; one++) {
    const slot = admissions.enter();
    clock += milliseconds;
    slot.release();
  }
}

describe('A admissions', () => {
  it('SPEC-012.20: is full at a thousand, and not once one has left', () => {
    const leaves = enter(1_000);
    expect(admissions.isFull).toBe(true);
    leaves[0]?.release();
    expect([admissions.size, admissions.isFull]).toEqual([999, false]);
  });

  it('SPEC-012.20: is full with half as many as there are, and half of that, while answers are slow', () => {
    const leaves = enter(801);
    clock += 900;
    leaves.pop()?.release();
    expect(admissions.isFull).toBe(true);
    leaves.splice(0, 401).forEach((slot) => slot.release());
    expect(admissions.isFull).toBe(false);
    enter(1);
    expect(admissions.isFull).toBe(true);
  });

  it('SPEC-012.68: asks those it refuses to stay away as many seconds as there are refusals for each that is done', () => {
    const refusedFor = (times: number) => {
      Array.from({ length: times }, () => admissions.refuse());
      visits(1, 100);
      return admissions.refuse();
    };
    expect([1, 2, 3, 100].map(refusedFor)).toEqual([1, 3, 4, 4]);
    visits(1, 100);
    expect(admissions.refuse()).toBe(1);
  });

  it('SPEC-012.68: forgets after a rest how many it refused', () => {
    Array.from({ length: 9 }, () => admissions.refuse());
    visits(1, 100);
    expect(admissions.refuse()).toBe(4);
    clock += 100;
    enter(1);
    expect(admissions.refuse()).toBe(1);
  });

  it('is never full with a few, however slow', () => {
    visits(50, 10_000);
    enter(63);
    expect(admissions.isFull).toBe(false);
    enter(1);
    expect(admissions.isFull).toBe(true);
  });

  it('takes more again, little by little, when answers are quick', () => {
    visits(50, 10_000);
    visits(10, 100);
    enter(150);
    expect(admissions.isFull).toBe(false);
    visits(100, 100);
    enter(849);
    expect(admissions.isFull).toBe(false);
  });

  it('SPEC-012.65: takes more again after a rest, however slow it was before', () => {
    visits(50, 10_000);
    clock += 1_000;
    enter(64 + 160 - 1);
    expect(admissions.isFull).toBe(false);
    enter(1);
    expect(admissions.isFull).toBe(true);
  });

  it('SPEC-012.65: does not rest while anything is at work, or for less than a moment', () => {
    visits(50, 10_000);
    for (let one = 0; one < 50; one++, clock += 50) visits(1, 110);
    enter(1);
    clock += 10_000;
    enter(63);
    expect(admissions.isFull).toBe(true);
  });

  it('SPEC-012.36: does not take the waits of others for slowness of its own', () => {
    for (let one = 0; one < 50; one++) {
      const slot = admissions.enter();
      slot.pause();
      clock += 5_000;
      slot.resume();
      clock += 20;
      slot.release();
    }
    enter(999);
    expect(admissions.isFull).toBe(false);
    enter(1);
    expect(admissions.isFull).toBe(true);
  });

  it('SPEC-012.36: has room beside those who wait, but not without end', () => {
    visits(50, 10_000);
    const waiting = enter(900);
    waiting.forEach((slot) => slot.pause());
    enter(63);
    expect(admissions.isFull).toBe(false);
    waiting[0]?.resume();
    expect(admissions.isFull).toBe(true);
    waiting[0]?.pause();
    waiting.slice(0, 900).forEach(() => admissions.enter().pause());
    expect(admissions.isFull).toBe(true);
  });

  it('SPEC-012.36: learns nothing from who left before any work was done', () => {
    visits(1, 10_000);
    const atWork = admissions.enter();
    for (let one = 0; one < 500; one++) {
      const slot = admissions.enter();
      slot.pause();
      clock += 1_000;
      slot.release();
      slot.resume();
      slot.release();
    }
    expect(admissions.size).toBe(1);
    enter(499);
    expect(admissions.isFull).toBe(true);
    atWork.release();
    enter(1);
    expect(admissions.isFull).toBe(true);
  });

  it('SPEC-012.36: counts waits within waits once', async () => {
    const slot = admissions.enter();
    await withoutSlot({ slot }, () =>
      withoutSlot({ slot }, () => {
        clock += 60_000;
        return Promise.resolve();
      }),
    );
    slot.release();
    enter(999);
    expect(admissions.isFull).toBe(false);
  });
});
