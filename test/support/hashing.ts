import { availableParallelism } from 'node:os';
import { Config } from '../../src/platform/config/config.js';
import { HashThreads, type HashWork } from '../../src/platform/passwords/hash-threads.js';
import type { TestApp } from './app.js';

/** Passwords cost next to nothing from now on, less than the program may be told: for many sign-ins. */
export function cheapenHashing(app: TestApp): void {
  Object.assign(app.get(Config), { bcryptCost: 4 });
}

/** Gives every hashing thread work for a second or two, and leaves so many places in the queue. */
export async function occupyHashing(app: TestApp, places: number): Promise<void> {
  const threads = app.get(HashThreads);
  const long: HashWork = { library: 'bcrypt', call: 'hashSync', given: ['x', 15] };
  const cheap = { memoryCost: 8, timeCost: 1, parallelism: 1 };
  const short: HashWork = { library: '@node-rs/argon2', call: 'hashSync', given: ['x', cheap] };
  const cores = Math.max(1, availableParallelism() - 1);
  await Promise.all(
    [...Array.from({ length: cores }, () => long), ...Array.from({ length: 50 - places }, () => short)].map((work) =>
      threads.run(work),
    ),
  );
}
