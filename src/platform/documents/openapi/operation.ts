import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import type { ErrorKind } from '../../errors/app-error.js';
import { otherStatusOf } from '../../http/responses/chosen-status.js';
import { RawResponse } from '../../http/responses/raw-response.js';
import { STATUS } from '../../http/errors/error-table.js';
import { oauthStatus } from '../../http/errors/oauth-error.filter.js';
import { dataTypesOf } from '../../input/bodies/body-type.js';
import { rowNameOf } from '../../access/row-names.js';
import { producedBy } from '../../http/produces.js';
import { relationsNeeded } from '../../access/policy.js';
import { accessInWords, securityOf } from './access-words.js';
import {
  type Answer,
  type Content,
  type Operation,
  type Parameter,
  type Reference,
  refTo,
  type Schema,
  strict,
} from './document.js';
import { withExample } from './example.js';
import { failureAnswer, failureName, failuresOf } from './failures.js';
import { refine } from './schemas.js';
import type { RawOperation } from './raw-document.js';
import type { Traits } from './traits.js';

/** A secret, or a name that the configuration gives. */
const TEXT: Schema = { type: 'string' };
const ID: Schema = { type: 'integer', minimum: 1, maximum: 2 ** 53 - 1 };

/** Keeps a failure as a component, and refers to it. */
export type KeepFailure = (name: string, answer: () => Answer) => Reference;

export function describeOperation(traits: Traits, keep: KeepFailure): Operation {
  const { rule, raw } = traits;
  const { summary, more } = wordsOf(raw);
  const permission = rule?.kind === 'permission' ? rule : undefined;
  return {
    operationId: traits.handler.replace('Controller.', '_'),
    tags: [tagOf(traits)],
    summary,
    description: [...more, accessInWords(rule)].join('\n\n'),
    ...(permission && { 'x-permission': permission.permission }),
    ...relationOf(permission),
    security: securityOf(rule),
    parameters: parametersOf(traits),
    ...(raw.requestBody && { requestBody: bodyOf(traits) }),
    responses: { ...successesOf(traits), ...failureResponses(traits, keep) },
  };
}

function relationOf(rule: Extract<Traits['rule'], { kind: 'permission' }> | undefined): object {
  const needed = rule?.of && relationsNeeded(rule.of, rule.permission);
  return needed?.length ? { 'x-relation': needed } : {};
}

/** The first sentence of the handler's comment is the summary, without Markdown; the rest is the description. */
function wordsOf(raw: RawOperation): { summary: string; more: string[] } {
  const comment = (raw.summary ?? '').replaceAll(/^@\w+.*$/gm, '').trim();
  const [, first = '', rest = ''] = /^(.*?)(?:\.\s+|\.?$)(.*)$/s.exec(comment) ?? [];
  return { summary: first.replaceAll('\n', ' ').replaceAll('`', ''), more: rest ? [rest] : [] };
}

/** `TasksModule` is read as Tasks. */
export function tagOf({ module }: Traits): string {
  return module.name.replace(/Module$/, '');
}

function parametersOf({ raw, path, ...traits }: Traits): (Parameter | Reference)[] {
  const ids = [...path.matchAll(/:(\w+)/g)].map(([, name = '']): Parameter => {
    return {
      name,
      in: 'path',
      required: true,
      schema: name === 'id' ? idSchema(traits.rule) : name.endsWith('_id') ? ID : TEXT,
    };
  });
  const query = raw.parameters.filter((parameter) => parameter.in === 'query');
  const isRead = traits.method === 'GET';
  return [
    ...ids,
    ...query.map(inQuery),
    ...(isRead && traits.isTagged ? [refTo('parameters', 'IfNoneMatch')] : []),
    ...(traits.isFile ? [refTo('parameters', 'Range'), refTo('parameters', 'IfRange')] : []),
    ...(traits.conditionalOn ? [refTo('parameters', 'IfMatch')] : []),
    ...(traits.isRepeatable ? [refTo('parameters', 'IdempotencyKey')] : []),
    refTo('parameters', 'RequestId'),
  ];
}

/** An id, or the other name that paths take for such a row. */
function idSchema(rule: Traits['rule']): Schema {
  const name = rowNameOf(rule && 'of' in rule ? rule.of : undefined);
  return name ? { oneOf: [ID, { type: 'string', pattern: name.source }] } : ID;
}

/** Several values are separated by commas. */
function inQuery({ schema, ...parameter }: Parameter): Parameter {
  const isList = schema.type === 'array';
  return { ...parameter, ...(isList && { style: 'form', explode: false }), schema: refine(schema) };
}

function bodyOf(traits: Traits): { required: boolean; content: Content } {
  const { raw, method, bodyType } = traits;
  const schema = raw.requestBody?.content['application/json']?.schema ?? {};
  const json = method === 'PATCH' ? ['application/json', 'application/merge-patch+json'] : ['application/json'];
  const multipart = ['multipart/form-data'];
  const dataTypes = dataTypesOf(traits.callback);
  const types = { json, form: ['application/x-www-form-urlencoded'], multipart, data: multipart }[bodyType];
  const required = raw.requestBody?.required !== false;
  const content = Object.fromEntries(types.map((type) => [type, { schema }]));
  const bare = Object.fromEntries(dataTypes.map((type) => [type, { schema: wholeOf(type) }]));
  return { required, content: { ...withExample(content, traits), ...bare } };
}

/** A file that is the body. */
function wholeOf(type: string): Schema {
  return { type: type === 'application/json' ? 'object' : 'string' };
}

function successesOf(traits: Traits): Record<string, Answer> {
  const { callback, method } = traits;
  const status =
    (Reflect.getMetadata(HTTP_CODE_METADATA, callback) as number | undefined) ?? (method === 'POST' ? 201 : 200);
  const headers = headersOf(traits);
  const success: Answer = { description: 'Done.', headers, content: contentOf(traits) };
  const range = { ...success, description: 'The part that `Range` asks for.', headers: { ...headers, ...PARTIAL } };
  const unchanged = { description: 'Nothing has changed since `If-None-Match`.', headers };
  const other = otherStatusOf(callback);
  return {
    [status]: success,
    ...(other && { [other.status]: { ...success, description: other.when } }),
    ...(traits.isFile && { 206: range }),
    ...(method === 'GET' && traits.isTagged && { 304: unchanged }),
  };
}

const PARTIAL = { 'Content-Range': { ...refTo('headers', 'ContentRange') } };

function headersOf({ isLimited, isTagged, isRepeatable, isFile, callback }: Traits): Record<string, Schema> {
  const header = (name: string) => ({ ...refTo('headers', name) });
  return {
    'X-Request-Id': header('RequestId'),
    ...(isLimited && { 'RateLimit-Policy': header('RateLimitPolicy'), RateLimit: header('RateLimit') }),
    ...(isRedirect({ callback }) && { Location: header('Location') }),
    ...(isTagged && { ETag: header('ETag') }),
    ...(isFile && {
      'Accept-Ranges': header('AcceptRanges'),
      'Content-Disposition': header('ContentDisposition'),
    }),
    ...(isRepeatable && { 'Idempotent-Replayed': header('IdempotentReplayed') }),
  };
}

function contentOf({ callback, data, handler }: Traits): Content {
  if (isRedirect({ callback })) return {};
  const produced = producedBy(callback);
  if (!produced && data.$ref === refTo('schemas', RawResponse.name).$ref) {
    throw new Error(`${handler} returns a bare answer: say with @Produces what it is.`);
  }
  if (!produced) return { 'application/json': { schema: enveloped(refine(data)) } };
  const { contentType, answer, isFile } = produced;
  if (isFile) return { [contentType]: { schema: { type: 'string', format: 'binary' } } };
  return { [contentType]: { schema: answer ? { ...refTo('schemas', answer.name) } : { type: 'string' } } };
}

/** It sends the browser elsewhere: there is nothing to read. */
function isRedirect({ callback }: Pick<Traits, 'callback'>): boolean {
  return Reflect.getMetadata(HTTP_CODE_METADATA, callback) === 302;
}

function enveloped(data: Schema): Schema {
  return strict({ data, error: { type: 'null' }, meta: strict({}) });
}

function failureResponses(traits: Traits, keep: KeepFailure): Record<string, Answer | Reference> {
  const bare = producedBy(traits.callback)?.failure;
  const failures = failuresOf(traits).map(([kind, codes]) =>
    bare ? [oauthStatus(kind), bareFailure(bare.name)] : [STATUS[kind], envelopedFailure(traits, kind, codes, keep)],
  );
  return Object.fromEntries(failures) as Record<string, Answer | Reference>;
}

/** RFC 6749 §5.2. */
function bareFailure(view: string): Answer {
  const content = { 'application/json': { schema: { ...refTo('schemas', view) } } };
  return { description: 'An OAuth 2 error; `error` has the code of RFC 6749.', content };
}

function envelopedFailure(traits: Traits, kind: ErrorKind, codes: string[], keep: KeepFailure): Reference {
  if (kind !== 'precondition_failed') return keep(failureName(kind, codes), () => failureAnswer(kind, codes));
  const row = traits.conditionalOn ?? {};
  const view = String(row.$ref).split('/').at(-1);
  return keep(failureName(kind, codes, view), () => failureAnswer(kind, codes, row));
}
