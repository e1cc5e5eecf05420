import type { MoveTask, Task } from '../api.js';
import { ApiError } from '../api-error.js';
import { unreachable } from '../http/messages.js';
import { pause } from '../http/pause.js';
import { isPassing } from '../http/retries.js';
import type { HttpClient } from '../http-client.js';
import type { Draft } from './drafts.js';

/** What becomes of drafts. */
interface Sender {
  /** The first that waits, until there is none. */
  next(): Draft | undefined;
  sent(draft: Draft): void;
  answered(draft: Draft, task: Task | null): void;
  refused(draft: Draft, error: ApiError): void | Promise<void>;
  /** The true id of a task that was made here. */
  idOf(id: number): number;
}

const AGAIN_MS = 250;
const LONGEST_MS = 10_000;

/** Sends drafts one after another, in the order in which they were made, and each until there is an answer. */
export class Outbox {
  private isSending = false;
  private isHeld = false;
  private wake: (() => void) | undefined;
  private readonly ended = new AbortController();

  constructor(
    private readonly client: HttpClient,
    private readonly sender: Sender,
  ) {}

  /** There is something to send, or the program can be reached again. */
  knock(): void {
    this.wake?.();
    if (!this.isSending) void this.sendAll();
  }

  /** Nobody is signed in: nothing is sent until it is known that the same person is again. */
  hold(): void {
    this.isHeld = true;
  }

  goOn(): void {
    this.isHeld = false;
    this.knock();
  }

  close(): void {
    this.ended.abort();
    this.wake?.();
  }

  private async sendAll(): Promise<void> {
    this.isSending = true;
    for (let draft = this.sender.next(); draft && !this.ended.signal.aborted; draft = this.sender.next())
      await this.deliver(draft);
    this.isSending = false;
  }

  private async deliver(draft: Draft): Promise<void> {
    for (let tried = 0; !this.ended.signal.aborted; tried++) {
      while (this.isHeld && !this.ended.signal.aborted) await this.knocked();
      if (this.ended.signal.aborted) return;
      this.sender.sent(draft);
      try {
        return this.sender.answered(draft, await this.send(draft));
      } catch (error) {
        if (this.ended.signal.aborted) return;
        const failure = error instanceof ApiError ? error : unreachable(error);
        if (failure.status === 401) this.hold();
        else if (!isPassing(failure)) return this.sender.refused(draft, failure);
        await this.rest(failure.retryAfter === undefined ? AGAIN_MS * 2 ** tried : failure.retryAfter * 1000);
      }
    }
  }

  private knocked(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }

  /** Until it is time for another try, or somebody knocks. */
  private async rest(milliseconds: number): Promise<void> {
    const { signal } = this.ended;
    const time = pause(Math.min(milliseconds, LONGEST_MS), signal).catch(() => undefined);
    await Promise.race([time, this.knocked()]);
  }

  private async send({ taskId, mutation, idempotencyKey, requestId }: Draft): Promise<Task | null> {
    const { client } = this;
    const { signal } = this.ended;
    const path = { id: this.sender.idOf(taskId) };
    const options = { signal, requestId, idempotencyKey };
    switch (mutation.type) {
      case 'create':
        return client.post('/projects/{id}/tasks', {
          ...options,
          path: { id: mutation.project },
          body: this.truly(mutation.fields),
        });
      case 'change': {
        const ifMatch = mutation.version === undefined ? {} : { ifMatch: mutation.version };
        return client.patch('/tasks/{id}', { signal, requestId, ...ifMatch, path, body: this.truly(mutation.fields) });
      }
      case 'move':
        return client.post('/tasks/{id}/move', { ...options, path, body: this.truly(mutation.to) });
      case 'delete':
        return client.delete('/tasks/{id}', { signal, requestId, path });
      case 'restore':
        return client.post('/tasks/{id}/restore', { ...options, path });
    }
  }

  /** The ids of tasks that were made here, as the program has them by now. */
  private truly<Fields extends Partial<MoveTask> & { parent_id?: number | null }>(fields: Fields): Fields {
    const ids = ['parent_id', 'before_id', 'after_id'] as const;
    const known = ids.flatMap((name) => (fields[name] ? [[name, this.sender.idOf(fields[name])] as const] : []));
    return { ...fields, ...Object.fromEntries(known) };
  }
}
