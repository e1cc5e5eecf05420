import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { packageRoot } from '../config/paths.js';

/** One thing to compute; with `against` it is compared instead, and the result is a boolean. */
export type HashWork =
  | { kind: 'bcrypt'; password: string; cost: number }
  | { kind: 'argon2id'; password: string; options: { memoryCost: number; timeCost: number; parallelism: number } }
  | { kind: 'bcrypt' | 'argon2id'; password: string; against: string };

export type HashAnswer = { result: string | boolean } | { failure: string };

/**
 * Plain JavaScript, because tests run from TypeScript sources, which a thread can't read. On Linux the priority is that
 * of the thread; elsewhere it would be that of the whole process.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
if (process.platform === 'linux') require('node:os').setPriority(0, 10);
const bcrypt = require(workerData.bcrypt);
const argon2 = require(workerData.argon2id);
const hash = {
  bcrypt: ({ password, cost }) => bcrypt.hashSync(password, cost),
  argon2id: ({ password, options }) => argon2.hashSync(password, options),
};
const compare = {
  bcrypt: ({ password, against }) => bcrypt.compareSync(password, against),
  argon2id: ({ password, against }) => argon2.verifySync(against, password),
};
parentPort.on('message', (work) => {
  try {
    parentPort.postMessage({ result: ('against' in work ? compare : hash)[work.kind](work) });
  } catch (error) {
    parentPort.postMessage({ failure: String(error) });
  }
});
`;

/** A thread of low priority that hashes one password at a time and keeps no process alive while it has nothing to do. */
export function startHashThread(): Worker {
  const { resolve } = createRequire(join(packageRoot(), 'package.json'));
  const workerData = { bcrypt: resolve('bcrypt'), argon2id: resolve('@node-rs/argon2') };
  const thread = new Worker(PROGRAM, { eval: true, name: 'password hash', workerData });
  thread.unref();
  return thread;
}
