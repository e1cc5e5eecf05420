import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../src/platform/config/paths.js';

const root = packageRoot();

describe('The types of the client', () => {
  test('SPEC-045.28: let nothing through that the program would refuse for its form', () => {
    const fixture = join(root, 'test/client/fixtures/wrong.ts');
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
      ts.sys,
      root,
    );
    const program = ts.createProgram([fixture], { ...options, incremental: false, types: ['node'] });
    const found = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, start = 0, code }) => `${file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0} ${code}`);
    const expected = readFileSync(fixture, 'utf8')
      .split('\n')
      .flatMap((line, index) => (/WRONG (\d+)/.exec(line) ? [`${index + 1} ${/WRONG (\d+)/.exec(line)?.[1]}`] : []));
    expect(found).toEqual(expected);
  });

  test('SPEC-045.29: are those of the program as it is', () => {
    const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    run('scripts/build.mjs', '--if-stale');
    expect(run('scripts/client-types.mjs', '--check')).toBe('');
  });
});

test('SPEC-045.30: npm pack makes a package of what is built, and of nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrack-pack-'));
  try {
    execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { cwd: root });
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const said = execFileSync('npm', args, { cwd: join(root, 'packages/client'), encoding: 'utf8' });
    const [{ files }] = JSON.parse(said) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'README.md',
        'package.json',
        'dist/client.js',
        'dist/client.d.ts',
        'dist/http-client.js',
      ]),
    );
    expect(paths.filter((path) => !/^(README\.md|package\.json|dist\/[\w/.-]+\.(js|d\.ts))$/.test(path))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
