import type { Identity } from '../request/actor.js';

/** One message to one person; `seq` counts 1, 2, 3 … for each person, without gaps. */
export interface Message {
  id: number;
  seq: number;
  type: string;
  data: object;
  timestamp: Date;
}

/** The range of a person's log. */
export interface Head {
  userId: number;
  seq: number;
}

/**
 * The port to the feature that stores people's messages, from which sockets are fed. It contains only committed
 * messages, and reading it gives messages without gaps.
 */
export abstract class MessageLog {
  /** A JSON Schema of `data` for each type of message, for the description of the API. */
  abstract readonly schemas: Readonly<Record<string, object>>;

  /** Whether an API token that its owner listens with may hear of it. */
  abstract admits(identity: Identity, message: Message): boolean;

  /** The newest number; 0 where there was never a message. */
  abstract head(userId: number): Promise<number>;

  /** The same for many people in one query; those who never had a message are left out. */
  abstract heads(userIds: readonly number[]): Promise<Head[]>;

  /** The first number from which on no message is missing; one more than the newest number if none is left. */
  abstract oldest(userId: number): Promise<number>;

  /** The messages after a number, in order. */
  abstract after(userId: number, seq: number, limit: number): Promise<Message[]>;
}
