import { STATUS_CODES } from 'node:http';
import type { AccessRule } from '../../access/access-rule.js';
import type { ErrorKind } from '../../errors/app-error.js';
import { STATUS } from '../../http/errors/error-table.js';
import { type Failures, errorCodesOf } from '../../http/error-codes.js';
import { type Answer, refTo, type Schema, strict } from './document.js';
import type { Traits } from './traits.js';

/** All codes by kind: what the conventions make possible, and what the route declares for itself. */
export function failuresOf(traits: Traits): [ErrorKind, string[]][] {
  const found = new Map<ErrorKind, Set<string>>();
  for (const source of [conventional(traits), errorCodesOf(traits.callback)]) {
    for (const [kind, codes] of Object.entries(source) as [ErrorKind, string[]][]) {
      found.set(kind, new Set([...(found.get(kind) ?? []), ...codes]));
    }
  }
  return [...found]
    .map(([kind, codes]): [ErrorKind, string[]] => [kind, [...codes]])
    .filter(([, codes]) => codes.length > 0)
    .sort(([a], [b]) => STATUS[a] - STATUS[b]);
}

const OF_JSON = { malformed: 'malformed_json', tooLarge: 'payload_too_large' };
const OF_MULTIPART = { malformed: 'malformed_request', tooLarge: 'file_too_large' };

function conventional(traits: Traits): Failures {
  const when = (condition: boolean, ...codes: string[]) => (condition ? codes : []);
  const { rule, takesBody, isForPeople } = traits;
  const faults = traits.bodyType === 'multipart' || traits.bodyType === 'data' ? OF_MULTIPART : OF_JSON;
  return {
    malformed: [...when(takesBody, faults.malformed), ...when(traits.isList, 'invalid_cursor')],
    unauthenticated: when(isForPeople, 'missing_token', 'invalid_token', 'token_expired', 'token_revoked'),
    forbidden: [
      ...when(rule?.kind === 'permission', 'forbidden'),
      ...refusalsToAccounts(rule, isForPeople),
      ...when(rule?.kind === 'api_key', 'invalid_api_key'),
    ],
    not_found: when(traits.path.includes(':'), 'not_found'),
    not_acceptable: ['not_acceptable'],
    timeout: when(takesBody, 'request_timeout'),
    conflict: when(traits.isRepeatable, 'idempotency_in_progress', 'idempotency_answer_unreadable'),
    precondition_failed: when(traits.conditionalOn !== undefined, 'precondition_failed'),
    too_large: when(takesBody, faults.tooLarge),
    unsupported_media_type: when(takesBody, 'unsupported_media_type'),
    unsatisfiable_range: when(traits.isFile, 'range_not_satisfiable'),
    invalid: ['validation_failed', ...when(traits.isRepeatable, 'idempotency_key_reused')],
    limited: when(traits.isLimited, 'rate_limited'),
    unavailable: ['overloaded', 'shutting_down', 'database_unavailable'],
  };
}

/** What API tokens hear on a route about the account, and whoever must change their password. */
function refusalsToAccounts(rule: AccessRule | undefined, isForPeople: boolean): string[] {
  const password = isForPeople && !isOpenDuringPasswordChange(rule) ? ['password_change_required'] : [];
  if (rule?.kind !== 'signed_in' || rule.byToken === 'any') return password;
  return [rule.byToken === undefined ? 'token_not_allowed' : 'forbidden', ...password];
}

function isOpenDuringPasswordChange(rule: AccessRule | undefined): boolean {
  return rule?.kind === 'signed_in' && rule.evenIfPasswordMustChange;
}

/** The name says it all, so that equal failures of different routes are one component. */
export function failureName(kind: ErrorKind, codes: string[], row?: string): string {
  return [STATUS[kind], ...codes, ...(row ? [row] : [])].join('.');
}

/** @param data what stands beside the error: null, save for the current row of a failed precondition */
export function failureAnswer(kind: ErrorKind, codes: string[], data: Schema = { type: 'null' }): Answer {
  const status = STATUS[kind];
  return {
    description: `${STATUS_CODES[status]}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    headers: headersOf(status),
    content: {
      'application/json': { schema: envelopeOf(kind, codes, data) },
      'application/problem+json': { schema: problemOf(kind, codes, data) },
    },
  };
}

function headersOf(status: number): Record<string, Schema> {
  return {
    'X-Request-Id': { ...refTo('headers', 'RequestId') },
    ...(status === 401 && { 'WWW-Authenticate': { ...refTo('headers', 'WWWAuthenticate') } }),
    ...([429, 503].includes(status) && { 'Retry-After': { ...refTo('headers', 'RetryAfter') } }),
  };
}

const MESSAGE = { type: 'string', description: 'For people; may change.' };
const REQUEST_ID = { type: 'string' };

/** What is wrong with input has codes of its own; elsewhere an entry names what was missing, taken or used up. */
function detailsOf(kind: ErrorKind): Schema {
  return { type: 'array', items: { ...refTo('schemas', kind === 'invalid' ? 'FieldError' : 'ErrorDetail') } };
}

function envelopeOf(kind: ErrorKind, codes: string[], data: Schema): Schema {
  const error = strict({ code: { type: 'string', enum: codes }, message: MESSAGE, details: detailsOf(kind) });
  return strict({ data, error, meta: strict({ request_id: REQUEST_ID }) });
}

/** RFC 9457. */
function problemOf(kind: ErrorKind, codes: string[], data: Schema): Schema {
  return strict({
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer', const: STATUS[kind] },
    detail: MESSAGE,
    code: { type: 'string', enum: codes },
    details: detailsOf(kind),
    request_id: REQUEST_ID,
    ...(data.type !== 'null' && { data }),
  });
}
