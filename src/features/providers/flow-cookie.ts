import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { cookieIn } from '../../platform/request/cookies.js';
import type { Request } from '../../platform/request/request.js';
import { bytesOfBase64url } from '../../platform/secrets/base64url.js';

const NAME = 'fasttrack_oidc';
/** Browsers take a cookie of this name only by https. */
const SECURE_NAME = `__Secure-${NAME}`;

/**
 * Knows a browser again that comes back from a provider. All that it has under way share the cookie, so that two tabs
 * don't disturb each other.
 *
 * @spec SPEC-039.5
 */
@Injectable()
export class FlowCookie {
  private readonly path: string;
  private readonly isPublicSecure: boolean;

  constructor({ publicUrl }: Config) {
    this.path = `${new URL(publicUrl).pathname.replace(/\/$/, '')}/auth/oidc`;
    this.isPublicSecure = publicUrl.startsWith('https:');
  }

  /** Null where there is none that we have made. */
  take(request: Request): string | null {
    const value = cookieIn(request, this.nameFor(request)) ?? '';
    return bytesOfBase64url(value)?.length === 32 ? value : null;
  }

  /** Gives the browser the cookie, for as long as a sign-in may take from now on. */
  give(request: Request, seconds: number): string {
    const value = this.take(request) ?? randomBytes(32).toString('base64url');
    const secure = this.isSecure(request);
    const attributes = { httpOnly: true, sameSite: 'lax', secure, path: this.path, maxAge: seconds * 1000 } as const;
    request.res?.cookie(this.nameFor(request), value, attributes);
    return value;
  }

  private nameFor(request: Request): string {
    return this.isSecure(request) ? SECURE_NAME : NAME;
  }

  private isSecure({ secure }: Request): boolean {
    return secure || this.isPublicSecure;
  }
}
