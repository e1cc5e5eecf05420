import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { buildIfStale } from '../../../scripts/build.mjs';

const DIST = new URL('../../../dist/', import.meta.url);

/** What is measured is the program as it is delivered: built from the sources as they are now. */
export async function requireBuild() {
  if (!(await buildIfStale()) || !existsSync(new URL('src/main.js', DIST)))
    throw new Error('The program does not build.');
}

/** A module of the built program: the benchmark makes its database, its keys and its tokens with the program's own code. */
export function built(path) {
  return import(new URL(path, DIST).href);
}
