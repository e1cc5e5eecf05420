import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Settings } from '../../config/config.js';
import { ConfigProblems } from '../../config/problems.js';
import { problem } from '../../config/values.js';
import { readListing } from './bucket-listing.js';
import { type ByteRange, FileStore, type StoredObject, storeUnavailable } from './file-store.js';
import type { ReceivedFile } from '../received-file.js';

/** In milliseconds: how long the store may take to begin its answer; it has to take in a file before. */
const ANSWER_TIMEOUT_MS = 15_000;
const KEEP_TIMEOUT_MS = 120_000;
/** SHA-256 of nothing. */
const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Call {
  headers?: Record<string, string>;
  file?: ReceivedFile;
  /** The statuses that are an answer to what was asked. */
  expected?: readonly number[];
}

/** Files in a bucket of any store that speaks S3. Requests are signed with Signature Version 4, the body included. */
export class BucketStore extends FileStore {
  private readonly logger = new Logger(BucketStore.name);

  constructor(private readonly settings: S3Settings) {
    super();
  }

  /** A store that is away at the moment must not keep the program from starting; one that refuses must. */
  async open(): Promise<void> {
    try {
      const { status, body } = await this.call('GET', '?list-type=2&max-keys=1', { expected: REFUSALS });
      await body?.cancel();
      if (REFUSALS.includes(status)) throw refusedBy(this.settings, status);
    } catch (error) {
      if (error instanceof ConfigProblems) throw error;
      this.logger.warn(`S3_URL does not answer (${reasonOf(error)}): files can't be sent or read until it does.`);
    }
  }

  async keep(key: string, file: ReceivedFile): Promise<void> {
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(file.content.size) };
    await unread(this.call('PUT', `/${key}`, { headers, file }));
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    // As they are: packed on the way, they would be another number of bytes. With a range, fetch says so itself, once more
    // (Fetch standard, "HTTP-network-or-cache fetch"), and what is sent would not be what was signed.
    const headers: Record<string, string> = range
      ? { range: `bytes=${range.first}-${range.last}` }
      : { 'accept-encoding': 'identity' };
    const { body } = await this.call('GET', `/${key}`, { headers });
    return body ? Readable.fromWeb(body) : Readable.from([]);
  }

  async has(key: string): Promise<boolean> {
    const { status, body } = await this.call('HEAD', `/${key}`, { expected: [404] });
    await body?.cancel();
    return status !== 404;
  }

  async remove(key: string): Promise<void> {
    await unread(this.call('DELETE', `/${key}`, { expected: [404] }));
  }

  async *list(group: string): AsyncIterable<StoredObject[]> {
    for (let next: string | undefined = ''; next !== undefined;) {
      const from: string = next && `&continuation-token=${encodeURIComponent(next)}`;
      const response = await this.call('GET', `?list-type=2&prefix=${encodeURIComponent(`${group}/`)}${from}`);
      const listing = readListing(await response.text());
      yield listing.objects;
      next = listing.next;
    }
  }

  /**
   * Tries twice where no answer came: a connection that was kept open may have been closed on the other side.
   *
   * @throws AppError `overloaded` where the store does not do what it is asked
   */
  private async call(method: string, place: string, call: Call = {}): Promise<Response> {
    const attempt = () => this.attempt(method, place, call);
    try {
      return await attempt().catch((error: unknown) => {
        if (error instanceof TypeError) return attempt();
        throw error;
      });
    } catch (error) {
      throw storeUnavailable(error);
    }
  }

  private async attempt(method: string, place: string, { headers, file, expected = [] }: Call): Promise<Response> {
    const late = new AbortController();
    const limitMs = file ? KEEP_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
    const timer = setTimeout(() => late.abort(new Error('no answer in time')), limitMs);
    try {
      const signed = await signRequest(this.settings, {
        method,
        url: `${this.settings.url}/${this.settings.bucket}${place}`,
        headers: { ...headers, 'x-amz-content-sha256': file?.content.sha256 ?? NO_BODY },
      });
      const response = await fetch(signed.url, { ...signed, ...bodyOf(file), redirect: 'manual', signal: late.signal });
      if (!response.ok && !expected.includes(response.status)) throw await failureOf(response);
      return response;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** An answer that says all by its status; its connection is free again when it is put away. */
async function unread(answer: Promise<Response>): Promise<void> {
  await (await answer).body?.cancel();
}

/** Signature Version 4; `datetime` is now, but for tests: `20130524T000000Z`. */
export function signRequest(
  { accessKeyId, secretAccessKey, region }: Omit<S3Settings, 'url' | 'bucket'>,
  request: { method: string; url: string; headers: Record<string, string>; datetime?: string },
) {
  return new AwsV4Signer({ ...request, accessKeyId, secretAccessKey, region, service: 's3' }).sign();
}

const REFUSALS: readonly number[] = [301, 307, 400, 401, 403, 404];

function refusedBy({ url, bucket }: S3Settings, status: number): ConfigProblems {
  const isKey = [400, 401, 403].includes(status);
  const got = `${url} answers ${status} for the bucket "${bucket}"`;
  if (isKey)
    return new ConfigProblems([problem('s3SecretAccessKey', got, 'a key that may list, read, write and delete')]);
  return new ConfigProblems([problem('s3Bucket', got, 'a bucket that is there, in S3_REGION')]);
}

/** The file is read while it is sent, so that its size does not matter. */
function bodyOf(file?: ReceivedFile): object {
  if (!file) return {};
  if (file.content.size === 0) return { body: '' };
  return { body: Readable.toWeb(createReadStream(file.path)), duplex: 'half' };
}

async function failureOf(response: Response): Promise<Error> {
  const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(await response.text().catch(() => '')) ?? [];
  return new Error(`the store answered ${response.status} ${code}`);
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? reasonOf(cause) : message;
}
