import { setImmediate } from 'node:timers/promises';
import type { AppError } from '../errors/app-error.js';
import { RowQueue } from './row-queue.js';

describe('The queue of a row', () => {
  it('lets writers in one after the other, in the order in which they came, also past one that fails', async () => {
    const queue = new RowQueue();
    const seen: string[] = [];
    const write = (name: string) =>
      queue.inTurn('task 1', async (hasWaited) => {
        seen.push(`${name} in, ${hasWaited ? 'waited' : 'at once'}`);
        await setImmediate();
        seen.push(`${name} out`);
        if (name === 'b') throw new Error('b is broken');
        return name;
      });
    const results = await Promise.allSettled([write('a'), write('b'), write('c')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(seen).toEqual(['a in, at once', 'a out', 'b in, waited', 'b out', 'c in, waited', 'c out']);
    expect(await queue.inTurn('task 1', (hasWaited) => Promise.resolve(hasWaited))).toBe(false);
  });

  it('holds nobody up at another row', async () => {
    const queue = new RowQueue();
    const never = queue.inTurn('task 1', () => new Promise<void>(() => undefined));
    expect(await queue.inTurn('task 2', (hasWaited) => Promise.resolve(hasWaited))).toBe(false);
    expect(never).toBeInstanceOf(Promise);
  });

  it('SPEC-012.36: does not count the time of those who wait as load', async () => {
    const queue = new RowQueue();
    const clock: string[] = [];
    const slot = { pause: () => clock.push('pause'), resume: () => clock.push('resume'), release: () => undefined };
    const write = (name: string) => queue.inTurn('task 1', () => Promise.resolve(clock.push(name)), { slot });
    await Promise.all([write('a'), write('b')]);
    expect(clock).toEqual(['pause', 'pause', 'resume', 'a', 'resume', 'b']);
  });

  it('has an end: who comes after too many is refused at once', async () => {
    const queue = new RowQueue();
    let finish: () => void = () => undefined;
    const first = queue.inTurn('task 1', () => new Promise<void>((resolve) => (finish = resolve)));
    const waiting = Array.from({ length: 500 }, () => queue.inTurn('task 1', () => Promise.resolve()));
    const refused = queue.inTurn('task 1', () => Promise.resolve());
    await expect(refused).rejects.toMatchObject({ code: 'overloaded' } satisfies Partial<AppError>);
    await setImmediate();
    finish();
    await Promise.all([first, ...waiting]);
    await expect(queue.inTurn('task 1', () => Promise.resolve('in'))).resolves.toBe('in');
  });
});
