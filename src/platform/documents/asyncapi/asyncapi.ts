import { pathOf } from '../../http/public-path.js';
import { type Schema, strict } from '../openapi/document.js';
import { PROJECT_MESSAGES } from './project-messages.js';
import { introductionOf } from './introduction.js';
import { SOCKET_PATH } from '../../realtime/protocol.js';

/** What the document needs to know of the program. */
export interface About {
  version: string;
  publicUrl: string;
  /** The `data` of each type of message. */
  schemas: Readonly<Record<string, object>>;
}

/** The live side of the API as AsyncAPI 3.0. */
export function describeSockets({ version, publicUrl, schemas }: About): object {
  const { host, protocol } = new URL(publicUrl);
  const path = pathOf(publicUrl) + SOCKET_PATH;
  const messages = messagesOf(schemas);
  return {
    asyncapi: '3.0.0',
    info: { title: 'fasttrack', version, description: introductionOf(path) },
    defaultContentType: 'application/json',
    servers: {
      here: {
        host,
        protocol: protocol === 'https:' ? 'wss' : 'ws',
        pathname: path,
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
    },
    channels: { sockets: { address: SOCKET_PATH, messages: refsTo('components/messages', Object.keys(messages)) } },
    operations: OPERATIONS,
    components: { messages, schemas: schemasOf(schemas), securitySchemes: { token: TOKEN } },
  };
}

const TOKEN = {
  type: 'http',
  scheme: 'bearer',
  description: 'The `access_token` of a token pair, or an API token, in the handshake as `auth.token` or `?token=`.',
};

const channel = { $ref: '#/channels/sockets' };
const of = (name: string) => ({ $ref: `#/channels/sockets/messages/${name}` });
const hears = (name: string) => ({ action: 'send', channel, messages: [of(name)] });

const says = (name: string) => {
  return { action: 'receive', channel, messages: [of(name)], reply: { channel, messages: [of('acknowledgement')] } };
};

/** As AsyncAPI has it, from where the server stands. */
const OPERATIONS = {
  ready: hears('ready'),
  resyncRequired: hears('resync_required'),
  notify: hears('notification'),
  change: hears('change'),
  presence: hears('presence'),
  unsubscribed: hears('unsubscribed'),
  close: hears('closing'),
  authenticate: says('authenticate'),
  subscribe: says('subscribe'),
  unsubscribe: says('unsubscribe'),
  focus: says('focus'),
};

const integer = (minimum: number) => ({ type: 'integer', minimum });
const time = { type: 'string', format: 'date-time' };

const message = (name: string, summary: string, payload: Schema) => ({ name, summary, payload });

function messagesOf(schemas: About['schemas']): Record<string, Schema> {
  return {
    ready: message(
      'ready',
      'The connection is open; `last_seq` is the number of the newest notification.',
      strict({ user_id: integer(1), last_seq: integer(0) }),
    ),
    resync_required: message(
      'resync_required',
      'Not all that was missed is still there: only what follows from `oldest_seq` on.',
      strict({ oldest_seq: integer(1) }),
    ),
    notification: message('notification', 'Something that concerns the person.', {
      oneOf: Object.keys(schemas).map((type) => ({ $ref: `#/components/schemas/${type}` })),
    }),
    closing: message('closing', 'The server is about to close the connection.', CLOSING),
    authenticate: message(
      'authenticate',
      'A fresh token prolongs the connection.',
      strict({ token: { type: 'string' } }),
    ),
    ...PROJECT_MESSAGES,
    acknowledgement: message('acknowledgement', 'The envelope of the API.', ENVELOPE),
  };
}

const CODES = ['token_expired', 'token_revoked', 'password_change_required', 'too_many_messages', 'shutting_down'];
const CLOSING = strict({ code: { enum: CODES }, retry_after_ms: integer(0) }, ['code']);

const FAILURE = strict({ code: { type: 'string' }, message: { type: 'string' }, details: { type: 'array' } });
const ENVELOPE = strict({
  data: { oneOf: [strict({ expires_at: time }), strict({ last_seq: integer(0) }), { type: 'null' }] },
  error: { oneOf: [FAILURE, { type: 'null' }] },
  meta: { type: 'object' },
});

function schemasOf(schemas: About['schemas']): Record<string, Schema> {
  const entries = Object.entries(schemas).map(([type, data]): [string, Schema] => [
    type,
    strict({ id: integer(1), seq: integer(1), type: { const: type }, data: { ...data }, timestamp: time }),
  ]);
  return Object.fromEntries(entries);
}

function refsTo(place: string, names: string[]): Record<string, Schema> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/${place}/${name}` }]));
}
