import type { Checkup } from './checkup.js';
import { generatedKeysIn } from '../place.js';
import { type Finding, problem, warning, well } from './finding.js';

const FEW_DIFFERENT = 10;
const SHORT_API_KEY = 24;
const SPOKEN = /change.?me|secret|password|example|fasttrack|default/i;

/** Keys that were made up by a person, repeated, or left as they were in an example. */
export function checkKeys({ values, isProduction, place }: Checkup): Finding[] {
  const found: Finding[] = [];
  const { secretKey, secretKeyPrevious, internalApiKeys } = values;
  if (secretKey && isWeak(secretKey.toString()))
    found.push(
      problem(
        'SECRET_KEY',
        'can be guessed',
        'Make one: openssl rand -base64 48. Keep the old one as SECRET_KEY_PREVIOUS.',
      ),
    );
  if (secretKey && secretKeyPrevious?.equals(secretKey))
    found.push(
      warning('SECRET_KEY_PREVIOUS', 'is the same as SECRET_KEY', 'Set it to the key of before, or remove it.'),
    );
  if (internalApiKeys.some((key) => key.length < SHORT_API_KEY || isWeak(key)))
    found.push(warning('INTERNAL_API_KEYS', 'has one that can be guessed', 'Make one: openssl rand -hex 24'));
  const bits = (values.jwtPrivateKey ?? values.jwtPrivateKeyFile)?.asymmetricKeyDetails?.modulusLength;
  if (bits) found.push(well('signing key', `RSA of ${bits} bits`));
  if (!isProduction) found.push(generated(generatedKeysIn(place.dataDir), place.dataDir));
  return found;
}

function isWeak(key: string): boolean {
  return new Set(key).size < FEW_DIFFERENT || SPOKEN.test(key);
}

function generated(paths: readonly string[], dataDir: string): Finding {
  if (paths.length === 0)
    return well('generated keys', `none yet; the first start makes those that are not set, in ${dataDir}`);
  return well('generated keys', `${paths.join(', ')}: keep them with your backups, which hold no key`);
}
