import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { providerErrors } from './provider.errors.js';

/** What a browser reads differently from what stands there: backslashes, blanks, and what can't be seen. */
const AMBIGUOUS = /[\\\s]|[^\x21-\x7e]/;

/**
 * Where a sign-in may lead back to: pages of PUBLIC_URL and of CORS_ORIGINS.
 *
 * @spec SPEC-039.4
 */
@Injectable()
export class ReturnAddresses {
  private readonly origins: ReadonlySet<string>;

  constructor({ publicUrl, corsOrigins }: Config) {
    this.origins = new Set([new URL(publicUrl).origin, ...corsOrigins.filter((origin) => origin !== '*')]);
  }

  /**
   * The address as it was read: what is checked here is what the browser gets.
   *
   * @throws AppError `validation_failed`
   */
  require(text: string): string {
    const url = !AMBIGUOUS.test(text) && /^https?:\/\/[^/]/i.test(text) && URL.canParse(text) ? new URL(text) : null;
    if (!url || url.username || url.password || !this.origins.has(url.origin)) throw providerErrors.foreignAddress();
    return url.href;
  }
}
