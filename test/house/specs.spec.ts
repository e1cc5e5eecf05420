import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const COPIED = ['docs', 'src', 'test', 'migrations', 'scripts', 'README.md'];

/** Ids that must not exist are put together here, or this file would name them. */
const NO_SPEC = ['SPEC', '900'].join('-');
const NEW_BEHAVIOUR = ['SPEC-005', '900'].join('.');
const NEW_DECISION = ['DEC', '900'].join('-');
const COMMENTS = 'docs/specs/SPEC-005.md';

interface Verdict {
  status: number | null;
  printed: string;
  problems: string[];
}

function specs(root: string, ...ids: string[]): Verdict {
  const script = join(ROOT, 'scripts/specs.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--root', root, ...ids], {
    encoding: 'utf8',
  });
  return { status, printed: stdout, problems: stderr.split('\n').filter((line) => line.startsWith('  ')) };
}

describe('the specs', () => {
  it('hold together with decisions, norms, code and tests', () => {
    const { status, problems } = specs(ROOT);
    expect(problems).toEqual([]);
    expect(status).toBe(0);
  });
});

describe('npm run specs', () => {
  let copy: string;
  let before: Set<string>;
  const originals = new Map<string, string | null>();

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'specs-'));
    for (const name of COPIED) {
      if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
    }
    before = new Set(specs(copy).problems);
  });

  afterEach(() => {
    for (const [file, text] of originals) {
      if (text === null) rmSync(join(copy, file));
      else writeFileSync(join(copy, file), text);
    }
    originals.clear();
  });

  afterAll(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  function plant(file: string, change: (text: string) => string): void {
    const text = existsSync(join(copy, file)) ? readFileSync(join(copy, file), 'utf8') : null;
    if (!originals.has(file)) originals.set(file, text);
    const planted = change(text ?? '');
    expect(planted).not.toBe(text);
    writeFileSync(join(copy, file), planted);
  }

  const plantBehaviour = (id = NEW_BEHAVIOUR): void => {
    plant(COMMENTS, (text) => `${text}\n### ${id} Something new\n\nWHEN it rains, THEN it is wet.\n`);
  };

  /** What is wrong now and wasn't before; a fault must also turn the exit code. */
  function newProblems(): string {
    const { status, problems } = specs(copy);
    const fresh = problems.filter((problem) => !before.has(problem));
    if (fresh.length > 0) expect(status).toBe(1);
    return fresh.join('\n');
  }

  it('finds an unknown id in a document, in code and in a test, and says where', () => {
    plant('docs/specs/README.md', (text) => `${text}\nSee ${NO_SPEC}.\n`);
    plant('src/planted.ts', () => `/** @spec ${NO_SPEC}.1 */\nexport const planted = 1;\n`);
    plant('test/planted.spec.ts', () => `it('${NEW_BEHAVIOUR}: nobody wrote this down', () => undefined);\n`);
    const found = newProblems();
    expect(found).toMatch(new RegExp(`docs/specs/README.md:\\d+  ${NO_SPEC} doesn't exist`));
    expect(found).toContain(`src/planted.ts:1  ${NO_SPEC}.1 doesn't exist`);
    expect(found).toContain(`test/planted.spec.ts:1  ${NEW_BEHAVIOUR} doesn't exist`);
  });

  it('finds a rule of a norm that does not exist', () => {
    plant('src/planted.ts', () => `// As ${['NORM-SEC-001', '99'].join('.')} says.\n`);
    expect(newProblems()).toMatch(/src\/planted.ts:1 {2}NORM-SEC-001\.99 doesn't exist/);
  });

  it('finds a path that is gone', () => {
    plant(COMMENTS, (text) => text.replace('src/features/comments', 'src/features/remarks'));
    expect(newProblems()).toContain(`${COMMENTS}:1  names src/features/remarks, which doesn't exist`);
  });

  it('finds a behaviour without a test', () => {
    plantBehaviour();
    expect(newProblems()).toMatch(new RegExp(`${COMMENTS}:\\d+  ${NEW_BEHAVIOUR} has no test`));
  });

  it.each([
    ['a comment', (id: string) => `/*\nit('${id}: it rains', () => undefined);\n*/\n// it('${id}: it rains')\n`],
    ['a skipped test', (id: string) => `it.skip('${id}: it rains', () => undefined);\n`],
    ['a string that is no title', (id: string) => `const id = '${id}: it rains';\nlog(id, '${id}');\n`],
    ['a test inside a string', (id: string) => `const source = \`\nit('${id}: it rains');\n\`;\n`],
  ])('takes %s for no proof', (_, source) => {
    plantBehaviour();
    plant('test/planted.spec.ts', () => source(NEW_BEHAVIOUR));
    expect(newProblems()).toContain(`${NEW_BEHAVIOUR} has no test`);
  });

  it.each([
    ['a title', (id: string) => `it('${id}: it rains', () => undefined);\n`],
    ['a long title on its own line', (id: string) => `it(\n  "${id}: it's raining",\n  () => undefined,\n);\n`],
    ['a title for each row', (id: string) => `it.each([['rain'], ['snow']])('${id}: %s is wet', () => undefined);\n`],
    ['a generated title', (id: string) => `describe('wet', () => {\n  it(\`${id}: \${x} is wet\`, () => {});\n});\n`],
  ])('takes %s for a proof', (_, source) => {
    plantBehaviour();
    plant('test/planted.spec.ts', () => source(NEW_BEHAVIOUR));
    expect(newProblems()).toBe('');
  });

  it('finds a spec that no code implements, unless it is only planned', () => {
    plant(`docs/specs/${NO_SPEC}.md`, () => newSpec('kept'));
    expect(newProblems()).toContain(`no code says @spec ${NO_SPEC}`);
    plant(`docs/specs/${NO_SPEC}.md`, () => newSpec('planned'));
    expect(newProblems()).toBe('');
  });

  it('finds a decision that nobody refers to', () => {
    const decision = readFileSync(join(ROOT, 'docs/decisions/DEC-001.md'), 'utf8').replaceAll('DEC-001', NEW_DECISION);
    plant(`docs/decisions/${NEW_DECISION}.md`, () => decision);
    expect(newProblems()).toContain(`nobody refers to ${NEW_DECISION}`);
  });

  it('finds an id that is given twice', () => {
    plantBehaviour('SPEC-005.1');
    plant(`docs/decisions/${NEW_DECISION}.md`, () => readFileSync(join(ROOT, 'docs/decisions/DEC-001.md'), 'utf8'));
    const found = newProblems();
    expect(found).toContain('SPEC-005.1 is there twice');
    expect(found).toContain('DEC-001 is there twice');
  });

  it('finds an annotation that names nothing', () => {
    plant('src/planted.ts', () => '/**\n * Does things.\n *\n * @spec comments\n */\nexport const planted = 1;\n');
    expect(newProblems()).toContain('src/planted.ts:4  @spec names no spec');
  });

  it('finds documents that say too little', () => {
    plant(COMMENTS, (text) => text.replace('WHEN', 'If').replace(/^title: .*\n/m, ''));
    plant('docs/decisions/DEC-001.md', (text) => text.replace('## Alternatives', '## Others'));
    plant('docs/norms/NORM-SEC-001.md', (text) => text.replace('\n2. ', '\n'));
    const found = newProblems();
    expect(found).toContain("SPEC-005.1 doesn't say WHEN and THEN");
    expect(found).toContain(`${COMMENTS}:1  has no "title"`);
    expect(found).toContain('docs/decisions/DEC-001.md:1  has no "## Alternatives"');
    expect(found).toContain('docs/norms/NORM-SEC-001.md:1  must number its rules');
  });

  it('prints all that one needs to read before changing a spec', () => {
    plantBehaviour();
    plant('src/planted.ts', () => `\n/** @spec ${NEW_BEHAVIOUR} */\nexport const planted = 1;\n`);
    plant('test/planted.spec.ts', () => `\nit('${NEW_BEHAVIOUR}: it rains', () => undefined);\n`);
    const { status, printed } = specs(copy, 'SPEC-005');
    expect(status).toBe(0);
    expect(printed).toContain('WHEN it rains, THEN it is wet.\n  proven at test/planted.spec.ts:2');
    expect(printed).toContain('DEC-007 TypeORM');
    expect(printed).toContain('NORM-API-001 Inputs and bounds');
    expect(printed).toContain(`src/planted.ts:2  ${NEW_BEHAVIOUR}`);
    expect(specs(copy, NO_SPEC)).toMatchObject({ status: 1, problems: [expect.stringContaining('is no spec')] });
  });
});

function newSpec(status: string): string {
  const fields = `id: ${NO_SPEC}\ntitle: Rain\nstatus: ${status}\ndecisions: []\nnorms: []\npaths:\n  - src\n`;
  return `---\n${fields}---\n\n### ${NO_SPEC}.1 Wet\n\nWHEN it rains, THEN it is wet.\n`;
}
