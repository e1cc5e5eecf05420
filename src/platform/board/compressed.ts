import { existsSync, readdirSync } from 'node:fs';
import type { Request, Response } from '../request/request.js';

/** The best first: browsers name `gzip` first, and would get that. */
const CODINGS = ['br', 'gzip'] as const;
const ENDINGS = { br: '.br', gzip: '.gz' };
const TYPES: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };

/** What the build has compressed beside the assets of the board. */
export class Compressed {
  private readonly names: ReadonlySet<string>;

  constructor(folder: string) {
    this.names = new Set(existsSync(folder) ? readdirSync(folder) : []);
  }

  /** Leads the request to the smallest form of the asset that the browser takes. */
  offer(request: Request, response: Response): void {
    const [, name = '', ending = ''] = /^\/assets\/([^/]+(\.\w+))$/.exec(request.path) ?? [];
    const type = TYPES[ending];
    if (!type || !this.names.has(`${name}.br`)) return;
    response.vary('Accept-Encoding');
    const coding = CODINGS.find((one) => request.acceptsEncodings(one));
    if (!coding) return;
    request.url += ENDINGS[coding];
    response.setHeader('Content-Encoding', coding);
    response.setHeader('Content-Type', type);
  }
}
