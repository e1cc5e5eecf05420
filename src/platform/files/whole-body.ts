import { errors } from '../errors/errors.js';
import type { Request } from '../request/request.js';
import { fileTooLarge, type MultipartBounds } from './multipart.js';

/**
 * The bytes of a body that is one file. The connection stays open when it is refused: the answer comes on it.
 *
 * @throws AppError `file_too_large`, `request_timeout`, `malformed_request`
 */
export async function* wholeBody(request: Request, { maxFileBytes, idleMs }: MultipartBounds): AsyncGenerator<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxFileBytes) throw fileTooLarge(maxFileBytes);
  let received = 0;
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  for (;;) {
    const { done, value } = await nextIn(chunks, idleMs);
    if (done) return;
    received += value.length;
    if (received > maxFileBytes) throw fileTooLarge(maxFileBytes);
    yield value;
  }
}

async function nextIn(chunks: AsyncIterator<Buffer>, idleMs: number): Promise<IteratorResult<Buffer, undefined>> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(errors.requestTimeout()), idleMs);
  });
  try {
    return await Promise.race([chunks.next(), silence]);
  } catch (error) {
    const isCut = (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    throw isCut ? errors.malformedRequest('its body did not arrive whole') : error;
  } finally {
    clearTimeout(timer);
  }
}
