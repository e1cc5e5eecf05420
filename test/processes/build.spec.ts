import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/platform/config/paths.js';

/** A view and a controller that answers with it: the plugin of @nestjs/swagger writes down where the view is. */
const SOURCES = {
  'bed.view.ts': `export class BedView {
    /** What it is called. */
    name!: string;
  }`,
  'bed.controller.ts': `import { Controller, Get } from '@nestjs/common';
  import { BedView } from './bed.view.js';
  @Controller('beds')
  export class BedController {
    @Get()
    list(): BedView[] {
      return [];
    }
  }`,
};

describe('the compiler', () => {
  let folder: string;
  afterEach(() => rmSync(dirname(folder), { recursive: true, force: true }));

  it('makes a program that runs in a folder with letters of all kinds in its name', () => {
    folder = join(mkdtempSync(join(tmpdir(), 'fasttrack-build-')), "Büro 庭 (1) l'été 🌱");
    mkdirSync(join(folder, 'src'), { recursive: true });
    symlinkSync(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [file, text] of Object.entries(SOURCES)) writeFileSync(join(folder, 'src', file), text);
    const options = { rootDir: folder, experimentalDecorators: true, emitDecoratorMetadata: true, skipLibCheck: true };
    const settings = { module: 'nodenext', target: 'ES2022', types: ['node'], ...options };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, include: ['src'] }));

    const out = join(folder, 'dist');
    run(join(packageRoot(), 'scripts/compile.mjs'), join(folder, 'tsconfig.json'), out);
    const controller = join(out, 'src/bed.controller.js');
    expect(readFileSync(controller, 'utf8')).toContain('./bed.view.js');
    const shown = run('--input-type=module', '--eval', show(controller, join(out, 'src/bed.view.js')));
    expect(JSON.parse(shown)).toEqual({ type: ['BedView'], description: 'What it is called.' });
  });
});

describe('a checkout without the tools of the build', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fasttrack-toolless-'));
    cpSync(join(packageRoot(), 'scripts'), join(folder, 'scripts'), { recursive: true });
    mkdirSync(join(folder, 'packages'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = () => spawnSync(process.execPath, ['scripts/start.mjs'], { cwd: folder, encoding: 'utf8' });

  it('SPEC-012.64: is told how to install them', () => {
    mkdirSync(join(folder, 'node_modules/@nestjs/core'), { recursive: true });
    const { status, stderr } = start();
    expect([status, stderr]).toEqual([1, expect.stringContaining('npm ci --include=dev && npm run build')]);
  });

  it('SPEC-012.64: is told to install everything where nothing is', () => {
    const { status, stderr } = start();
    expect([status, stderr]).toEqual([1, expect.stringMatching(/not installed\. Run: npm ci\n$/)]);
  });
});

/** Prints what the plugin put there. */
function show(controller: string, view: string): string {
  return `import 'reflect-metadata';
    const { BedController } = await import(${JSON.stringify(pathToFileURL(controller).href)});
    const { BedView } = await import(${JSON.stringify(pathToFileURL(view).href)});
    const [answer] = Object.values(Reflect.getMetadata('swagger/apiResponse', BedController.prototype.list));
    const { name } = BedView._OPENAPI_METADATA_FACTORY();
    console.log(JSON.stringify({ type: [answer.type[0]?.name ?? answer.type.name], description: name.description }));`;
}

function run(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: packageRoot(), encoding: 'utf8' });
}
