import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

interface Rule {
  name: string;
  comment: string;
}

const root = resolve(__dirname, '../..');
const config = join(root, '.dependency-cruiser.cjs');
const { forbidden: rules } = createRequire(__filename)(config) as { forbidden: Rule[] };

/** For each rule the smallest file that breaks it and no other. The first line of a file is the only import it has. */
const plants: Record<string, Record<string, string>> = {
  'no-circles': {
    'src/platform/mail/egg.ts': `import './hen.js';`,
    'src/platform/mail/hen.ts': `import './egg.js';`,
  },
  'platform-knows-no-feature': { 'src/platform/events/nosy.ts': `import '../../features/tasks/task.service.js';` },
  'rooms-look-down': { 'src/platform/secrets/dreamer.ts': `import '../passwords/page.js';` },
  'every-room-has-a-rung': { 'src/platform/attic/gate.ts': `import './chest.js';` },
  'nobody-knows-the-documents': { 'src/features/tasks/task.manual.ts': `import '../../platform/documents/page.js';` },
  'through-the-front-door': { 'src/features/comments/burglar.ts': `import '../tasks/task.policy.js';` },
  'the-door-is-a-table-of-contents': { 'src/app.module.ts': `import './features/tasks/task.service.js';` },
  'nothing-knows-the-demo': { 'src/platform/mail/show.ts': `import '../../demo/demo.js';` },
  'nothing-knows-the-operations': { 'src/platform/mail/nurse.ts': `import '../../operations/doctor.js';` },
  'operations-know-no-feature': { 'src/operations/quack.ts': `import '../features/tasks/task.service.js';` },
  'look-down-never-up': { 'src/features/projects/dreamer.ts': `import '../tasks/task.service.js';` },
  'every-feature-has-a-rung': { 'src/features/newcomer/gate.ts': `import './newcomer.service.js';` },
  'only-the-database-side-knows-typeorm': { 'src/features/tasks/task.sql.ts': `import 'typeorm';` },
  'only-the-web-side-knows-http': { 'src/features/tasks/task.links.ts': `import '../../platform/http/page.js';` },
  'entities-and-policies-are-pure': { 'src/features/tasks/task.entity.ts': `import './task.service.js';` },
  'repositories-know-no-views': { 'src/features/tasks/task.repository.ts': `import './task.view.js';` },
  'features-reach-the-world-through-the-platform': { 'src/features/tasks/task.cache.ts': `import 'ioredis';` },
  'only-one-file-loads-the-libraries-for-traces': { 'src/platform/events/watch.ts': `import '@opentelemetry/api';` },
  'names-say-what-is-inside': { 'src/features/tasks/task.title.ts': `import './task.helpers.js';` },
  'the-program-needs-no-tools': { 'src/platform/events/chance.ts': `import 'fast-check';` },
  'the-program-knows-no-test': { 'src/platform/events/exam.ts': `import '../../../test/support/people.js';` },
  'packages-stand-on-their-own': { 'packages/postgres/src/spy.ts': `import '../../../src/demo/demo.js';` },
  'the-board-knows-the-client-alone': { 'web/src/spy.ts': `import '../../src/demo/demo.js';` },
  'nobody-knows-the-board': { 'src/platform/mail/fan.ts': `import '../../../web/src/page.js';` },
  'everything-imported-exists': { 'src/platform/events/lost.ts': `import './nowhere.js';` },
};

/** What the planted files import; allowed to each other, so that only the planted import is wrong. */
const bystanders = [
  'src/demo/demo.ts',
  'src/features/newcomer/newcomer.service.ts',
  'src/features/tasks/task.helpers.ts',
  'src/features/tasks/task.policy.ts',
  'src/features/tasks/task.service.ts',
  'src/features/tasks/task.view.ts',
  'src/operations/doctor.ts',
  'src/platform/attic/chest.ts',
  'src/platform/documents/page.ts',
  'src/platform/http/page.ts',
  'src/platform/passwords/page.ts',
  'test/support/people.ts',
  'web/src/page.ts',
];

function cruise(tree: string, ...paths: string[]): Violation[] {
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', config, '--output-type', 'json', ...paths];
  const report = execFileSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return (JSON.parse(report) as { summary: { violations: Violation[] } }).summary.violations;
}

function advice({ from, to, rule }: Violation): string {
  const comment = rules.find(({ name }) => name === rule.name)?.comment ?? '';
  return `${from} imports ${to} (${rule.name}). ${comment}`;
}

it('everyone imports only what the house allows', () => {
  expect(cruise(root, 'src', 'migrations', 'packages', 'web/src', 'ormconfig.ts').map(advice)).toEqual([]);
});

describe('a broken import rule is noticed', () => {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), 'imports-')));
  let found: Violation[];

  beforeAll(() => {
    for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(tree, name));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
    const files = Object.assign({}, ...Object.values(plants)) as Record<string, string>;
    for (const file of bystanders) files[file] = '';
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(tree, dirname(file)), { recursive: true });
      writeFileSync(join(tree, file), `${text}\nexport {};\n`);
    }
    found = cruise(tree, 'src', 'packages', 'web');
  });

  afterAll(() => rmSync(tree, { recursive: true }));

  it.each([...new Set(rules.map(({ name }) => name))])('%s', (rule) => {
    const planted = Object.keys(plants[rule] ?? {});
    const rulesBroken = new Set(found.filter(({ from }) => planted.includes(from)).map((one) => one.rule.name));
    expect([...rulesBroken]).toEqual([rule]);
  });

  it('and nothing is called broken that was not planted', () => {
    const planted = Object.values(plants).flatMap((files) => Object.keys(files));
    expect(found.filter(({ from }) => !planted.includes(from)).map(advice)).toEqual([]);
  });
});
