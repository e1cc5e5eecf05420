import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import { type HashAnswer, type HashWork, startHashThread } from './hash-thread.js';

/** How many jobs may wait for a thread. At a quarter of a second each, more would time out before their turn. */
const MAX_WAITING = 50;

interface Job {
  work: HashWork;
  resolve: (result: string | boolean) => void;
  reject: (error: unknown) => void;
}

/**
 * Hashes in separate threads, so that libuv's pool stays free, and never on all cores at once, so that other requests
 * stay fast while people sign in.
 *
 * @spec SPEC-009.18
 */
@Injectable()
export class HashThreads implements OnApplicationShutdown {
  private readonly most = Math.max(1, availableParallelism() - 1);
  private readonly waiting: Job[] = [];
  private readonly idle: Worker[] = [];
  private readonly busy = new Map<Worker, Job>();

  /** @throws AppError `overloaded` where too many wait already */
  async run(work: HashWork): Promise<string | boolean> {
    if (this.waiting.length >= MAX_WAITING) throw errors.overloaded();
    return new Promise((resolve, reject) => {
      this.waiting.push({ work, resolve, reject });
      this.assign();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    for (const { reject } of this.waiting.splice(0)) reject(errors.shuttingDown());
    await Promise.all([...this.idle, ...this.busy.keys()].map((thread) => thread.terminate()));
  }

  private assign(): void {
    if (this.busy.size >= this.most) return;
    const job = this.waiting.shift();
    if (!job) return;
    const thread = this.idle.pop() ?? this.start();
    this.busy.set(thread, job);
    thread.ref();
    thread.postMessage(job.work);
  }

  private start(): Worker {
    const thread = startHashThread();
    thread.on('message', (answer: HashAnswer) => this.finish(thread, answer));
    thread.on('error', (error) => this.lose(thread, error));
    thread.on('exit', () => this.lose(thread, errors.shuttingDown()));
    return thread;
  }

  private finish(thread: Worker, answer: HashAnswer): void {
    const job = this.busy.get(thread);
    this.busy.delete(thread);
    thread.unref();
    this.idle.push(thread);
    if ('result' in answer) job?.resolve(answer.result);
    else job?.reject(new Error(answer.failure));
    this.assign();
  }

  /** When a thread dies, its job fails; the next job starts another thread. */
  private lose(thread: Worker, error: unknown): void {
    this.busy.get(thread)?.reject(error);
    this.busy.delete(thread);
    const index = this.idle.indexOf(thread);
    if (index >= 0) this.idle.splice(index, 1);
    this.assign();
  }
}
