import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { producedBy } from '../../http/produces.js';
import { type Route, readRoutes } from '../routes.js';
import { HEADERS, PARAMETERS, SCHEMAS, SECURITY_SCHEMES } from './components.js';
import { type ApiDocument, refTo, type Schema } from './document.js';
import { INTRODUCTION } from './introduction.js';
import { describeOperation, type KeepFailure, tagOf } from './operation.js';
import { readRawDocument } from './raw-document.js';
import { refine } from './schemas.js';
import { sectionOf } from '../../http/section.js';
import { type Traits, traitsOf } from './traits.js';

/** Of package.json. */
interface Program {
  version: string;
  description: string;
}

/**
 * The API as OpenAPI 3.1. What @nestjs/swagger finds is completed here, once, by what the routes declare: the envelope,
 * failures, who may call, headers. Needs the program as the nest build makes it, but not started.
 *
 * @spec SPEC-015.6
 */
export function describeApi(app: INestApplication, { version, description }: Program): ApiDocument {
  const routes = readRoutes(app.get(ModulesContainer));
  const raw = readRawDocument(app, routes.flatMap(bareViewsOf));
  const described = routes.flatMap((route) => traitsOf(route, raw) ?? []);
  const responses: ApiDocument['components']['responses'] = {};
  const keep: KeepFailure = (name, answer) => {
    responses[name] ??= answer();
    return refTo('responses', name);
  };
  const paths = pathsOf(described, keep);
  const schemas = { ...SCHEMAS, ...refineAll(raw.components.schemas, described) };
  return {
    openapi: '3.1.0',
    info: { title: 'fasttrack', version, description: `${description}\n\n${INTRODUCTION}` },
    servers: [{ url: '/' }],
    tags: tagsOf(described),
    paths,
    components: { ...COMMON, responses: sorted(responses), schemas: sorted(reachable([paths, responses], schemas)) },
  };
}

const COMMON = { parameters: PARAMETERS, headers: HEADERS, securitySchemes: SECURITY_SCHEMES };

function tagsOf(described: Traits[]): ApiDocument['tags'] {
  const modules = new Map(described.map((traits) => [tagOf(traits), traits.module]));
  return Object.entries(sorted(Object.fromEntries(modules))).map(([name, module]) => {
    return { name, description: sectionOf(module) };
  });
}

function bareViewsOf({ callback }: Route) {
  const { answer, failure } = producedBy(callback) ?? {};
  return [answer, failure].filter((view) => view !== undefined);
}

function pathsOf(described: Traits[], keep: KeepFailure): ApiDocument['paths'] {
  const paths: ApiDocument['paths'] = {};
  for (const traits of described) {
    const operation = describeOperation(traits, keep);
    (paths[traits.template] ??= {})[traits.method.toLowerCase()] = operation;
  }
  return paths;
}

/** What comes in is described as it was declared. Unknown fields of a form are ignored, as RFC 6749 §3.2 asks. */
function refineAll(schemas: Record<string, Schema>, described: Traits[]): Record<string, Schema> {
  const refined: Record<string, Schema> = {};
  for (const [name, schema] of Object.entries(schemas)) refined[name] = refine(sortEnums(schema));
  for (const { raw, bodyType } of described) {
    const name = nameIn(Object.values(raw.requestBody?.content ?? {})[0]?.schema ?? {});
    if (schemas[name])
      refined[name] = refine({ ...schemas[name], ...(bodyType === 'form' && { additionalProperties: true }) });
  }
  return refined;
}

/** Of a union type the compiler gives the members in the order in which it met them, which is any. */
function sortEnums(schema: Schema): Schema {
  const sort = (name: string, value: unknown): unknown =>
    name === 'enum' && Array.isArray(value) ? (value as unknown[]).sort() : value;
  return JSON.parse(JSON.stringify(schema), sort) as Schema;
}

function nameIn({ $ref }: Schema): string {
  return String($ref).split('/').at(-1) ?? '';
}

/** Schemas that something refers to: the scan also finds classes that are no part of any answer. */
function reachable(from: unknown, schemas: Record<string, Schema>): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  const follow = (node: unknown): void => {
    for (const [, name = ''] of JSON.stringify(node).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = schemas[name];
      if (found[name] || !schema) continue;
      found[name] = schema;
      follow(schema);
    }
  };
  follow(from);
  return found;
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
