import type { NextFunction, Request, Response } from '../../request/request.js';

/** For answers that are data: a browser must not render, sniff, frame, embed or keep any of them. */
const ALWAYS: [string, string][] = [
  ['Cache-Control', 'no-store'],
  ['Content-Security-Policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
];

/** Two years; browsers ignore it where the page came without TLS. */
const ONLY_TLS: [string, string] = ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'];

/** The same few headers on every answer; a route that is a page, or may be kept, overwrites its own. */
export function securityHeaders(config: { isProduction: boolean }) {
  const headers = headersFor(config);
  return (_request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

export function headersFor({ isProduction }: { isProduction: boolean }): [string, string][] {
  return isProduction ? [...ALWAYS, ONLY_TLS] : ALWAYS;
}
