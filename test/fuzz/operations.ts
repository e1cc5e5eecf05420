import { readFileSync } from 'node:fs';
import { DESCRIPTION } from '../support/openapi.js';

/** As much of JSON Schema as the description uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

interface Parameter {
  $ref?: string;
  name?: string;
  in?: string;
  schema?: Schema;
}

interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  security?: Record<string, unknown>[];
  'x-permission'?: string;
  'x-relation'?: string[];
}

/** What the description says of one route, references resolved. */
export interface Operation {
  method: string;
  path: string;
  query: Record<string, Schema>;
  body: Schema | null;
  isForm: boolean;
  isMultipart: boolean;
  isList: boolean;
  /** `token`, `key`, or null where anyone may ask. */
  needs: 'token' | 'key' | null;
  permission: string | null;
  relations: string[];
}

interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}

/** Every operation of the committed description. */
export function readOperations(): Operation[] {
  const document = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => toOperation(document, method.toUpperCase(), path, described)),
  );
}

function toOperation(document: Document, method: string, path: string, described: Described): Operation {
  const content = Object.entries(described.requestBody?.content ?? {});
  const [type, media] = content[0] ?? [];
  const parameters = (described.parameters ?? []).filter((parameter) => parameter.in === 'query');
  return {
    method,
    path,
    query: Object.fromEntries(parameters.map(({ name = '', schema = {} }) => [name, resolve(document, schema)])),
    body: media ? resolve(document, media.schema) : null,
    isForm: type === 'application/x-www-form-urlencoded',
    isMultipart: type === 'multipart/form-data',
    isList: parameters.some(({ name }) => name === 'cursor'),
    needs: needsOf(described.security ?? []),
    permission: described['x-permission'] ?? null,
    relations: described['x-relation'] ?? [],
  };
}

function needsOf(security: Record<string, unknown>[]): Operation['needs'] {
  // A refresh token in the body opens it, too.
  if (security.some((one) => 'refresh_cookie' in one)) return null;
  const schemes = security.flatMap((scheme) => Object.keys(scheme));
  if (schemes.length === 0) return null;
  return schemes.includes('bearer') ? 'token' : 'key';
}

function resolve(document: Document, schema: Schema): Schema {
  const target = schema.$ref ? (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
  const all = (schemas?: Schema[]) => schemas?.map((inner) => resolve(document, inner));
  const properties = Object.entries(target.properties ?? {}).map(([name, inner]) => [name, resolve(document, inner)]);
  return {
    ...target,
    ...(target.properties && { properties: Object.fromEntries(properties) as Record<string, Schema> }),
    ...(target.items && { items: resolve(document, target.items) }),
    ...(target.anyOf && { anyOf: all(target.anyOf) }),
    ...(target.oneOf && { oneOf: all(target.oneOf) }),
    ...(target.allOf && { allOf: all(target.allOf) }),
  };
}
