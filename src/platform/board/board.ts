import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express from 'express';
import { boardFolder, hasBoard } from '../config/paths.js';
import { pathOf } from '../http/public-path.js';
import type { NextFunction, Request, Response } from '../request/request.js';
import { Compressed } from './compressed.js';

/** Nothing from elsewhere, nothing inline, and no text that becomes markup or script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The name of an asset changes with its content. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const AN_HOUR = 'public, max-age=3600';

/**
 * Serves the board below `/app` where it was built. Every path there is the board's own, and is answered by its one page.
 *
 * @spec SPEC-046.1
 */
export function serveBoard(app: NestExpressApplication, { publicUrl }: { publicUrl: string }): void {
  if (!hasBoard()) return;
  const folder = boardFolder();
  const page = pageBelow(pathOf(publicUrl), join(folder, 'index.html'));
  const isHashed = (path: string) => path.includes(`${sep}assets${sep}`);
  const setHeaders = (response: Response, path: string) =>
    void response.setHeader('Cache-Control', isHashed(path) ? FOR_EVER : AN_HOUR);
  const files = express.static(folder, { index: false, redirect: false, dotfiles: 'ignore', setHeaders });
  const compressed = new Compressed(join(folder, 'assets'));
  const offer = (request: Request, response: Response, next: NextFunction) => {
    compressed.offer(request, response);
    next();
  };
  app.use('/app', offer, files, (request: Request, response: Response, next: NextFunction) => {
    const isPage = ['GET', 'HEAD'].includes(request.method) && !request.path.startsWith('/assets/');
    if (isPage) send(response, page);
    else next();
  });
}

function send(response: Response, page: Buffer): void {
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Length', page.length);
  response.end(response.req.method === 'HEAD' ? undefined : page);
}

/** The page knows by its base where it is: also where a proxy has put the program below a path. */
function pageBelow(prefix: string, file: string): Buffer {
  const base = `<base href="${prefix}/app/"`;
  return Buffer.from(readFileSync(file, 'utf8').replace('<base href="/app/"', base));
}
