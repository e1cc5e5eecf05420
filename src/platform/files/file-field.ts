import type { Validator } from '../input/violation.js';
import { violation, validateText } from '../input/violation.js';
import { field, VISIBLE } from '../input/fields.js';
import { ReceivedFile } from './received-file.js';

const NAME = { min: 1, max: 255 };

/** The last part of a path of whichever system, as it was before a browser wrote it into a header (WHATWG HTML §4.10.21.8). */
export function baseName(sent: string): string {
  const name = sent.slice(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
  return name.replaceAll('%22', '"').trim();
}

const validateFileName: Validator = (name) => {
  if (name === undefined) return violation('required', 'has no name');
  const wrong = validateText(name, NAME);
  if (wrong) return { ...wrong, message: `has a name that ${wrong.message}` };
  const isPlain = !/\p{Cc}/u.test(name as string) && !/^\.{1,2}$/.test(name as string) && VISIBLE.test(name as string);
  return isPlain ? null : violation('format', 'has a name that is none, or that has control characters');
};

const validateFile: Validator = (value) => {
  if (Array.isArray(value)) return violation('too_long', 'must be one file', 1);
  return value instanceof ReceivedFile ? validateFileName(value.name) : violation('type', 'must be a file');
};

/** A file in a multipart body, with a name of 1 to 255 characters. */
export function FileField(): PropertyDecorator {
  return field(validateFile, { type: String, format: 'binary', contentMediaType: 'application/octet-stream' } as never);
}
