import type { Answer } from './client.js';
import type { Person } from './people.js';

export const BOUNDARY = 'the-end-of-the-part';

export interface Part {
  name: string;
  /** A part without one is a text field. */
  filename?: string;
  type?: string;
  content: string | Buffer;
}

export interface MadeFile {
  id: number;
  task_id: number;
  name: string;
  size: number;
  content_type: string;
  sha256: string;
}

/** A body as browsers write it. */
export function multipart(...parts: Part[]): Buffer {
  const pieces = parts.flatMap(({ name, filename, type, content }) => {
    const called = filename === undefined ? '' : `; filename="${filename}"`;
    const typed = type === undefined ? '' : `Content-Type: ${type}\r\n`;
    return [
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${called}\r\n${typed}\r\n`,
      content,
      '\r\n',
    ];
  });
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece as string)));
}

export const MULTIPART = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };

/** Sends a file to a task. */
export function upload(
  person: Pick<Person, 'send'>,
  task: { id: number },
  content: string | Buffer = 'Water the beds.',
  { filename = 'notes.txt', headers = {} }: { filename?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const body = multipart({ name: 'file', filename, type: 'image/png', content });
  return person.send('POST', `/tasks/${task.id}/files`, body, { ...MULTIPART, ...headers });
}

export async function uploaded(...sent: Parameters<typeof upload>): Promise<MadeFile> {
  const { status, body } = await upload(...sent);
  if (status !== 201) throw new Error(`The upload answered ${status} ${JSON.stringify(body)}`);
  return body.data;
}

/** The bytes of a file, with the headers of the answer. */
export async function download(
  person: Pick<Person, 'url' | 'token'>,
  file: { id: number },
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const authorization = `Bearer ${person.token}`;
  const answer = await fetch(`${person.url}/files/${file.id}/content`, {
    method,
    headers: { authorization, ...headers },
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}
