import { availableParallelism } from 'node:os';
import { HashThreads, type HashWork } from './hash-threads.js';

const WORK: HashWork = {
  library: '@node-rs/argon2',
  call: 'hashSync',
  given: ['canary', { memoryCost: 8, timeCost: 1, parallelism: 1 }],
};

describe('the queue in front of the hashes', () => {
  const threads = new HashThreads();

  afterAll(() => threads.onApplicationShutdown());

  it('SPEC-009.18: takes what its threads and fifty places hold, and refuses the rest at once', async () => {
    const room = Math.max(1, availableParallelism() - 1) + 50;
    const outcomes = await Promise.allSettled(Array.from({ length: room + 7 }, () => threads.run(WORK)));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(7);
    for (const { reason } of refused as PromiseRejectedResult[])
      expect(reason).toMatchObject({ kind: 'unavailable', code: 'overloaded', retryAfterSeconds: 1 });
  });

  it('goes on when it has been drained', async () => {
    await expect(threads.run(WORK)).resolves.toMatch(/^\$argon2id\$/);
  });

  it('survives work that fails', async () => {
    const nonsense: HashWork = {
      library: '@node-rs/argon2',
      call: 'verifySync',
      given: ['$argon2id$nonsense', 'canary'],
    };
    await expect(threads.run(nonsense)).rejects.toThrow(expect.not.stringContaining('canary'));
    await expect(threads.run(WORK)).resolves.toMatch(/^\$argon2id\$/);
  });
});

it('lets nobody wait for threads that are gone', async () => {
  const closing = new HashThreads();
  const work = Promise.allSettled(Array.from({ length: 20 }, () => closing.run({ ...WORK })));
  await closing.onApplicationShutdown();
  for (const outcome of await work)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'shutting_down' });
});
