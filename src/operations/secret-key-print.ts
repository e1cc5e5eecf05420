import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretKey } from '../platform/config/keys.js';
import { readValues, type Environment } from '../platform/config/values.js';
import { deriveKeys } from '../platform/secrets/derived-keys.js';

const PRINT_BYTES = 4;

/** A few bytes that tell one SECRET_KEY from another; null where there is none, and none was generated. */
export function secretKeyPrint(env: Environment, dataDir: string): string | null {
  const key = readValues(env).values.secretKey ?? generated(join(dataDir, 'secret-key'));
  if (!key) return null;
  const { current } = deriveKeys({ secretKey: key, secretKeyPrevious: null }, 'backup print');
  return current.subarray(0, PRINT_BYTES).toString('hex');
}

function generated(path: string): Buffer | undefined {
  try {
    return secretKey.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
