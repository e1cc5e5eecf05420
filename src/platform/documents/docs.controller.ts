import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Config } from '../config/config.js';
import { packageRoot } from '../config/paths.js';
import { Public } from '../access/rules.js';
import { errors } from '../errors/errors.js';
import { Unlimited } from '../limits/unlimited.js';
import { RawResponse } from '../http/responses/raw-response.js';
import { ANY, Produces } from '../http/produces.js';
import type { Response } from '../request/request.js';
import { MessageLog } from '../realtime/message-log.js';
import { describeSockets } from './asyncapi/asyncapi.js';
import { description } from './openapi/description.js';

/** Nothing from elsewhere; styles inline because both programs write them so, the worker is Redoc's search. */
const PAGE = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** An hour: they change with the version of the program only. */
const KEPT = { 'Cache-Control': 'public, max-age=3600' };

/** What the introduction leads to; not there where only the program was installed. */
const MANUALS = new Set(['ERRORS.md', 'FRONT-ENDS.md', 'LIVE-CLIENTS.md']);

/**
 * Describes the API and its live side, and shows the pages that the build has brought together; `DocumentsModule` can
 * hide them.
 *
 * @spec SPEC-015.6 SPEC-015.7 SPEC-015.13
 */
@ApiExcludeController()
@Controller()
@Unlimited()
export class DocsController {
  constructor(
    private readonly config: Config,
    private readonly log: MessageLog,
  ) {}

  @Get('openapi.json')
  @Public()
  describe(): RawResponse {
    return description(this.config.publicUrl);
  }

  @Get('asyncapi.json')
  @Public()
  describeSockets(): RawResponse {
    const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
    const { publicUrl } = this.config;
    return RawResponse.json(describeSockets({ version, publicUrl, schemas: this.log.schemas }));
  }

  @Get('docs')
  @Public()
  @Produces('text/html')
  showSwaggerUi(@Res() response: Response): Promise<void> {
    return send(response, 'dist/public', 'docs.html', PAGE);
  }

  @Get('redoc')
  @Public()
  @Produces('text/html')
  showRedoc(@Res() response: Response): Promise<void> {
    return send(response, 'dist/public', 'redoc.html', PAGE);
  }

  @Get(['docs/:file', 'redoc/:file'])
  @Public()
  @Produces(ANY)
  bring(@Param('file') file: string, @Res() response: Response): Promise<void> {
    if (!MANUALS.has(file)) return send(response, 'dist/public', file, KEPT);
    return send(response, 'docs', file, { ...KEPT, 'Content-Type': 'text/plain; charset=utf-8' });
  }
}

/** @throws AppError `not_found` for a file that is none, or that is elsewhere */
function send(response: Response, folder: string, file: string, headers: Record<string, string>): Promise<void> {
  const options = { root: join(packageRoot(), folder), headers, acceptRanges: false };
  return new Promise((resolve, reject) => {
    response.sendFile(file, options, (failure?: Error) => {
      if (failure && !response.headersSent) reject(errors.notFound());
      else resolve();
    });
  });
}
