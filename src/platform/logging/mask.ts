const MASK = '***';

/** A quick check: most lines contain none of these and need no further search. */
const SUSPICIOUS = /[=@$]|["']\s?:|-----BEGIN|eyJ|ft_|bearer|basic|\/calendar\//i;

const WORDS =
  'password|passwd|passphrase|secret|authorization|cookie|credential|(?:api|private|secret)[_-]?key|' +
  '(?:totp|backup)[_-]?code|verifier|token|hash|otp|pin';

const NAME_AND_QUOTE = /["']([\w-]{1,60})["']\s?:\s?/g;
const SECRET_WORD = new RegExp(`(?:${WORDS})s?$`, 'i');
const QUOTED_VALUE = /"(\\.|[^"\\])*|'[^']*|[[{][^\]}]*|[\w.+-]+/y;
/** Starts only at the start of a name, so that a long name is scanned once, not from each of its letters. */
const NAME_AND_EQUALS = /(?<![\w-])([\w-]{3,})=/g;
const PLAIN_VALUE = /[^&\s"'#;,]+/y;

/** Each runs in linear time for any text, since much of it comes from clients. */
const RULES: readonly ((text: string) => string)[] = [
  // postgres://user:password@host, also where the password holds an @ or a slash
  (text) => text.replace(/[^\s"'<>]+/g, maskUserInfo),
  // ?token=…, password=…
  (text) =>
    maskValues(text, NAME_AND_EQUALS, PLAIN_VALUE, (name) => (isSecretName(name) ? `${name}=${MASK}` : undefined)),
  // What OpenID Connect puts into addresses
  (text) => text.replace(/([?&](?:code|state|nonce)=)[^&\s"'#]+/g, `$1${MASK}`),
  // "password": "…", "backup_codes": ["…"], "totp_code": 123456
  (text) =>
    maskValues(text, NAME_AND_QUOTE, QUOTED_VALUE, (name) =>
      SECRET_WORD.test(name) ? `"${name}":"${MASK}` : undefined,
    ),
  (text) => text.replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${MASK}`),
  // A JWT, and the hashes of bcrypt and Argon2, wherever they stand
  (text) => text.replace(/[\w.-]{12,}/g, maskJwts),
  (text) => text.replace(/\$(2[abxy]|argon2(id|i|d))\$[^\s"',)]+/g, MASK),
  // An API token, also cut off
  (text) => text.replace(/ft_[0-9A-Za-z]{12,}/g, `ft_${MASK}`),
  // The secret address of a calendar
  (text) => text.replace(/(\/calendar\/)[^\s"'<>/?#]+/g, `$1${MASK}`),
  (text) =>
    text.replace(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, MASK),
];

/** The text with everything masked that looks like a secret. */
export function maskText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return RULES.reduce((masked, rule) => rule(masked), text);
}

/** Of one word: from the colon behind the user of the first address that has one to the last @. */
function maskUserInfo(word: string): string {
  const last = word.lastIndexOf('@');
  for (let at = word.indexOf('://'); at >= 0 && at < last; at = word.indexOf('://', at + 3)) {
    const user = /[:@/]/g;
    user.lastIndex = at + 3;
    const end = user.exec(word);
    if (end?.[0] !== ':' || end.index + 1 >= last || !/[a-z0-9+.-]/i.test(word[at - 1] ?? '')) continue;
    return `${word.slice(0, end.index)}:${MASK}${word.slice(last)}`;
  }
  return word;
}

/** Replaces a name and its value by what `mask` makes of the name; where it makes nothing, the value is read on. */
function maskValues(text: string, names: RegExp, value: RegExp, mask: (name: string) => string | undefined): string {
  let masked = '';
  let copied = 0;
  for (const { 0: found, 1: name = '', index } of text.matchAll(names)) {
    const by = index < copied ? undefined : mask(name);
    if (by === undefined) continue;
    value.lastIndex = index + found.length;
    if (!value.test(text)) continue;
    masked += text.slice(copied, index) + by;
    copied = value.lastIndex;
  }
  return masked + text.slice(copied);
}

/** A header of at least six characters after `eyJ`, and the one or two parts that follow. */
function maskJwts(word: string): string {
  if (!word.includes('eyJ')) return word;
  const parts = word.split('.');
  const shown: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] ?? '';
    const start = part.search(/\beyJ/);
    if (start < 0 || part.length - start < 9 || !parts[index + 1]) shown.push(part);
    else {
      shown.push(part.slice(0, start) + MASK);
      index += parts[index + 2] ? 2 : 1;
    }
  }
  return shown.join('.');
}

const SECRET_NAME =
  /password|passwd|passphrase|secret|authorization|cookie|apikey|privatekey|credential|totpcode|backupcode|verifier|(token|hash|otp|pin)s?$/;
const KNOWN_NAMES = new Map<string, boolean>();
const MAX_NAMES = 2_000;
const LONGEST_NAME = 100;

/** Whether a field of this name holds a secret: `new_password`, `newPassword` and `New-Password` are the same name. */
export function isSecretName(name: string): boolean {
  const known = KNOWN_NAMES.get(name);
  if (known !== undefined) return known;
  const secret = SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
  if (KNOWN_NAMES.size < MAX_NAMES && name.length <= LONGEST_NAME) KNOWN_NAMES.set(name, secret);
  return secret;
}

/** A masked value keeps its type if that reveals nothing: absent values and booleans. */
export function maskValue(value: unknown): unknown {
  return value === null || value === undefined || typeof value === 'boolean' ? value : MASK;
}
