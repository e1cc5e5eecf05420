import { type ClientOptions, HttpClient } from './http-client.js';

export type * from './api.js';
export type { Answer, Codes, Input, OperationName } from './calls.js';
export { ApiError, isRefusal } from './api-error.js';
export type { ClientOptions } from './http-client.js';
export { browserStorage, memoryStorage, type SessionStorage, type StoredSession } from './session/session-storage.js';

/** A client of the program. */
export class Client extends HttpClient {}

/** Makes a client; nothing is sent yet. */
export function createClient(options: ClientOptions): Client {
  return new Client(options);
}
