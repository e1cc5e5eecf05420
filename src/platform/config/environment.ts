import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { packageRoot } from './paths.js';
import type { Environment } from './values.js';

/** The variables of the process over those of the `.env` file beside package.json. */
export function readEnvironment(file = join(packageRoot(), '.env')): Environment {
  return { ...fromFile(file), ...process.env };
}

function fromFile(file: string): Environment {
  try {
    return parse(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${file} cannot be read.`, { cause: error });
  }
}
