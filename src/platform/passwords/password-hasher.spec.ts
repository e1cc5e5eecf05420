import { createHash } from 'node:crypto';
import { hashSync } from 'bcrypt';
import * as fc from 'fast-check';
import type { Config } from '../config/config.js';
import { HashThreads } from './hash-threads.js';
import { PasswordHasher } from './password-hasher.js';

type Setting = Partial<Pick<Config, 'passwordHasher' | 'bcryptCost'>>;

const pools: HashThreads[] = [];

function hasherWith({ passwordHasher = 'bcrypt', bcryptCost = 10 }: Setting = {}): PasswordHasher {
  const config = { passwordHasher, bcryptCost } as Config;
  const threads = new HashThreads();
  pools.push(threads);
  return new PasswordHasher(threads, config);
}

afterAll(() => Promise.all(pools.map((pool) => pool.onApplicationShutdown())));

const opens = async (hasher: PasswordHasher, password: string, hash: string) =>
  (await hasher.verify(password, hash)).matches;

describe.each([{ passwordHasher: 'bcrypt' as const }, { passwordHasher: 'argon2id' as const }])(
  'a password kept with $passwordHasher',
  (setting) => {
    const hasher = hasherWith(setting);

    it('opens with itself and with nothing else', async () => {
      const password = fc.string({ unit: 'binary', minLength: 8, maxLength: 128 });
      await fc.assert(
        fc.asyncProperty(password, password, async (own, other) => {
          const hash = await hasher.hash(own);
          expect(await opens(hasher, own, hash)).toBe(true);
          expect(await opens(hasher, other, hash)).toBe(own.normalize('NFC') === other.normalize('NFC'));
        }),
        { numRuns: 8 },
      );
    });

    it('SPEC-013.6: is never cut, neither after 72 bytes nor at NUL', async () => {
      const hash = await hasher.hash(`${'a'.repeat(127)}x`);
      expect(await opens(hasher, `${'a'.repeat(127)}y`, hash)).toBe(false);
      expect(await opens(hasher, 'a'.repeat(127), hash)).toBe(false);
      expect(await opens(hasher, 'before\0after', await hasher.hash('before\0other'))).toBe(false);
    });

    it('SPEC-013.6: is the same however its Unicode is composed', async () => {
      const hash = await hasher.hash('Zo\u00eb war h\u00e9r\u00e9');
      expect(await opens(hasher, 'Zoe\u0308 war he\u0301re\u0301', hash)).toBe(true);
      expect(await opens(hasher, 'Zoe war here', hash)).toBe(false);
    });

    it('has another hash each time, and its own kind needs no renewal', async () => {
      const [one, two] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
      expect(one).not.toBe(two);
      expect(await hasher.verify('correct horse', one)).toEqual({ matches: true, needsRehash: false });
    });

    it('SPEC-001.4: takes as long for nobody as for somebody', async () => {
      const hash = await hasher.hash('correct horse');
      const times = { somebody: [] as number[], nobody: [] as number[] };
      for (let round = 0; round < 9; round++) {
        times.somebody.push(await took(() => hasher.verify('battery staple', hash)));
        times.nobody.push(await took(() => hasher.verifyNobody('battery staple')));
      }
      expect(median(times.nobody) / median(times.somebody)).toBeGreaterThan(0.5);
      expect(median(times.nobody) / median(times.somebody)).toBeLessThan(2);
    });
  },
);

describe('hashes of another time', () => {
  const strong = { bcrypt: hasherWith({ bcryptCost: 11 }), argon2id: hasherWith({ passwordHasher: 'argon2id' }) };

  it('SPEC-013.7: of the other kind verify, and ask to be renewed', async () => {
    const old = {
      bcrypt: await strong.bcrypt.hash('correct horse'),
      argon2id: await strong.argon2id.hash('correct horse'),
    };
    expect(await strong.bcrypt.verify('correct horse', old.argon2id)).toEqual({ matches: true, needsRehash: true });
    expect(await strong.argon2id.verify('correct horse', old.bcrypt)).toEqual({ matches: true, needsRehash: true });
  });

  it('SPEC-013.7: of a lower cost ask to be renewed, of a higher one they do not', async () => {
    const weak = hasherWith({ bcryptCost: 10 });
    const [low, high] = [await weak.hash('correct horse'), await strong.bcrypt.hash('correct horse')];
    expect((await strong.bcrypt.verify('correct horse', low)).needsRehash).toBe(true);
    expect((await weak.verify('correct horse', high)).needsRehash).toBe(false);
  });

  it('SPEC-013.7: of Argon2id with less memory or fewer passes ask to be renewed', async () => {
    const weak = '$argon2id$v=19$m=4096,t=3,p=1$bm9ib2R5bm9ib2R5$d3JvbmcgZGlnZXN0IHdyb25nIGRpZ2VzdCB3cm9uZyE';
    expect(await strong.argon2id.verify('anything', weak)).toEqual({ matches: false, needsRehash: true });
  });

  it('of raw bcrypt are not taken for ours', async () => {
    const digest = createHash('sha384').update('correct horse').digest('base64');
    await expect(strong.bcrypt.verify('correct horse', hashSync(digest, 4))).rejects.toThrow('neither kind');
  });
});

/** The time of the processor, on all threads: that of the clock depends on what else the machine does. */
async function took(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
