// Holds docs/specs, docs/decisions, docs/norms, code and tests together. How: docs/specs/README.md.
// npm run specs             counts, and fails on whatever doesn't hold together
// npm run specs -- SPEC-001 prints a spec (or one behaviour) with its decisions, norms, code and tests
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ID = /\b(?:SPEC-\d+(?:\.\d+)?|DEC-\d+|NORM-[A-Z]+-\d+(?:\.\d+)?)\b/g;
const BEHAVIOUR = /^### (\S+) (.+)$/;
const SECTIONS = ['Context', 'Decision', 'Alternatives', 'Consequences'];
const KINDS = {
  SPEC: { folder: 'docs/specs', keys: ['title', 'status', 'decisions', 'norms', 'paths'] },
  DEC: { folder: 'docs/decisions', keys: ['title', 'status'] },
  NORM: { folder: 'docs/norms', keys: ['title'] },
};
/** Comments and strings, so that a title in a comment and a comment in a string are taken for what they are. */
const TOKEN = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;
/** What stands before the title of a test: `it(`, `describe(`, `test.concurrent(`, `it.each(…)(`; nothing that is skipped. */
const TITLE_FOLLOWS = /(?:\b(?:it|test|describe)(?:\.(?!skip|todo)\w+)*\(|\)\()\s*$/;

const { values, positionals } = parseArgs({
  options: { root: { type: 'string', default: resolve(import.meta.dirname, '..') } },
  allowPositionals: true,
});
const root = values.root;
const problems = [];
const complain = (where, what) => problems.push(`${where}  ${what}`);
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
const at = (file, text, index) => `${file}:${text.slice(0, index).split('\n').length}`;
const read = (file) => readFileSync(join(root, file), 'utf8');
const specOf = (id) => id.split('.')[0];

function filesBelow(folder, ending) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(resolve(root).length + 1))
    .sort();
}

/** The YAML that we use and no more: `key: value`, `key: [a, b]`, and `key:` with `  - item` lines below. */
function frontMatter(file, text) {
  const block = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!block) complain(`${file}:1`, 'begins without front matter. Copy that of a neighbour.');
  const fields = {};
  let key = '';
  for (const line of block ? block[1].split('\n') : []) {
    const [, name, value] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
    if (name) fields[(key = name)] = /^$|^\[.*\]$/.test(value) ? (value.match(/[^[\],\s]+/g) ?? []) : value;
    else if (/^ +- \S+$/.test(line) && Array.isArray(fields[key])) fields[key].push(line.trim().slice(2));
    else complain(`${file}:1`, `has front matter that isn't understood: "${line}".`);
  }
  return fields;
}

function readDocuments() {
  const documents = new Map();
  for (const [kind, { folder, keys }] of Object.entries(KINDS)) {
    for (const file of filesBelow(folder, /\.md$/)) {
      if (file.endsWith('/README.md')) continue;
      const text = read(file);
      const doc = { kind, file, text, behaviours: new Map(), rules: 0, code: [], ...frontMatter(file, text) };
      for (const key of ['id', ...keys]) {
        if (doc[key] === undefined) complain(`${file}:1`, `has no "${key}" in its front matter. Add it.`);
      }
      if (`${folder}/${doc.id}.md` !== file) complain(`${file}:1`, `says its id is ${doc.id}. File and id must agree.`);
      if (documents.has(doc.id))
        complain(`${file}:1`, `${doc.id} is there twice. Give one of them the next free number.`);
      documents.set(doc.id, doc);
    }
  }
  return documents;
}

function readBehaviours(spec) {
  let behaviour = null;
  spec.text.split('\n').forEach((line, index) => {
    const where = `${spec.file}:${index + 1}`;
    const [, id, title] = BEHAVIOUR.exec(line) ?? [];
    if (!id && behaviour) behaviour.text += `${line}\n`;
    if (!id) return;
    if (specOf(id) !== spec.id || id === spec.id)
      complain(where, `${id} is no behaviour of ${spec.id}. Number it ${spec.id}.n.`);
    if (spec.behaviours.has(id)) complain(where, `${id} is there twice. Give the newer one the next free number.`);
    behaviour = { id, title, where, text: '', tests: [] };
    spec.behaviours.set(id, behaviour);
  });
  for (const { id, where, text } of spec.behaviours.values()) {
    if (!/WHEN\s[\s\S]+THEN\s/.test(text)) complain(where, `${id} doesn't say WHEN and THEN. Say both.`);
  }
}

function checkSpec(spec) {
  readBehaviours(spec);
  if (!['kept', 'planned'].includes(spec.status))
    complain(`${spec.file}:1`, 'has a status other than kept or planned.');
  if (spec.status !== 'kept') return;
  for (const path of spec.paths ?? []) {
    if (!existsSync(join(root, path)))
      complain(`${spec.file}:1`, `names ${path}, which doesn't exist. Correct "paths".`);
  }
}

function checkDecision(decision) {
  for (const section of SECTIONS) {
    if (!decision.text.includes(`\n## ${section}\n`))
      complain(`${decision.file}:1`, `has no "## ${section}". Write it.`);
  }
}

function checkNorm(norm) {
  const numbers = [...norm.text.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
  norm.rules = numbers.length;
  const inOrder = numbers.every((number, index) => number === index + 1);
  if (!inOrder || numbers.length === 0) complain(`${norm.file}:1`, 'must number its rules 1, 2, 3 … without a gap.');
}

function isKnown(documents, id) {
  const doc = documents.get(specOf(id));
  if (!doc || doc.id === id) return doc !== undefined;
  return doc.kind === 'SPEC' ? doc.behaviours.has(id) : Number(id.split('.')[1]) <= doc.rules && !id.endsWith('.0');
}

/** Every id in every text must exist; who names a decision or norm from outside it keeps it from being an orphan. */
function checkMentions(documents, files) {
  const referred = new Set();
  for (const file of files) {
    const text = read(file);
    for (const { 0: id, index } of text.matchAll(ID)) {
      const where = at(file, text, index);
      if (!isKnown(documents, id)) complain(where, `${id} doesn't exist. Correct the id, or write it down in docs/.`);
      else if (documents.get(specOf(id)).file !== file && !file.endsWith('README.md')) referred.add(specOf(id));
    }
  }
  for (const { kind, id, file } of documents.values()) {
    if (kind === 'SPEC' || referred.has(id)) continue;
    complain(`${file}:1`, `nobody refers to ${id}. Name it in a spec's front matter, or remove it.`);
  }
}

function readAnnotations(documents, file) {
  const text = read(file);
  for (const { 0: comment, index } of text.matchAll(TOKEN)) {
    if (!comment.startsWith('/')) continue;
    for (const { 1: ids, index: offset } of comment.matchAll(/@spec\b[ \t]*([^\n]*)/g)) {
      const where = at(file, text, index + offset);
      const found = [...new Set(ids.match(ID)?.map(specOf) ?? [])].filter((id) => id.startsWith('SPEC-'));
      if (found.length === 0) complain(where, '@spec names no spec. Write "@spec SPEC-001" or "@spec SPEC-001.4".');
      for (const id of found) documents.get(id)?.code.push({ where, ids: ids.match(ID) });
    }
  }
}

function readTitles(documents, file) {
  const text = read(file);
  let end = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const before = text.slice(end, index);
    end = index + token.length;
    if (token.startsWith('/') || !TITLE_FOLLOWS.test(before)) continue;
    for (const id of token.match(ID) ?? []) {
      documents
        .get(specOf(id))
        ?.behaviours?.get(id)
        ?.tests.push(at(file, text, index));
    }
  }
}

function checkProofs(spec) {
  if (spec.status !== 'kept') return;
  if (spec.behaviours.size === 0)
    complain(`${spec.file}:1`, `${spec.id} has no behaviours. Write "### ${spec.id}.1 …".`);
  if (spec.code.length === 0)
    complain(`${spec.file}:1`, `no code says @spec ${spec.id}. Say so where it is implemented.`);
  for (const { id, where, tests } of spec.behaviours.values()) {
    if (tests.length === 0)
      complain(where, `${id} has no test. Begin the title of the test that proves it with "${id}: ".`);
  }
}

function readEverything() {
  const documents = readDocuments();
  const of = (kind) => [...documents.values()].filter((doc) => doc.kind === kind);
  of('SPEC').forEach(checkSpec);
  of('DEC').forEach(checkDecision);
  of('NORM').forEach(checkNorm);
  const sources = ['src', 'migrations', 'packages', 'scripts', 'test', 'web/src'].flatMap((folder) =>
    filesBelow(folder, /\.(tsx?|mjs|js)$/),
  );
  const readme = existsSync(join(root, 'README.md')) ? ['README.md'] : [];
  checkMentions(documents, [...readme, ...filesBelow('docs', /\.md$/), ...sources]);
  for (const file of sources) {
    if (file.endsWith('.spec.ts')) readTitles(documents, file);
    else if (!file.startsWith('test/') && file !== 'scripts/specs.mjs') readAnnotations(documents, file);
  }
  of('SPEC').forEach(checkProofs);
  return documents;
}

function printCounts(documents) {
  const sum = { behaviours: 0, proven: 0 };
  for (const spec of documents.values()) {
    if (spec.kind !== 'SPEC') continue;
    const proven = [...spec.behaviours.values()].filter(({ tests }) => tests.length > 0).length;
    const files = new Set(spec.code.map(({ where }) => where.split(':')[0])).size;
    const counts = [plural(spec.behaviours.size, 'behaviour'), `${proven} proven`, plural(files, 'file')];
    console.log(`${spec.id}  ${String(spec.title).padEnd(42)} ${counts.map((count) => count.padStart(13)).join('  ')}`);
    sum.behaviours += spec.behaviours.size;
    sum.proven += proven;
  }
  console.log(`\n${sum.behaviours} behaviours, ${sum.proven} proven.`);
}

function printSpec(documents, id) {
  const spec = documents.get(specOf(id));
  if (spec?.kind !== 'SPEC' || !isKnown(documents, id)) {
    return complain(id, 'is no spec or behaviour. `npm run specs` lists them.');
  }
  console.log(`${spec.id} ${spec.title} (${spec.status})\n${spec.file}\n${(spec.paths ?? []).join('\n')}`);
  for (const behaviour of spec.behaviours.values()) {
    if (id !== spec.id && id !== behaviour.id) continue;
    console.log(`\n${behaviour.id} ${behaviour.title}\n\n${behaviour.text.trim()}`);
    console.log(behaviour.tests.map((where) => `  proven at ${where}`).join('\n') || '  not proven');
  }
  for (const other of [...(spec.decisions ?? []), ...(spec.norms ?? [])].map((name) => documents.get(name))) {
    if (!other) continue;
    const [text] = /(?<=\n## Decision\n)[\s\S]*?(?=\n## )|(?<=\n)1\. [\s\S]*/.exec(other.text) ?? [''];
    console.log(`\n${other.id} ${other.title}\n${other.file}\n\n${text.trim()}`);
  }
  console.log('\nCode');
  for (const { where, ids } of spec.code) {
    if (id === spec.id || ids.includes(id) || ids.includes(spec.id)) console.log(`  ${where}  ${ids.join(', ')}`);
  }
}

const documents = readEverything();
if (positionals.length > 0) {
  problems.length = 0; // who reads a spec wants that, and not the state of all the others
  for (const id of positionals) printSpec(documents, id);
} else {
  printCounts(documents);
}
if (problems.length > 0) {
  console.error(`\n${plural(problems.length, 'problem')}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  process.exitCode = 1;
}
