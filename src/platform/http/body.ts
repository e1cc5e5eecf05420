import { isUtf8 } from 'node:buffer';
import { json, urlencoded } from 'express';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import type { Request, Response } from './request.js';

const MAX_BYTES = 256 * 1024;
/** Deeper nesting is in no input of ours, and parsing it could overflow the stack. */
const MAX_DEPTH = 32;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];
const readJson = json({ limit: MAX_BYTES, strict: false, type: JSON_TYPES, verify: refuseHostile });
const readForm = urlencoded({ limit: MAX_BYTES, extended: false, parameterLimit: 50, type: FORM });

/**
 * Reads the body of a request into `request.body`; undefined where there is none.
 *
 * @throws AppError `malformed_json`, `payload_too_large`, `unsupported_media_type`
 */
export async function readBody(request: Request, response: Response, form = false): Promise<void> {
  if (!hasBody(request)) return;
  if (!request.is(form ? [FORM] : JSON_TYPES)) throw unsupported(form ? FORM : 'application/json');
  await new Promise<void>((resolve, reject) => {
    (form ? readForm : readJson)(request, response, (error?: unknown) =>
      error ? reject(toBodyError(error as BodyParserError)) : resolve(),
    );
  });
}

function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function unsupported(expected: string): AppError {
  return new AppError('unsupported_media_type', 'unsupported_media_type', `The body must be ${expected}.`);
}

interface BodyParserError extends Error {
  type?: string;
}

/** https://github.com/expressjs/body-parser#errors */
function toBodyError(error: BodyParserError): Error {
  if (error instanceof AppError) return error;
  if (error.type === 'entity.too.large') {
    return new AppError('too_large', 'payload_too_large', `The body may have at most ${MAX_BYTES} bytes.`);
  }
  if (error.type === 'charset.unsupported' || error.type === 'encoding.unsupported') {
    return unsupported('UTF-8, and plain, gzip or deflate');
  }
  return errors.malformedJson(error.type === 'entity.parse.failed' ? 'it does not parse' : 'it did not arrive whole');
}

function refuseHostile(_request: IncomingMessage, _response: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw errors.malformedJson('it is not UTF-8');
  if (isTooDeep(bytes)) throw errors.malformedJson(`it is nested deeper than ${MAX_DEPTH}`);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** One pass over the bytes, brackets inside strings aside. */
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
