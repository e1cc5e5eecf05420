import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/platform/config/paths.js';

/**
 * The sections of ASVS 5.0.0 with the level of each of their requirements in turn: `V6.4: 112233` has V6.4.1 and V6.4.2
 * of level 1, V6.4.3 and V6.4.4 of level 2, and two more of level 3.
 */
const STANDARD = `
  V1.1: 22      V1.2: 1111122223    V1.3: 112222222223  V1.4: 222       V1.5: 123
  V2.1: 122     V2.2: 112           V2.3: 12223         V2.4: 23
  V3.1: 3       V3.2: 113           V3.3: 12223         V3.4: 11222233  V3.5: 11122333  V3.6: 3      V3.7: 22333
  V4.1: 12233   V4.2: 23333         V4.3: 22            V4.4: 1222
  V5.1: 2       V5.2: 112333        V5.3: 113           V5.4: 222
  V6.1: 122     V6.2: 111111112222  V6.3: 11223333      V6.4: 112233    V6.5: 22222333  V6.6: 2223   V6.7: 33
  V6.8: 2222
  V7.1: 222     V7.2: 1111          V7.3: 22            V7.4: 11222     V7.5: 223       V7.6: 22
  V8.1: 1233    V8.2: 1123          V8.3: 133           V8.4: 23
  V9.1: 111     V9.2: 1222
  V10.1: 22     V10.2: 223          V10.3: 22223        V10.4: 1111122222233333
  V10.5: 22222  V10.6: 22           V10.7: 222
  V11.1: 2233   V11.2: 22233        V11.3: 11233        V11.4: 1222     V11.5: 23       V11.6: 23    V11.7: 33
  V12.1: 12233  V12.2: 11           V12.3: 22223
  V13.1: 2333   V13.2: 222223       V13.3: 2233         V13.4: 1222233
  V14.1: 22     V14.2: 12223333     V14.3: 122
  V15.1: 12233  V15.2: 12233        V15.3: 1222222      V15.4: 3333
  V16.1: 2      V16.2: 22222        V16.3: 2222         V16.4: 222      V16.5: 2223
  V17.1: 23     V17.2: 22223333     V17.3: 22`;

const DOCUMENT = 'docs/ASVS.md';
const PROOF = /\b(?:SPEC-\d+(?:\.\d+)?|NORM-[A-Z]+-\d+(?:\.\d+)?|DEC-\d+)\b|\]\(([^)]+)\)|`([^`]+\.ts)` "([^"]+)"/g;

const read = (path: string) => readFileSync(join(packageRoot(), path), 'utf8');

function idsOf(...levels: string[]): string[] {
  return [...STANDARD.matchAll(/(V[\d.]+): (\d+)/g)].flatMap(([, section = '', each = '']) =>
    [...each].flatMap((level, index) => (levels.includes(level) ? [`${section}.${index + 1}`] : [])),
  );
}

interface Line {
  ids: string[];
  /** Empty where the requirement does not apply. */
  proof: string;
  reason: string;
}

/** The rows of the tables: `| V6.2.1 | what | … | shown by |`, and `| V1.4 | V1.4.1 V1.4.3 | why |`. */
function linesOf(document: string): Line[] {
  return [...document.matchAll(/^\| (V\d.*) \|$/gm)].map(([, row = '']) => {
    const cells = row.split(' | ');
    const isOne = /^V\d+\.\d+\.\d+$/.test(cells[0] ?? '');
    const last = cells.at(-1) ?? '';
    return isOne
      ? { ids: [cells[0] ?? ''], proof: last, reason: cells[1] ?? '' }
      : { ids: (cells[1] ?? '').split(' '), proof: '', reason: last };
  });
}

/** What a heading is called in a link, as GitHub makes it. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.toLowerCase());
  return headings.map((heading) => heading.replaceAll(/[^\p{L}\p{N}\s-]/gu, '').replaceAll(' ', '-'));
}

function linkTrouble(target: string): string | null {
  const [path = '', anchor] = target.split('#');
  if (!existsSync(join(packageRoot(), 'docs', path))) return `${target}: there is no such file`;
  return anchor && !anchorsOf(read(join('docs', path))).includes(anchor) ? `${target}: has no such heading` : null;
}

/** A line with a title of a test that is not skipped, as prettier leaves it. */
const TITLE = /^\s*(?:(?:it|test|describe)(?:\.each)?\(|\]\)\(|['"`])/;

function titleTrouble(file: string, words: string): string | null {
  if (!existsSync(join(packageRoot(), file))) return `${file}: there is no such file`;
  const isThere = read(file)
    .split('\n')
    .some((line) => line.includes(words) && TITLE.test(line));
  return isThere ? null : `${file}: has no test with "${words}"`;
}

function idTrouble(id: string): string | null {
  const [document = '', number] = id.split('.');
  const [kind = ''] = document.split('-');
  const file = `docs/${{ SPEC: 'specs', NORM: 'norms', DEC: 'decisions' }[kind]}/${document}.md`;
  if (!existsSync(join(packageRoot(), file))) return `${id}: there is no ${file}`;
  const mark = kind === 'SPEC' ? `\n### ${id} ` : `\n${number}. `;
  return number && !read(file).includes(mark) ? `${id}: is not in ${file}` : null;
}

/** @returns what is wrong with a row's evidence */
function troubles({ ids, proof }: Line): string[] {
  const found = [...proof.matchAll(PROOF)].map(([whole, link, file, words]) => {
    if (link) return linkTrouble(link);
    return file && words ? titleTrouble(file, words) : idTrouble(whole);
  });
  if (found.length === 0) found.push('has no evidence');
  return found.filter((trouble) => trouble !== null).map((trouble) => `${ids.join(' ')}: ${trouble}`);
}

function allTroubles(document: string): string[] {
  const lines = linesOf(document);
  const named = lines.flatMap(({ ids }) => ids);
  const asked = idsOf('1', '2');
  return [
    ...asked.filter((id) => !named.includes(id)).map((id) => `${id}: is missing. Say in ${DOCUMENT} how it is kept.`),
    ...named.filter((id) => !asked.includes(id)).map((id) => `${id}: is no requirement of level 1 or 2`),
    ...named.filter((id, index) => named.indexOf(id) !== index).map((id) => `${id}: is there twice`),
    ...lines.filter(({ reason }) => reason.trim() === '').map(({ ids }) => `${ids.join(' ')}: says nothing`),
    ...lines.filter(({ ids }) => ids.length === 1 && document.includes(`\n| ${ids[0]} |`)).flatMap(troubles),
  ];
}

describe('The requirements of ASVS', () => {
  it('are those of 5.0.0', () => {
    expect([idsOf('1'), idsOf('2'), idsOf('3')].map(({ length }) => length)).toEqual([70, 183, 92]);
  });

  it('are each there once, with evidence that exists', () => {
    expect(allTroubles(read(DOCUMENT))).toEqual([]);
  });
});

describe('A map with a hole is noticed', () => {
  const replaced = (pattern: RegExp, by: string) => allTroubles(read(DOCUMENT).replace(pattern, by));
  const row = /\n\| V6\.2\.1 \|.*/;

  it.each([
    ['a requirement that is missing', '', 'V6.2.1: is missing'],
    ['one without evidence', '\n| V6.2.1 | Eight characters | of course |', 'V6.2.1: has no evidence'],
    ['one that is there twice', '$&$&', 'V6.2.1: is there twice'],
    ['one that does not exist', '$&\n| V6.2.99 | x | SPEC-013.5 |', 'V6.2.99: is no requirement'],
    [
      'a behaviour that is gone',
      `\n| V6.2.1 | x | ${['SPEC-013', '999'].join('.')} |`,
      ': is not in docs/specs/SPEC-013.md',
    ],
    ['a test that is gone', '\n| V6.2.1 | x | `test/house/none.spec.ts` "x" |', 'there is no such file'],
    [
      'a title that is gone',
      '\n| V6.2.1 | x | `test/house/specs.spec.ts` "of a house on the moon" |',
      'has no test with "of a house on the moon"',
    ],
    ['a heading that is gone', '\n| V6.2.1 | x | [S](SECURITY.md#nowhere) |', 'has no such heading'],
  ])('%s', (_, by, complaint) => {
    expect(replaced(row, by).join('\n')).toContain(complaint);
  });
});
