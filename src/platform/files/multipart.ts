import busboy, { type Busboy } from 'busboy';
import type { Readable } from 'node:stream';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import type { Request } from '../request/request.js';
import type { ReceivedFile } from './received-file.js';

/** Enough to tell that there is one part too many. */
const MAX_PARTS = 10;
/** What may stand around the file: boundaries, headers, other parts. */
const AROUND_BYTES = 64 * 1024;

export interface MultipartBounds {
  maxFileBytes: number;
  /** How long no byte may come. */
  idleMs: number;
}

export const MIB = 1024 * 1024;

export function fileTooLarge(maxBytes: number): AppError {
  const words = `at most ${maxBytes / MIB} MB`;
  const details = [{ field: 'file', code: 'too_large', message: `must have ${words}`, limit: maxBytes }];
  return new AppError('too_large', 'file_too_large', `A file may have ${words}.`, { details });
}

type Receive = (bytes: Readable, name: string | undefined) => Promise<ReceivedFile>;

/** The parts of a multipart body (RFC 7578) by their names; what came twice is a list. */
export class MultipartParts {
  /** Why the body could not be read. */
  fault: AppError | undefined;
  readonly byName: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  private readonly arriving: Promise<ReceivedFile>[] = [];

  addField(name: string): void {
    this.add(name, 'a text');
  }

  addFile(name: string, arriving: Promise<ReceivedFile>): void {
    this.arriving.push(arriving);
    this.add(name, arriving);
  }

  /** Puts files in the place of those that were arriving. */
  async settle(): Promise<void> {
    for (const [name, value] of Object.entries(this.byName))
      this.byName[name] = Array.isArray(value) ? await Promise.all(value) : await value;
  }

  async discard(): Promise<void> {
    for (const arrived of await Promise.allSettled(this.arriving))
      if (arrived.status === 'fulfilled') await arrived.value.discard();
  }

  private add(name: string, value: unknown): void {
    this.byName[name] = name in this.byName ? [this.byName[name], value].flat() : value;
  }
}

/**
 * Reads a multipart body to its last byte. Its files go to `receive`, and are not larger than one may be in all. What is
 * wrong with the form of the body is said in `parts.fault`, when all of it has arrived.
 *
 * @throws AppError `file_too_large`, `request_timeout`, as soon as it is known
 */
export async function readMultipart(
  request: Request,
  bounds: MultipartBounds,
  parts: MultipartParts,
  receive: Receive,
): Promise<void> {
  const most = bounds.maxFileBytes + AROUND_BYTES;
  if (Number(request.headers['content-length'] ?? 0) > most) throw fileTooLarge(bounds.maxFileBytes);
  const parser = parserOf(request, bounds.maxFileBytes);
  if (!parser) parts.fault = malformed('its content type names no boundary');
  const arrival = new Arrival(request, parser, parts, { ...bounds, most });
  parser?.on('field', (name) => parts.addField(name));
  parser?.on('file', (name, bytes, { filename }) => {
    bytes.once('limit', () => arrival.fail(fileTooLarge(bounds.maxFileBytes)));
    // Destroyed with the parser; whoever reads it hears of that.
    bytes.on('error', () => undefined);
    const arriving = receive(bytes, filename);
    arriving.catch((error: Error) => bytes.errored ?? arrival.fail(error));
    parts.addFile(name, arriving);
  });
  await arrival.completed;
}

function parserOf({ headers }: Request, maxFileBytes: number): Busboy | null {
  // One more, because the parser says "limit" at the limit, not beyond it.
  const limits = { fileSize: maxFileBytes + 1, parts: MAX_PARTS, fieldSize: 1_024, headerPairs: 20 };
  try {
    return busboy({ headers, limits, defParamCharset: 'utf8', preservePath: true });
  } catch {
    return null;
  }
}

const malformed = (why: string) => errors.malformedRequest(why);

/** The bytes on their way from the client into the parser. */
class Arrival {
  readonly completed: Promise<void>;
  fail!: (error: Error) => void;
  private succeed!: () => void;
  private received = 0;
  private readonly silence: NodeJS.Timeout;

  constructor(
    private readonly request: Request,
    private readonly parser: Busboy | null,
    private readonly parts: MultipartParts,
    private readonly bounds: MultipartBounds & { most: number },
  ) {
    this.completed = new Promise<void>((resolve, reject) => {
      this.succeed = resolve;
      this.fail = reject;
    });
    this.silence = setTimeout(() => this.fail(errors.requestTimeout()), bounds.idleMs);
    this.completed.catch((error: Error) => parser?.destroy(error));
    this.listen();
  }

  private listen(): void {
    const { request, parser, silence } = this;
    const take = (chunk: Buffer) => this.take(chunk);
    const end = () => this.end();
    const close = () => request.complete || this.fail(malformed('it did not arrive whole'));
    request.on('data', take).once('end', end).once('close', close);
    parser?.on('drain', () => silence.refresh() && request.resume());
    parser?.on('error', () => this.misread());
    parser?.once('finish', () => this.succeed());
    const stop = () => {
      clearTimeout(silence);
      request.off('data', take).off('end', end).off('close', close);
    };
    this.completed.then(stop, stop);
  }

  private take(chunk: Buffer): void {
    const { request, parser, bounds } = this;
    this.silence.refresh();
    this.received += chunk.length;
    if (this.received > bounds.most) this.fail(fileTooLarge(bounds.maxFileBytes));
    else if (parser && !parser.destroyed && !parser.write(chunk)) request.pause();
  }

  private end(): void {
    clearTimeout(this.silence);
    if (this.parser && !this.parser.destroyed) this.parser.end();
    else this.succeed();
  }

  /** The rest of the body is read all the same: whoever sends it is judged at its end. */
  private misread(): void {
    this.parts.fault ??= malformed('its body is no multipart/form-data');
    if (this.request.readableEnded) this.succeed();
    else this.request.resume();
  }
}
