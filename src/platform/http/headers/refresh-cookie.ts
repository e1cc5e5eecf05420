import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { errors } from '../../errors/errors.js';
import { cookieIn } from '../../request/cookies.js';
import type { Request } from '../../request/request.js';
import { Origins } from './origins.js';
import { pathOf } from '../public-path.js';

const NAME = 'fasttrack_refresh';
/** Browsers take a cookie of this name only by https. */
const SECURE_NAME = `__Secure-${NAME}`;

/** What a browser sent; null where it sent none. */
export function refreshCookieIn(request: Pick<Request, 'headers'>): string | null {
  return cookieIn(request, SECURE_NAME) ?? cookieIn(request, NAME) ?? null;
}

/**
 * A refresh token in a cookie, which no script can read. Browsers send it by themselves, so it is taken only from pages
 * that are known.
 *
 * @spec SPEC-035
 */
@Injectable()
export class RefreshCookie {
  private readonly path: string;
  private readonly isPublicSecure: boolean;

  constructor(
    private readonly origins: Origins,
    { publicUrl }: Config,
  ) {
    this.path = `${pathOf(publicUrl)}/auth`;
    this.isPublicSecure = publicUrl.startsWith('https:');
  }

  /** Null where none was sent. @throws AppError `forbidden` where another page sends it, or none that says so */
  take(request: Request): string | null {
    const token = refreshCookieIn(request);
    if (token !== null && !this.origins.isTrusted(request)) throw foreignPage();
    return token;
  }

  set(request: Request, token: string, seconds: number): void {
    const attributes = this.attributes(request);
    request.res?.cookie(nameWith(attributes), token, { ...attributes, maxAge: seconds * 1000 });
  }

  /** Where there is one. */
  clear(request: Request): void {
    if (refreshCookieIn(request) === null) return;
    const attributes = this.attributes(request);
    request.res?.clearCookie(nameWith(attributes), attributes);
  }

  private attributes({ secure }: Request) {
    return { httpOnly: true, sameSite: 'strict', secure: secure || this.isPublicSecure, path: this.path } as const;
  }
}

function nameWith({ secure }: { secure: boolean }): string {
  return secure ? SECURE_NAME : NAME;
}

const foreignPage = () =>
  errors.forbidden({
    field: 'Origin',
    code: 'origin',
    message: 'The cookie is taken only from pages of this program or of CORS_ORIGINS.',
  });
