import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';
import { type ErrorKind, FIELD_CODES } from '../../src/platform/errors/app-error.js';
import { STATUS } from '../../src/platform/http/errors/error-table.js';
import type { ApiDocument } from '../../src/platform/documents/openapi/document.js';
import { INTRODUCTION } from '../../src/platform/documents/openapi/introduction.js';
import { DESCRIPTION } from '../support/openapi.js';

const PAGE = 'docs/ERRORS.md';
const LITERAL = /new AppError\(\s*'(\w+)',\s*'(\w+)'/g;

const read = (path: string) => readFileSync(join(packageRoot(), path), 'utf8');

/** `401 invalid_token`, of every failure that the code makes under a name, and of every one that a route declares. */
function codesOfProgram(): string[] {
  const files = readdirSync(join(packageRoot(), 'src'), { recursive: true, encoding: 'utf8' });
  const source = files.filter((file) => /(?<!\.spec)\.ts$/.test(file)).map((file) => read(join('src', file)));
  const made = [...source.join('\n').matchAll(LITERAL)].map(([, kind, code]) => `${STATUS[kind as ErrorKind]} ${code}`);
  const { components } = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as ApiDocument;
  const declared = Object.keys(components.responses).flatMap((name) => {
    const [status, ...words] = name.split('.');
    return words.filter((word) => /^[a-z]/.test(word)).map((code) => `${status} ${code}`);
  });
  return [...new Set([...made, ...declared])].sort();
}

function rows(): { code: string; cells: string[] }[] {
  return [...read(PAGE).matchAll(/^\| (\d{3}) \| `(\w+)` \|(.*)\|$/gm)].map(([, status, code, rest = '']) => {
    return { code: `${status} ${code}`, cells: rest.split('|').map((cell) => cell.trim()) };
  });
}

test('SPEC-015.14: the page of errors has every code that the program has, with its status, and no other', () => {
  // A new code needs a row: what it means, and what a client does.
  expect(
    rows()
      .map(({ code }) => code)
      .sort(),
  ).toEqual(codesOfProgram());
});

test('SPEC-015.14: the page says of each what it means and what to do', () => {
  expect(rows().filter(({ cells }) => cells.length !== 2 || cells.some((cell) => cell === ''))).toEqual([]);
});

test('SPEC-015.14: the API description leads to the page', () => {
  expect(INTRODUCTION).toContain(PAGE);
});

test('SPEC-007.57: the page has every code of a field, and no other', () => {
  const [, table = ''] = /\| code \| what is wrong(.*?)\n\n/s.exec(read(PAGE)) ?? [];
  expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code)).toEqual([...FIELD_CODES]);
});

test('SPEC-009.43: the page has the name of every limit of failures', () => {
  const page = read(PAGE);
  for (const code of ['login_failures', 'password_failures', 'totp_failures']) expect(page).toContain(`\`${code}\``);
});
