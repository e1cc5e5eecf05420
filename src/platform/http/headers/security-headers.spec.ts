import type { Request, Response } from '../../request/request.js';
import { securityHeaders } from './security-headers.js';

function headersOf(isProduction: boolean): Map<string, string> {
  const headers = new Map<string, string>();
  const response = { setHeader: (name: string, value: string) => headers.set(name, value) };
  securityHeaders({ isProduction })({} as Request, response as unknown as Response, () => undefined);
  return headers;
}

describe('the headers of every answer', () => {
  it('ask browsers in production to use TLS for two years, for all below this name', () => {
    expect(headersOf(true).get('Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains');
    expect(headersOf(false).has('Strict-Transport-Security')).toBe(false);
  });

  it('allow nothing to be loaded, framed or based elsewhere', () => {
    const policy = headersOf(true).get('Content-Security-Policy') ?? '';
    expect(policy.split('; ').sort()).toEqual(["base-uri 'none'", "default-src 'none'", "frame-ancestors 'none'"]);
  });
});
