import { Controller, Get } from '@nestjs/common';
import { Public } from '../../../platform/access/rules.js';
import { TokenKeys } from '../../../platform/access/authentication/token-keys.js';
import { RawResponse } from '../../../platform/http/responses/raw-response.js';
import { Produces } from '../../../platform/http/produces.js';
import { Unlimited } from '../../../platform/limits/unlimited.js';
import { JwksView } from './jwks.view.js';

@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: TokenKeys) {}

  /**
   * Get the public keys that verify access tokens. The answer is a JSON Web Key Set (RFC 7517). While keys rotate, it
   * also holds the previous keys.
   */
  @Get('jwks.json')
  @Public()
  @Unlimited()
  @Produces('application/json', { answer: JwksView })
  read(): RawResponse {
    return RawResponse.json(this.keys.jwks satisfies JwksView, { 'Cache-Control': 'public, max-age=300' });
  }
}
