import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const STAMP = '.built-from';

/** A folder that is made from other files; what counts is their content, not their dates. */
export class BuiltFolder {
  /** @param inputs files and folders, absolute */
  constructor(path, inputs) {
    this.path = path;
    this.inputs = inputs;
  }

  get isFresh() {
    const stamp = join(this.path, STAMP);
    return existsSync(stamp) && readFileSync(stamp, 'utf8') === this.#fingerprint();
  }

  /**
   * Makes it beside its place and swaps at the end: a build that fails or is interrupted leaves the last good one.
   *
   * @param make fills the folder in its argument, and answers whether all went well
   */
  async make(make) {
    const print = this.#fingerprint();
    const next = `${this.path}.next-${process.pid}`;
    this.#sweep();
    try {
      if (!(await make(next))) return false;
      writeFileSync(join(next, STAMP), print);
      this.#swap(next);
      return true;
    } finally {
      rmSync(next, { recursive: true, force: true });
    }
  }

  /** Again, where another build of the same moment was faster: it has built the same. */
  #swap(next) {
    const old = `${this.path}.old-${process.pid}`;
    if (existsSync(this.path)) renameSync(this.path, old);
    try {
      renameSync(next, this.path);
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      rmSync(old, { recursive: true, force: true });
      this.#swap(next);
    }
    rmSync(old, { recursive: true, force: true });
  }

  /** Removes what builds that were killed have left lying about. */
  #sweep() {
    for (const name of readdirSync(dirname(this.path))) {
      const [, of, pid] = /^(.+)\.(?:next|old)-(\d+)$/.exec(name) ?? [];
      if (of === basename(this.path) && !isAlive(Number(pid)))
        rmSync(join(dirname(this.path), name), { recursive: true, force: true });
    }
  }

  #fingerprint() {
    const hash = createHash('sha256');
    for (const file of this.inputs.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
    return hash.digest('hex');
  }
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
