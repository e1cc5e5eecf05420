import { createReadStream } from 'node:fs';
import { errors } from '../../../platform/errors/errors.js';
import type { AppError } from '../../../platform/errors/app-error.js';

/** In bytes, of a line: a task with the longest description is smaller. */
export const MAX_LINE = 512 * 1024;

/** @throws AppError `validation_failed` for a file in another encoding */
export async function* textIn(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>)
      yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? otherEncoding() : error;
  }
}

/** The lines of a file and their numbers, from 1 on; null for one that is too long. */
export async function* linesIn(path: string): AsyncGenerator<{ number: number; line: string | null }> {
  let [rest, number, isTooLong] = ['', 0, false];
  for await (const text of textIn(path)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield { number: ++number, line: isTooLong || line.length > MAX_LINE ? null : line };
      isTooLong = false;
    }
    if (rest.length <= MAX_LINE) continue;
    isTooLong = true;
    rest = '';
  }
  if (rest !== '' || isTooLong) yield { number: ++number, line: isTooLong ? null : rest };
}

function otherEncoding(): AppError {
  const message = 'must be in UTF-8: save it as UTF-8 and send it again (UTF-16 and Windows-1252 are other encodings)';
  return errors.invalidField('file', 'format', message);
}
