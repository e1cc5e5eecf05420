import type { Operations } from './api.js';

/** An operation by its method and path, such as `PATCH /tasks/{id}`. */
export type OperationName = keyof Operations;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The paths that a method has. */
export type PathOf<M extends Method> =
  Extract<OperationName, `${M} /${string}`> extends `${M} ${infer Path}` ? Path : never;

/** The name of the operation at a path. */
export type At<M extends Method, Path extends string> = Extract<OperationName, `${M} ${Path}`>;

/** What an operation answers, without the envelope. */
export type Answer<Name extends OperationName> = Operations[Name]['answer'];

/** The codes with which an operation can refuse, by status. */
export type Codes<Name extends OperationName> = Operations[Name]['codes'];

/** What every call may say besides its input. */
export interface CallOptions {
  /** Ends the call, and all of its tries. */
  signal?: AbortSignal;
  /** The version that a change is meant for, or `true` for the one that this client has last seen; 412 if the row has moved on. */
  ifMatch?: number | true;
  /** The key of a POST. One is made where none is given; give one to repeat a call after the program was closed. */
  idempotencyKey?: string;
  /** Names the request in the log of the server and in the feed. */
  requestId?: string;
  /** Hears how much of a body has been sent, where the browser tells. */
  onProgress?: (sent: number, total: number) => void;
}

/** What an operation takes. */
export type Input<Name extends OperationName> = Operations[Name]['input'] & CallOptions;

/** The arguments after the path: none are needed where nothing is. */
export type Arguments<Name extends OperationName> =
  Record<never, never> extends Operations[Name]['input'] ? [input?: Input<Name>] : [input: Input<Name>];

/** The operations that answer a page of a list. */
export type ListName = {
  [Name in OperationName]: Answer<Name> extends { items: readonly unknown[]; next_cursor: string | null }
    ? Name extends `GET ${string}`
      ? Name
      : never
    : never;
}[OperationName];

/** What a list is made of. */
export type ItemOf<Name extends OperationName> = Answer<Name> extends { items: readonly (infer Item)[] } ? Item : never;
