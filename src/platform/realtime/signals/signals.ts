import { Logger } from '@nestjs/common';
import type { Head } from '../message-log.js';

type Reader = (heads: readonly Head[]) => void;

/**
 * Tells other instances that people's logs have new messages. A signal is only a hint to read the logs: a lost signal
 * delays a message but never loses it.
 */
export abstract class Signals {
  protected readonly logger = new Logger('Signals');
  private readonly readers: Reader[] = [];
  private readonly doubters: (() => void)[] = [];

  /** Whether signals can arrive at the moment. */
  abstract get isLive(): boolean;

  /** Call in the transaction that writes the messages; others hear of it after its commit. */
  abstract announce(heads: readonly Head[]): Promise<void>;

  onHeads(reader: Reader): void {
    this.readers.push(reader);
  }

  /** Runs whenever signals may have been missed. */
  onGap(task: () => void): void {
    this.doubters.push(task);
  }

  protected recheck(): void {
    this.doubters.forEach((task) => task());
  }

  /** Other instances may run another version: after a signal that can't be parsed, all logs are read. */
  protected hear(payload: string): void {
    const heads = readHeads(payload);
    if (heads) this.readers.forEach((read) => read(heads));
    else this.recheck();
  }
}

export function writeHeads(heads: readonly Head[]): string {
  return JSON.stringify(heads.map(({ userId, seq }) => [userId, seq]));
}

function readHeads(payload: string): Head[] | null {
  try {
    return (JSON.parse(payload) as [number, number][]).map(([userId, seq]) => ({ userId, seq }));
  } catch {
    return null;
  }
}
