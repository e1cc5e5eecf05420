import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../config/paths.js';

type Class = new () => object;

/** Tests run the sources as CommonJS, the built program is ES modules: only there `__filename` is missing. */
const RUNS_SOURCES = typeof __filename === 'string' && __filename.endsWith('.ts');

export function migrationClasses(): Promise<Class[]> {
  return classesIn('migrations', /^\d+-.*\.[jt]s$/);
}

export function entityClasses(): Promise<Class[]> {
  return classesIn('src', /\.entity\.[jt]s$/);
}

/** TypeORM's own globs choose import or require by package.json, which is wrong in one of the two cases. */
async function classesIn(folder: string, name: RegExp): Promise<Class[]> {
  const root = join(packageRoot(), RUNS_SOURCES ? '' : 'dist', folder);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    name.test(file.replace(/.*[\\/]/, '')),
  );
  const modules = await Promise.all(files.sort().map((file) => load(join(root, file))));
  return modules.flatMap((module) => Object.values(module).filter(isClass));
}

async function load(file: string): Promise<Record<string, unknown>> {
  return (await import(RUNS_SOURCES ? file : pathToFileURL(file).href)) as Record<string, unknown>;
}

function isClass(value: unknown): value is Class {
  return typeof value === 'function';
}
