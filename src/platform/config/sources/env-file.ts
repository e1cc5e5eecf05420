import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { ConfigProblems, type ConfigProblem } from '../problems.js';
import type { Environment } from '../values.js';

const NAME_VALUE = 'NAME=value, or # and a comment';
const IN_QUOTES = 'a value with # or a quote in it in quotes; a comment on a line of its own';

/** A line as `dotenv` takes it, with what it would leave out: the comment at its end. */
const LINE =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=[^\S\n]*|:[^\S\n]+)('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\n]+)?[^\S\n]*(#.*)?$/gm;

/**
 * The variables of a `.env` file, or none if there is no file. Nothing in it is ignored silently: a `#` would cut off a
 * password, and a file in UTF-16 would have no variables at all.
 *
 * @throws ConfigProblems which never hold a value
 * @spec SPEC-012.28
 */
export function readEnvFile(file: string): { variables: Environment; problems: ConfigProblem[] } {
  const text = textOf(file);
  return { variables: parse(text), problems: leftOut(text.replaceAll(/\r\n?/g, '\n')) };
}

function textOf(file: string): string {
  const bytes = bytesOf(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below.
  }
  throw unreadable(file, 'text that is not UTF-8', 'the file saved as UTF-8');
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = 'cannot be read' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return Buffer.alloc(0);
    throw unreadable(file, code, 'a file that this user can read, or none');
  }
}

function unreadable(file: string, got: string, expects: string): ConfigProblems {
  return new ConfigProblems([{ variable: '.env', got: `${file}: ${got}`, expects, example: 'PORT=3000' }]);
}

function leftOut(text: string): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  let end = 0;
  for (const match of text.matchAll(LINE)) {
    problems.push(...strayLines(text, end, match.index));
    end = match.index + match[0].length;
    const [, name = '', value = '', comment] = match;
    const flaw = flawOf(value.trim(), comment);
    const line = lineAt(text, match.index + match[0].search(/\S/));
    if (flaw)
      problems.push({ variable: name, got: `.env, line ${line}: ${flaw}`, expects: IN_QUOTES, example: `${name}='…'` });
  }
  return [...problems, ...strayLines(text, end, text.length)];
}

function flawOf(value: string, comment: string | undefined): string | undefined {
  const quote = /^['"`]/.exec(value)?.[0];
  if (quote && value.length > 1 && value.endsWith(quote)) return undefined;
  if (comment !== undefined) return '# ends an unquoted value';
  return quote ? `${quote} is not closed` : undefined;
}

/** Lines that are neither a variable nor a comment. */
function strayLines(text: string, from: number, to: number): ConfigProblem[] {
  const first = lineAt(text, from);
  return text
    .slice(from, to)
    .split('\n')
    .flatMap((line, nth) =>
      /^\s*(#|$)/.test(line)
        ? []
        : [{ variable: '.env', got: `line ${first + nth}: no variable`, expects: NAME_VALUE, example: 'PORT=3000' }],
    );
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
