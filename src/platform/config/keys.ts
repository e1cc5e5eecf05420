import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Refused, type Kind } from './kinds.js';

/** Keys shorter than this are not expected to outlast 2030 (NIST SP 800-57). */
const MIN_RSA_BITS = 3072;

/** PEM as it is, or on one line with `\n` written out, which is how many deployments carry it. */
export const rsaPrivateKey: Kind<KeyObject> = {
  expects: `an unencrypted PEM RSA private key of at least ${MIN_RSA_BITS} bits`,
  parse: (raw) => strong(parsed(() => createPrivateKey(raw.replaceAll('\\n', '\n')))),
};

const PUBLIC_BLOCK = /-----BEGIN (?:RSA )?PUBLIC KEY-----[\s\S]+?-----END (?:RSA )?PUBLIC KEY-----/g;

export const rsaPublicKeys: Kind<KeyObject[]> = {
  expects: `one or more PEM RSA public keys of at least ${MIN_RSA_BITS} bits`,
  parse: (raw) => {
    if (raw.includes('PRIVATE KEY')) throw new Refused('a private key: only its public half belongs here');
    const blocks = raw.match(PUBLIC_BLOCK);
    return blocks?.map((block) => strong(parsed(() => createPublicKey(block))));
  },
};

export const secretKey: Kind<Buffer> = {
  expects: 'at least 32 bytes',
  parse: (raw) => {
    const bytes = Buffer.from(raw);
    if (bytes.length < 32) throw new Refused(`${bytes.length} bytes`);
    return bytes;
  },
};

export function generateRsaPrivateKey(): string {
  return generateKeyPairSync('rsa', {
    modulusLength: MIN_RSA_BITS,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}

function parsed(read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    throw new Refused('something that is no such key, or is encrypted');
  }
}

function strong(key: KeyObject): KeyObject {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa') throw new Refused(`a key of type ${key.asymmetricKeyType}`);
  if (bits < MIN_RSA_BITS) throw new Refused(`an RSA key of ${bits} bits`);
  return key;
}
