import { isUtf8 } from 'node:buffer';
import { json, raw, urlencoded } from 'express';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../errors/app-error.js';
import { errors } from '../../errors/errors.js';
import type { BodyType } from './body-type.js';
import type { Request, Response } from '../../request/request.js';

const MAX_BYTES = 256 * 1024;
/** No input is nested more deeply, and parsing deeper nesting could overflow the stack. */
const MAX_DEPTH = 32;

const FORM = 'application/x-www-form-urlencoded';
const NAMES: Record<BodyType, string> = {
  json: 'application/json',
  form: FORM,
  multipart: 'multipart/form-data',
  data: 'of one of the types that the route takes',
};
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];
/** All values of the header, if there are several: another program may read only the first or only the last. */
const CHARSETS = /charset\s*=\s*"?([^\s;"]*)/gi;

const everything = () => true;
const readJson = json({ limit: MAX_BYTES, strict: false, type: everything, verify: refuseHostile });
const readForm = urlencoded({ limit: MAX_BYTES, extended: false, parameterLimit: 50, type: everything });
const readOther = raw({ limit: MAX_BYTES, type: everything });

export function hasBody({ headers }: Request): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/**
 * Reads the body to its last byte and parses it into `request.body`. If that fails, the reason is in
 * `request.bodyFailure`: `malformed_json`, `payload_too_large` or `unsupported_media_type`.
 */
export function readBody(request: Request, response: Response, done: () => void): void {
  const type = typeOf(request);
  const read = type === undefined ? readOther : type === 'form' ? readForm : readJson;
  read(request, response, (error?: unknown) => {
    if (type === undefined) request.body = undefined;
    request.bodyType = type;
    request.bodyFailure =
      type === undefined ? unsupported() : error ? toBodyError(error as BodyParserError) : undefined;
    done();
  });
}

/**
 * @throws AppError why the body of the request could not be read, or that it has a type which the route does not take
 */
export function requireReadBody({ bodyFailure, bodyType }: Request, expected: BodyType): void {
  if (bodyFailure?.kind === 'unsupported_media_type' || (bodyType && bodyType !== expected))
    throw unsupported(expected);
  if (bodyFailure) throw bodyFailure;
}

/** Whether the header names no other charset. */
export function isInUtf8({ headers }: Request): boolean {
  const named = [...(headers['content-type'] ?? '').matchAll(CHARSETS)];
  return named.every(([, charset]) => charset?.toLowerCase() === 'utf-8');
}

function typeOf(request: Request): 'json' | 'form' | undefined {
  if (!isInUtf8(request)) return undefined;
  if (request.is(JSON_TYPES)) return 'json';
  return request.is(FORM) ? 'form' : undefined;
}

function unsupported(expected: BodyType = 'json'): AppError {
  const how =
    expected === 'multipart' || expected === 'data'
      ? 'as it is, not packed'
      : 'in UTF-8, plain or packed by gzip, deflate or br';
  const where = expected === 'data' ? 'in UTF-8, ' : '';
  const message = `The body must be ${NAMES[expected]}, ${where}${how}.`;
  return new AppError('unsupported_media_type', 'unsupported_media_type', message);
}

interface BodyParserError extends Error {
  type?: string;
}

/** https://github.com/expressjs/body-parser#errors */
function toBodyError(error: BodyParserError): AppError {
  if (error instanceof AppError) return error;
  if (error.type === 'entity.too.large') {
    return new AppError('too_large', 'payload_too_large', `The body may have at most ${MAX_BYTES} bytes.`);
  }
  if (error.type === 'charset.unsupported' || error.type === 'encoding.unsupported') return unsupported();
  return errors.malformedJson(error.type === 'entity.parse.failed' ? 'it does not parse' : 'it did not arrive whole');
}

function refuseHostile(_request: IncomingMessage, _response: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw errors.malformedJson('it is not UTF-8');
  if (isTooDeep(bytes)) throw errors.malformedJson(`it is nested deeper than ${MAX_DEPTH}`);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** One pass over the bytes; brackets inside strings are ignored. */
function isTooDeep(bytes: Buffer): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (quoted && byte === BACKSLASH) index++;
    else if (byte === QUOTE) quoted = !quoted;
    else if (!quoted && (byte === 0x5b || byte === 0x7b)) depth++;
    else if (!quoted && (byte === 0x5d || byte === 0x7d)) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
