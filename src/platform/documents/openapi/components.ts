import { FIELD_CODES } from '../../errors/app-error.js';
import type { ApiDocument, Parameter, Schema } from './document.js';

const ID = { type: 'string', pattern: '^[\\w.:-]{1,128}$' };

/** What the routes have in common and name by reference. */
export const PARAMETERS = {
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description: 'Names the request in the log and in its answer. One is made where none is sent.',
    schema: ID,
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description:
      'The `ETag` or the quoted version that the change is meant for; 412 if the row has moved on. The version is compared, ' +
      'so a tag that a compressing proxy made weak (`W/"3"`) or marked (`"3-gzip"`) means the same.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'An `ETag` of before; 304 if nothing has changed since.',
    schema: { type: 'string', examples: ['"3"'] },
  },
  Range: {
    name: 'Range',
    in: 'header',
    description: 'One range of bytes (RFC 9110 §14.2).',
    schema: { type: 'string', examples: ['bytes=0-1023'] },
  },
  IfRange: {
    name: 'If-Range',
    in: 'header',
    description: 'The `ETag` of the bytes that the range belongs to; of other bytes, all are sent.',
    schema: { type: 'string' },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'For 24 hours the same key with the same body gets the first answer again, and nothing is done a second time.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
} satisfies Record<string, Parameter>;

const text = (description: string): Schema => ({ description, schema: { type: 'string' } });

export const HEADERS = {
  RequestId: { description: 'The name of the request, as sent or as made.', schema: ID },
  ETag: text('Strong; changes whenever what is shown changes.'),
  AcceptRanges: { description: 'Ranges of bytes can be asked for.', schema: { type: 'string', const: 'bytes' } },
  ContentDisposition: text('`attachment` with the name of the file (RFC 6266, RFC 8187).'),
  ContentRange: text('Which bytes of how many: `bytes 0-1023/4096`.'),
  Location: text('Where the browser goes now.'),
  IdempotentReplayed: {
    description: 'There where this answer was given before, for the same `Idempotency-Key`.',
    schema: { type: 'string', const: 'true' },
  },
  RateLimit: text(
    'How much is left and when it gets more: `"default";r=<requests>;t=<seconds>`; the limit that refuses stands beside it.',
  ),
  RateLimitPolicy: text('What is allowed: `"default";q=<requests>;w=<seconds>`.'),
  RetryAfter: {
    description: 'Whole seconds after which trying again makes sense.',
    schema: { type: 'integer', minimum: 0 },
  },
  WWWAuthenticate: text('RFC 6750 §3.'),
} satisfies Record<string, Schema>;

export const SECURITY_SCHEMES: ApiDocument['components']['securitySchemes'] = {
  oauth2: {
    type: 'oauth2',
    description:
      'Sign in with the e-mail address as `username`, and the password. What you may do depends on your roles.',
    flows: { password: { tokenUrl: '/auth/token', refreshUrl: '/auth/token', scopes: {} } },
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The `access_token` of a token pair (a JWT), or an API token (`ft_…`, see `POST /users/me/tokens`).',
  },
  refresh_cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'fasttrack_refresh',
    description:
      'The refresh token, where `refresh_in` is `cookie`. Its name begins with `__Secure-` where it is `Secure`.',
  },
  api_key: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'One of `INTERNAL_API_KEYS`.' },
  api_key_bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'One of `INTERNAL_API_KEYS`, as Prometheus sends it.',
  },
};

const detail = (field: string, code: Schema): Schema => ({
  type: 'object',
  required: ['field', 'code', 'message'],
  additionalProperties: false,
  properties: {
    field: { type: 'string', description: field },
    code: { type: 'string', ...code },
    message: { type: 'string', description: 'For people; may change.' },
    limit: { type: 'number', description: 'The bound that was passed, such as the most characters; where it was one.' },
  },
});

export const SCHEMAS: Record<string, Schema> = {
  ErrorDetail: detail('The field that is taken or was wrong too often, or the kind of what was missing.', {
    description: 'The permission or relation that was missing, the code of the conflict, or the name of the limit.',
  }),
  FieldError: detail('The name of the field or parameter that is wrong.', {
    enum: [...FIELD_CODES],
    description: 'What is wrong with it.',
  }),
};
