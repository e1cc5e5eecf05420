import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { packageRoot } from '../../src/platform/config/paths.js';
import type { Answer, ApiDocument, Operation } from '../../src/platform/documents/openapi/document.js';

/** The committed description: what clients rely on. */
export const DESCRIPTION = join(packageRoot(), 'docs/openapi.json');

let known: Description | undefined;

/**
 * Whether an answer is what the description says of this operation; null if it is, otherwise what is wrong, in words
 * for whoever wrote the route.
 */
export function conforms(method: string, url: string, status: number, body: unknown): string | null {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  if (PAGES.test(path)) return null;
  known ??= new Description(JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as ApiDocument);
  return known.judge(method === 'HEAD' ? 'GET' : method, path, status, method === 'HEAD' ? '' : body);
}

/** The description does not describe itself. */
export const PAGES = /^\/(docs|redoc)(\/|$)|^\/(openapi|asyncapi)\.json$/;

/** What every path can answer, also one that nobody serves. */
const ANYWHERE = new Set([404, 405, 503]);

class Description {
  private readonly validators = new Map<object, ValidateFunction>();
  private readonly ajv: Ajv2020;
  private readonly templates: { pattern: RegExp; operations: Record<string, Operation> }[];

  constructor(private readonly document: ApiDocument) {
    this.ajv = strictAjv(document);
    this.templates = Object.entries(document.paths)
      .map(([template, operations]) => ({ template, pattern: patternOf(template), operations }))
      .sort((a, b) => places(a.template) - places(b.template));
  }

  judge(method: string, path: string, status: number, body: unknown): string | null {
    const said = `${method} ${path} answered ${status}`;
    const operation = this.find(method, path);
    if (!operation)
      return ANYWHERE.has(status) ? null : `${said}, but docs/openapi.json has no such operation. ${HINT}`;
    const answer = this.resolve(operation.responses[status]);
    if (!answer) return ANYWHERE.has(status) ? null : `${said}, which is none of its answers. ${FAILS_HINT} ${HINT}`;
    return this.compare(said, answer, body);
  }

  /** Every schema of the document, compiled. */
  compileAll(): void {
    for (const operations of Object.values(this.document.paths)) {
      for (const { responses, requestBody } of Object.values(operations)) {
        const answers = Object.values(responses).map((answer) => this.resolve(answer) as Answer);
        for (const { content = {} } of [...answers, ...(requestBody ? [requestBody] : [])]) {
          Object.values(content).forEach(({ schema }) => this.validatorOf(schema));
        }
      }
    }
  }

  private find(method: string, path: string): Operation | undefined {
    const found = this.templates.filter(({ pattern }) => pattern.test(path));
    return found.map(({ operations }) => operations[method.toLowerCase()]).find((operation) => operation);
  }

  private resolve(answer: Operation['responses'][string] | undefined): Answer | undefined {
    if (!answer || !('$ref' in answer)) return answer;
    return this.document.components.responses[answer.$ref.split('/').at(-1) ?? ''];
  }

  private compare(said: string, { content }: Answer, body: unknown): string | null {
    const isProblem =
      typeof body === 'object' && body !== null && 'title' in body && 'status' in body && !('meta' in body);
    const { schema } = (isProblem ? content?.['application/problem+json'] : Object.values(content ?? {})[0]) ?? {};
    if (!schema || schema.type === 'string' || body === '') return null;
    const validate = this.validatorOf(schema);
    if (validate(body)) return null;
    return `${said} with another shape: ${this.ajv.errorsText(validate.errors)}. ${FAILS_HINT} ${HINT}`;
  }

  private validatorOf(schema: object): ValidateFunction {
    let validate = this.validators.get(schema);
    if (!validate) {
      validate = this.ajv.compile(absolute(schema));
      this.validators.set(schema, validate);
    }
    return validate;
  }
}

const FAILS_HINT = "A route's own failures are declared with @ErrorCodes({ conflict: ['…'] }).";
const HINT = 'After a change of routes, dtos or views run: npm run openapi';

/** Throws where a schema is not valid, or says something that JSON Schema does not know. */
export function compileSchemas(document: ApiDocument): void {
  new Description(document).compileAll();
}

function strictAjv(document: ApiDocument): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, validateFormats: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const $defs = JSON.parse(
    JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
  ) as object;
  ajv.addSchema({ $id: 'components', $defs });
  return ajv;
}

/** References into the document become references into the schema that ajv knows under a name. */
function absolute(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', 'components#/$defs/')) as object;
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/** Fewer places for anything first: `/users/me` before `/users/{id}`. */
function places(template: string): number {
  return template.split('{').length;
}
