// `node scripts/client-types.mjs`: writes the types of packages/client from docs/openapi.json and from what the built
// program says of its sockets; `npm run openapi` does it, too. With --check it only says whether they are current.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'packages/client/src/api.ts');

/** Names that browsers have for something else; otherwise a type is called as in the document, without `View`. */
const NAMES = { CommentView: 'TaskComment', FileView: 'TaskFile', NotificationView: 'InboxNotification' };
/** For servers and browsers, not for programs: the API key, and documents. */
const LEFT_OUT = /^\/(internal|metrics|openapi\.json|asyncapi\.json|\.well-known)/;
const SENT_BY_CLIENTS = ['authenticate', 'subscribe', 'unsubscribe', 'focus'];

const nameOf = (schema) => NAMES[schema] ?? schema.replace(/View$/, '');
const lastOf = (ref) => ref.slice(ref.lastIndexOf('/') + 1);
const said = (text) => (text ? `/** ${text.replaceAll('*/', '* /').replaceAll(/\s*\n\s*/g, ' ')} */\n` : '');
const literal = (value) => JSON.stringify(value);
const union = (types) => [...new Set(types)].sort().join(' | ');

/** The TypeScript of a JSON Schema. */
function typeOf(schema) {
  if (schema.$ref) return nameOf(lastOf(schema.$ref));
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return union(schema.enum.map(literal));
  for (const key of ['oneOf', 'anyOf']) if (schema[key]) return `(${union(schema[key].map(typeOf))})`;
  if (schema.allOf) return schema.allOf.map(typeOf).join(' & ');
  return union([].concat(schema.type ?? []).map((type) => plain(type, schema))) || 'unknown';
}

function plain(type, schema) {
  if (type === 'integer') return 'number';
  if (type === 'array') return `readonly (${typeOf(schema.items ?? {})})[]`;
  if (type === 'object')
    return Object.keys(schema.properties ?? {}).length > 0 ? fieldsOf(schema) : 'Record<string, unknown>';
  return schema.format === 'binary' ? 'Blob' : type;
}

function fieldsOf({ properties, required = [] }) {
  const field = ([name, schema]) =>
    `${said(schema.description)}${literal(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`;
  return `{ ${Object.entries(properties).map(field).join('\n')} }`;
}

function operationOf(document, key, operation) {
  const parameters = operation.parameters.map((one) => at(document, one));
  const inputs = ['path', 'query'].flatMap((place) => inputOf(place, parameters)).concat(bodyOf(operation));
  const answers = Object.entries(operation.responses).map(([status, one]) => [status, at(document, one)]);
  const codes = answers.flatMap(([status, one]) => codesOf(status, one));
  const { schema: refused } = answers.find(([status]) => status === '412')?.[1].content?.['application/json'] ?? {};
  const current = refused ? `current: ${typeOf(refused.properties.data)};` : '';
  const done = answers.find(([status]) => status.startsWith('2'))[1];
  return `${said(operation.summary)}${literal(key)}: {
    input: ${inputs.length > 0 ? `{ ${inputs.join('\n')} }` : 'Record<never, never>'};
    answer: ${answerOf(done)};
    codes: ${codes.length > 0 ? `{ ${codes.join('\n')} }` : 'Record<never, never>'};
    ${current}
  };`;
}

function inputOf(place, parameters) {
  const own = parameters.filter((one) => one.in === place);
  if (own.length === 0) return [];
  const isRequired = own.some(({ required }) => required);
  const properties = own.map(({ name, schema, description }) => [name, { description, ...schema }]);
  const required = own.filter((one) => one.required).map(({ name }) => name);
  return `${place}${isRequired ? '' : '?'}: ${fieldsOf({ properties: Object.fromEntries(properties), required })};`;
}

function bodyOf({ requestBody }) {
  if (!requestBody) return [];
  const [[type, { schema }]] = Object.entries(requestBody.content);
  const body = type === 'application/x-www-form-urlencoded' ? 'URLSearchParams' : typeOf(schema);
  return [`body${requestBody.required ? '' : '?'}: ${body};`];
}

function answerOf({ content }) {
  if (!content) return 'null';
  const { schema } = content['application/json'] ?? Object.values(content)[0];
  return typeOf(schema.properties?.data ?? schema);
}

function codesOf(status, { content }) {
  const codes = content?.['application/json']?.schema.properties?.error?.properties?.code?.enum;
  return codes ? [`${status}: ${union(codes.map(literal))};`] : [];
}

function at(document, one) {
  return one.$ref ? document.components[one.$ref.split('/')[2]][lastOf(one.$ref)] : one;
}

/** The messages of the sockets, those that clients hear and those that they send. */
function messagesOf({ components }) {
  const message = (name, { summary, payload }) =>
    `${said(summary)}${literal(name)}: ${name === 'notification' ? 'LiveNotification' : typeOf(payload)};`;
  const { acknowledgement, ...messages } = components.messages;
  const lines = (isWanted) =>
    Object.entries(messages)
      .filter(([name]) => isWanted(SENT_BY_CLIENTS.includes(name)))
      .map(([name, one]) => message(name, one))
      .join('\n');
  const kinds = Object.entries(components.schemas).map(
    ([type, { properties }]) => `${literal(type)}: ${typeOf(properties.data)};`,
  );
  return `
    /** What a notification of each type says. */
    export interface NotificationData { ${kinds.join('\n')} }
    /** A notification as it comes over a socket. */
    export type LiveNotification = { [Type in keyof NotificationData]: { id: number; seq: number; type: Type;
      data: NotificationData[Type]; timestamp: string } }[keyof NotificationData];
    /** What the server says over a socket. */
    export interface ServerMessages { ${lines((isSent) => !isSent)} }
    /** What a client may say over a socket. */
    export interface ClientMessages { ${lines((isSent) => isSent)} }
    /** What a message is answered. */
    export type Acknowledgement = ${typeOf(acknowledgement.payload)};`;
}

export function typesOf(openapi, asyncapi) {
  const schemas = Object.entries(openapi.components.schemas).map(([name, schema]) =>
    schema.properties
      ? `export interface ${nameOf(name)} ${fieldsOf(schema)}`
      : `export type ${nameOf(name)} = ${typeOf(schema)};`,
  );
  // Where the only answer is a redirect, a browser goes there by itself.
  const operations = Object.entries(openapi.paths)
    .filter(([path]) => !LEFT_OUT.test(path))
    .flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { responses }]) => Object.keys(responses).some((status) => status.startsWith('2')))
        .map(([method, one]) => operationOf(openapi, `${method.toUpperCase()} ${path}`, one)),
    );
  return `// Written by scripts/client-types.mjs from the description of the API. Change that, not this.
    ${schemas.join('\n')}
    /** Every operation by its method and path: what it takes, what it answers, and how it can refuse. */
    export interface Operations { ${operations.join('\n')} }
    ${messagesOf(asyncapi)}`;
}

export async function currentTypes() {
  const dist = (path) => import(pathToFileURL(join(root, 'dist/src', path)));
  await import('reflect-metadata');
  const { describeSockets } = await dist('platform/documents/asyncapi/asyncapi.js');
  const { NotificationLog } = await dist('features/notifications/notification-log.js');
  const asyncapi = describeSockets({ version: '', publicUrl: 'http://localhost', ...new NotificationLog() });
  const openapi = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));
  return format(typesOf(openapi, asyncapi), { parser: 'typescript', ...(await resolveConfig(target)) });
}

export async function writeClientTypes() {
  writeFileSync(target, await currentTypes());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) await writeClientTypes();
  else if (!existsSync(target) || readFileSync(target, 'utf8') !== (await currentTypes())) {
    console.error('packages/client/src/api.ts is not what the API is. Run: npm run openapi');
    process.exitCode = 1;
  }
}
