import { Writable } from 'node:stream';
import type { Part } from './backup-reader.js';

/** A short part as text. */
export async function textOf(part: Part): Promise<string> {
  const chunks: Buffer[] = [];
  const collect = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await part.pour(collect);
  return Buffer.concat(chunks).toString();
}
