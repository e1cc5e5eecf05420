import { keptEmail } from '../../platform/addresses/email-address.js';
import type { OidcProvider } from '../../platform/config/oidc.js';

/** What a provider has said of somebody, verified. */
export interface Claims {
  issuer: string;
  /** By which the provider knows them, for good. */
  subject: string;
  /** Null where it says none that is an address. */
  email: string | null;
  isEmailVerified: boolean;
  /** Empty where it says none. */
  name: string;
  /** The values of the claim that says what roles they have. */
  roleValues: readonly string[];
}

type Told = Readonly<Record<string, unknown>>;

/** Whether the ID token leaves out what the program wants to know: then the provider is asked for it. */
export function isIncomplete(told: Told, { rolesClaim }: OidcProvider): boolean {
  return told.email === undefined || (rolesClaim !== null && told[rolesClaim] === undefined);
}

export function readClaims(issuer: string, subject: string, told: Told, { rolesClaim }: OidcProvider): Claims {
  const email = typeof told.email === 'string' ? keptEmail(told.email.trim()) : null;
  return {
    issuer,
    subject,
    email,
    isEmailVerified: email !== null && (told.email_verified === true || told.email_verified === 'true'),
    name: [told.name, told.preferred_username].map(nameIn).find((name) => name !== '') ?? '',
    roleValues: rolesClaim === null ? [] : textsIn(told[rolesClaim]),
  };
}

/** On one line, at most 200 characters. */
function nameIn(value: unknown): string {
  if (typeof value !== 'string') return '';
  const line = value
    .slice(0, 1000)
    .toWellFormed()
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
  return /[\p{L}\p{N}]/u.test(line) ? [...line].slice(0, 200).join('').trim() : '';
}

function textsIn(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
