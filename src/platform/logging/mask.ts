const MASK = '***';

/** What most lines hold none of: then nothing else is looked for. */
const SUSPICIOUS = /[=@$]|["']\s?:|-----BEGIN|eyJ|bearer|basic/i;

const WORDS =
  'password|passwd|passphrase|secret|authorization|cookie|credential|(?:api|private|secret)[_-]?key|' +
  '(?:totp|backup)[_-]?code|token|hash|otp|pin';

const RULES: readonly [RegExp, string | ((...found: string[]) => string)][] = [
  // postgres://user:password@host, also where the password holds an @ or a slash
  [/([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:@/"'<>]{0,200}):[^\s"'<>]{1,2000}@/gi, `$1:${MASK}@`],
  // ?token=…, password=…
  [/\b([\w-]{3,60})=[^&\s"'#;,]+/g, named((name) => `${name}=${MASK}`)],
  // "password": "…", "backup_codes": ["…"], "totp_code": 123456
  [
    new RegExp(`["']([\\w-]{0,40}(?:${WORDS})s?)["']\\s?:\\s?("(\\\\.|[^"\\\\])*|'[^']*|[[{][^\\]}]*|[\\w.+-]+)`, 'gi'),
    `"$1":"${MASK}`,
  ],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`],
  // A JWT, and the hashes of bcrypt and Argon2, wherever they stand
  [/\beyJ[\w-]{6,}(\.[\w-]+){1,2}/g, MASK],
  [/\$(2[abxy]|argon2(id|i|d))\$[^\s"',)]+/g, MASK],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
];

/** The text without what looks like a secret in it. */
export function maskText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return RULES.reduce((masked, [pattern, by]) => masked.replace(pattern, by as string), text);
}

/** Only where the name before it says that it is a secret. */
function named(masked: (name: string) => string) {
  return (found = '', name = '') => (isSecretName(name) ? masked(name) : found);
}

const SECRET_NAME =
  /password|passwd|passphrase|secret|authorization|cookie|apikey|privatekey|credential|totpcode|backupcode|(token|hash|otp|pin)s?$/;
const KNOWN_NAMES = new Map<string, boolean>();
const MOST_NAMES = 2_000;

/** Whether a field of this name holds a secret: `new_password`, `newPassword` and `New-Password` are the same name. */
export function isSecretName(name: string): boolean {
  const known = KNOWN_NAMES.get(name);
  if (known !== undefined) return known;
  const secret = SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  if (KNOWN_NAMES.size < MOST_NAMES) KNOWN_NAMES.set(name, secret);
  return secret;
}

/** A secret's place keeps its shape where that tells nothing: absent, or yes and no. */
export function maskValue(value: unknown): unknown {
  return value === null || value === undefined || typeof value === 'boolean' ? value : MASK;
}
