import { applyDecorators, Injectable } from '@nestjs/common';
import { create as contentDisposition } from 'content-disposition';
import { AppError } from '../errors/app-error.js';
import { matchesNone } from '../http/etag.js';
import { ANY, Produces } from '../http/produces.js';
import { Tagged } from '../http/responses/versioned-view.js';
import { StreamResponse } from '../http/responses/stream-response.js';
import type { Request, Response } from '../request/request.js';
import { rangeIn } from './byte-range.js';
import { FileStore } from './stores/file-store.js';

/** What is known of the bytes under a key. */
export interface StoredFile {
  objectKey: string;
  name: string;
  size: number;
  sha256: string;
  contentType: string;
}

/** The route answers the bytes of a file. */
export const ServesFile = () => applyDecorators(Produces(ANY, { isFile: true }), Tagged());

/** Answers the bytes of files, so that a browser saves them and runs nothing of them. */
@Injectable()
export class FileContents {
  constructor(private readonly store: FileStore) {}

  /** @throws AppError `range_not_satisfiable` */
  async answer(file: StoredFile, request: Request): Promise<StreamResponse> {
    const etag = `"${file.sha256}"`;
    const headers = headersOf(file, etag);
    if (matchesNone(request.headers['if-none-match'], etag)) return new StreamResponse(304, UNCHANGED(etag), null);
    const range = rangeIn(wantedRange(request, etag), file.size);
    if (range === 'unsatisfiable') throw unsatisfiable(request.res as Response, file.size);
    const length = range ? range.last - range.first + 1 : file.size;
    const all = {
      ...headers,
      'Content-Length': String(length),
      ...(range && { 'Content-Range': `bytes ${range.first}-${range.last}/${file.size}` }),
    };
    const body = request.method === 'HEAD' ? null : await this.store.read(file.objectKey, range);
    return new StreamResponse(range ? 206 : 200, all, body);
  }
}

const UNCHANGED = (etag: string) => ({ ETag: etag, 'Cache-Control': 'private, no-cache' });

function headersOf({ name, contentType }: StoredFile, etag: string): Record<string, string> {
  return {
    ...UNCHANGED(etag),
    'Accept-Ranges': 'bytes',
    'Content-Type': contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType,
    'Content-Disposition': attachment(name),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
  };
}

/** Every client reads a quoted name; the package leaves the quotes away where the grammar lets it. */
function attachment(name: string): string {
  return contentDisposition(name).replace(/ filename=([^";]+)/, ' filename="$1"');
}

/** A range counts for GET only, and where `If-Range` names these bytes: a strong tag (RFC 9110 §13.1.5). */
function wantedRange({ method, headers }: Request, etag: string): string | undefined {
  const ifRange = headers['if-range'];
  return method === 'GET' && (ifRange === undefined || ifRange === etag) ? headers.range : undefined;
}

function unsatisfiable(response: Response, size: number): AppError {
  response.setHeader('Content-Range', `bytes */${size}`);
  return new AppError('unsatisfiable_range', 'range_not_satisfiable', `The file has ${size} bytes.`);
}
