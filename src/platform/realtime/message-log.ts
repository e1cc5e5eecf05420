/** One message to one person; `seq` counts 1, 2, 3 … for each person, without gaps. */
export interface Message {
  id: number;
  seq: number;
  type: string;
  data: object;
  timestamp: Date;
}

/** How far somebody's log reaches. */
export interface Head {
  userId: number;
  seq: number;
}

/**
 * What the platform asks of the feature that keeps people's messages: the truth that sockets are fed from. Nothing is in
 * it before it is committed, and what is read of a log is a beginning of it without holes.
 */
export abstract class MessageLog {
  /** A JSON Schema of `data` for each type of message, for the description of the API. */
  abstract readonly schemas: Readonly<Record<string, object>>;

  /** The newest number; 0 where there was never a message. */
  abstract head(userId: number): Promise<number>;

  /** The same for many people in one query; those who never had a message are left out. */
  abstract heads(userIds: readonly number[]): Promise<Head[]>;

  /** The first number from which on nothing is missing; one more than the head where nothing is left. */
  abstract oldest(userId: number): Promise<number>;

  /** What comes after a number, in order. */
  abstract after(userId: number, seq: number, limit: number): Promise<Message[]>;
}
