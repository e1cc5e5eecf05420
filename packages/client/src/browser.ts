/** What browsers have and Node may not. Declared here, so that the types of neither are needed. */
interface Browser {
  document?: object;
  localStorage?: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  navigator?: { locks?: { request<T>(name: string, work: () => Promise<T>): Promise<T> } };
  addEventListener?(type: 'storage', listener: (event: { key: string | null }) => void): void;
  addEventListener?(type: 'online', listener: () => void): void;
  removeEventListener?(type: 'online', listener: () => void): void;
  XMLHttpRequest?: new () => UploadRequest;
}

/** The part of an XMLHttpRequest that uploads need: `fetch` doesn't tell how far it is. */
export interface UploadRequest {
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: unknown): void;
  abort(): void;
  getAllResponseHeaders(): string;
  readonly status: number;
  readonly response: unknown;
  responseType: string;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
}

export const browser = globalThis as unknown as Browser;
