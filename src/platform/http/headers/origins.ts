import type { IncomingHttpHeaders } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../../config/config.js';
import type { NextFunction, Request, Response } from '../../request/request.js';

/** Of so many a log is told; whoever makes up origins must not fill it. */
const MOST_TOLD = 20;
/** What a page without an origin sends: one that was opened from a file, or is locked up in a frame. */
const NONE = 'null';

/**
 * Which pages may call. In development the log names each origin that may not, and the setting that would let it in: the
 * browser tells a page nothing but "failed".
 *
 * @spec SPEC-007.59, SPEC-010.28
 */
@Injectable()
export class Origins {
  private readonly logger = new Logger('CORS');
  private readonly invited: ReadonlySet<string>;
  private readonly told = new Set<string>();

  constructor(private readonly config: Config) {
    this.invited = new Set(config.corsOrigins);
  }

  /** Whether the page that asks is one of ours or was invited; what is no page says no origin. */
  isWelcome({ origin, host }: IncomingHttpHeaders): boolean {
    if (origin === undefined || this.invited.has('*') || this.invited.has(origin)) return true;
    const isOwn = URL.canParse(origin) && [host, new URL(this.config.publicUrl).host].includes(new URL(origin).host);
    if (!isOwn) this.tell(origin);
    return isOwn;
  }

  /**
   * Whether the page that asks says that it is of the address by which the program is opened, of PUBLIC_URL or of one of
   * CORS_ORIGINS; `*` names none.
   */
  isTrusted({ headers, protocol }: Request): boolean {
    const { origin, host } = headers;
    if (origin === undefined || origin === NONE) return false;
    const own = [`${protocol}://${host}`, new URL(this.config.publicUrl).origin];
    return own.includes(origin) || (origin !== '*' && this.invited.has(origin));
  }

  /** Looks at every request before it is answered, and lets it pass: the browser is who refuses. */
  readonly watch = ({ headers }: Request, _response: Response, next: NextFunction): void => {
    this.isWelcome(headers);
    next();
  };

  private tell(sent: string): void {
    const origin = URL.canParse(sent) && new URL(sent).origin === sent ? sent : NONE;
    if (this.config.isProduction || this.told.has(origin) || this.told.size >= MOST_TOLD) return;
    this.told.add(origin);
    this.logger.warn(origin === NONE ? WITHOUT_ORIGIN : this.advice(origin));
  }

  private advice(origin: string): string {
    const setting = [...this.config.corsOrigins, origin].join(',');
    return `Browsers keep the answers of this API from pages of ${origin}. To let them in, start with CORS_ORIGINS=${setting}`;
  }
}

const WITHOUT_ORIGIN =
  'Browsers keep the answers of this API from a page without an origin, such as a file. ' +
  'Serve the page over HTTP, and name its origin in CORS_ORIGINS.';
