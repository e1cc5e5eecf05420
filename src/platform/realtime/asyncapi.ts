import { pathOf } from '../http/public-path.js';
import { SOCKET_PATH } from './protocol.js';

type Schema = Record<string, unknown>;

/** What the document needs to know of the program. */
export interface About {
  version: string;
  publicUrl: string;
  /** The `data` of each type of message. */
  schemas: Readonly<Record<string, object>>;
}

const describe = (path: string) =>
  `
Socket.IO 4 at the path \`${path}\`, default namespace. Connect with an access token as \`auth.token\` (or
\`?token=\`), and with the \`seq\` of the last notification that you have as \`auth.last_seq\` to get what you missed.

A refused handshake is \`connect_error\` with \`data.code\`: \`missing_token\`, \`invalid_token\`, \`token_expired\`,
\`token_revoked\`, \`password_change_required\`, or \`validation_failed\` for a \`last_seq\` that is no number. Where the
server is in trouble it only ends the connection, and clients try again.

First comes \`ready\`, then \`resync_required\` if not all that was missed is still there, then what was missed, then what is
new, in the order of \`seq\`. A client hears each notification once for each of its connections, whichever instance it is
connected to.

The server pings every 30 seconds and drops clients that do not answer. Before it closes a connection it sends \`closing\`
with a \`code\`. More than 30 messages of a client in 10 seconds close the connection. Handshakes count for their network like requests of
the API: one too many is 429 with \`Retry-After\`.

**A token lasts for minutes, and a connection only as long as its token.** A client of Socket.IO does not reconnect by itself
after the server has closed the connection. So a client:

1. gives \`auth\` as a function, so that each connection begins with a fresh token and the newest \`last_seq\`;
2. sends \`authenticate\` with a fresh token before the old one expires, and stays connected;
3. calls \`socket.connect()\` after a \`disconnect\` with the reason \`io server disconnect\` (which follows \`closing\`);
4. shows the sign-in form when no fresh token can be had.

\`\`\`js
const socket = io(url, { path: '${SOCKET_PATH}', auth: async (send) => send({ token: await freshToken(), last_seq: lastSeq }) });
socket.on('ready', ({ last_seq }) => (lastSeq ??= last_seq));
socket.on('notification', (notification) => hear(notification, (lastSeq = notification.seq)));
socket.on('disconnect', (reason) => reason === 'io server disconnect' && socket.connect());
// before each expiry
socket.emit('authenticate', { token: await freshToken() });
\`\`\`

The whole client, and what to do at each code, is on the page \`docs/LIVE-CLIENTS.md\` of the program.
`.trim();

/** The live side of the API as AsyncAPI 3.0. */
export function describeSockets({ version, publicUrl, schemas }: About): object {
  const { host, protocol } = new URL(publicUrl);
  const path = pathOf(publicUrl) + SOCKET_PATH;
  const messages = messagesOf(schemas);
  return {
    asyncapi: '3.0.0',
    info: { title: 'fasttrack', version, description: describe(path) },
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
  bearerFormat: 'JWT',
  description: 'The `access_token` of a token pair, in the handshake as `auth.token` or `?token=`.',
};

const channel = { $ref: '#/channels/sockets' };
const of = (name: string) => ({ $ref: `#/channels/sockets/messages/${name}` });
const hears = (name: string) => ({ action: 'send', channel, messages: [of(name)] });

/** As AsyncAPI has it, from where the server stands. */
const OPERATIONS = {
  ready: hears('ready'),
  resyncRequired: hears('resync_required'),
  notify: hears('notification'),
  close: hears('closing'),
  authenticate: {
    action: 'receive',
    channel,
    messages: [of('authenticate')],
    reply: { channel, messages: [of('acknowledgement')] },
  },
};

const integer = (minimum: number) => ({ type: 'integer', minimum });
const time = { type: 'string', format: 'date-time' };

function strict(properties: Record<string, Schema>, required = Object.keys(properties)): Schema {
  return { type: 'object', required, additionalProperties: false, properties };
}

function messagesOf(schemas: About['schemas']): Record<string, Schema> {
  const message = (name: string, summary: string, payload: Schema) => ({ name, summary, payload });
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
    acknowledgement: message('acknowledgement', 'The envelope of the API.', ENVELOPE),
  };
}

const CODES = ['token_expired', 'token_revoked', 'password_change_required', 'too_many_messages', 'shutting_down'];
const CLOSING = strict({ code: { enum: CODES }, retry_after_ms: integer(0) }, ['code']);

const FAILURE = strict({ code: { type: 'string' }, message: { type: 'string' }, details: { type: 'array' } });
const ENVELOPE = strict({
  data: { oneOf: [strict({ expires_at: time }), { type: 'null' }] },
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
