import { createHash } from 'node:crypto';
import { parseOptions } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { getRounds } from 'bcrypt';
import { Config } from '../config/config.js';
import { HashThreads, type HashWork } from './hash-threads.js';

/** Marks the pre-hash, so that a plain bcrypt hash and one of ours are not mistaken for each other. */
const BCRYPT = '$bcrypt-sha384';
const ARGON2ID = '$argon2id$';
/** OWASP's minimum: 19 MiB, two passes, one lane. */
const ARGON2ID_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A hash of no password: verifying against it takes as long as against a real one. */
function nobodysHash({ passwordHasher, bcryptCost }: Config): string {
  if (passwordHasher === 'argon2id') return `${ARGON2ID}v=19$m=19456,t=2,p=1$${'n'.repeat(21)}A$${'o'.repeat(42)}A`;
  return `${BCRYPT}$2b$${String(bcryptCost).padStart(2, '0')}$${'n'.repeat(21)}O${'o'.repeat(31)}`;
}

/**
 * Hashes and verifies passwords: bcrypt over a SHA-384 pre-hash, or Argon2id. Hashes of both algorithms are accepted,
 * whichever is configured. Passwords are normalised to NFC and never truncated.
 *
 * @throws AppError `overloaded` where too many hashes wait already
 * @spec SPEC-013.6, SPEC-013.7
 */
@Injectable()
export class PasswordHasher {
  constructor(
    private readonly threads: HashThreads,
    private readonly config: Config,
  ) {}

  /** What an account without a password has in its place: the hash of no password, checked as slowly as others. */
  get unusable(): string {
    return nobodysHash(this.config);
  }

  async hash(password: string): Promise<string> {
    const { passwordHasher, bcryptCost } = this.config;
    const work: HashWork =
      passwordHasher === 'argon2id'
        ? { library: '@node-rs/argon2', call: 'hashSync', given: [password.normalize('NFC'), ARGON2ID_COST] }
        : { library: 'bcrypt', call: 'hashSync', given: [prehash(password), bcryptCost] };
    return (work.library === 'bcrypt' ? BCRYPT : '') + String(await this.threads.run(work));
  }

  /** `needsRehash` is true if the hash has another algorithm or a lower cost than configured. */
  async verify(password: string, hash: string): Promise<{ matches: boolean; needsRehash: boolean }> {
    const matches = await this.threads.run(comparison(password, hash));
    return { matches: matches === true, needsRehash: this.isOutdated(hash) };
  }

  /** Takes as long as `verify`, for an unknown account. */
  async verifyNobody(password: string): Promise<void> {
    await this.verify(password, this.unusable);
  }

  private isOutdated(hash: string): boolean {
    const isArgon2id = hash.startsWith(ARGON2ID);
    if (isArgon2id !== (this.config.passwordHasher === 'argon2id')) return true;
    if (!isArgon2id) return getRounds(hash.slice(BCRYPT.length)) < this.config.bcryptCost;
    const { memoryCost, timeCost } = parseOptions(hash);
    return memoryCost < ARGON2ID_COST.memoryCost || timeCost < ARGON2ID_COST.timeCost;
  }
}

function comparison(password: string, hash: string): HashWork {
  if (hash.startsWith(ARGON2ID))
    return { library: '@node-rs/argon2', call: 'verifySync', given: [hash, password.normalize('NFC')] };
  if (!hash.startsWith(BCRYPT)) throw new Error('This password hash is of neither kind that we make.');
  return { library: 'bcrypt', call: 'compareSync', given: [prehash(password), hash.slice(BCRYPT.length)] };
}

/** 64 characters without NUL, whatever the password: bcrypt reads 72 bytes and stops at NUL. */
function prehash(password: string): string {
  return createHash('sha384').update(password.normalize('NFC')).digest('base64');
}
