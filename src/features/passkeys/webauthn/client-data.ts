import { bytesOfBase64url } from '../../../platform/secrets/base64url.js';

/** Loaded when somebody comes with a passkey. */
const helpers = () => import('@simplewebauthn/server/helpers');

/** The challenge that was answered; null where this is no client data, or of a page in a frame of another origin. */
export async function challengeIn(clientDataJSON: string): Promise<string | null> {
  const { decodeClientDataJSON } = await helpers();
  const data = orNull(() => decodeClientDataJSON(clientDataJSON) as Record<string, unknown> | null);
  if (typeof data?.challenge !== 'string' || data.crossOrigin === true) return null;
  return data.challenge;
}

/**
 * Whether an attestation has certificates of the authenticator's maker, or can't be read. Nobody asked for them, and to
 * verify them would be to fetch lists of revoked ones from addresses that the client names.
 */
export async function bringsCertificates(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await helpers();
  const bytes = bytesOfBase64url(attestationObject) as Buffer;
  const attestation = orNull(() => decodeAttestationObject(new Uint8Array(bytes)));
  if (!attestation) return true;
  const format = attestation.get('fmt');
  if (format === 'none') return false;
  return format !== 'packed' || attestation.get('attStmt').get('x5c') !== undefined;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
