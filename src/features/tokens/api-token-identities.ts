import { Injectable } from '@nestjs/common';
import { ApiTokenSource, type KnownApiToken } from '../../platform/access/api-tokens/api-token-source.js';
import type { Identity } from '../../platform/request/actor.js';
import { ApiTokenRepository } from './api-token.repository.js';

/** Tells the platform who is behind an API token. */
@Injectable()
export class ApiTokenIdentities extends ApiTokenSource {
  constructor(private readonly tokens: ApiTokenRepository) {
    super();
  }

  find(hash: Buffer): Promise<KnownApiToken | null> {
    return this.tokens.findByHash(hash);
  }

  loadIdentity(id: number): Promise<Identity | null> {
    return this.tokens.findIdentity(id);
  }

  noteUse(id: number): Promise<void> {
    return this.tokens.noteUse(id);
  }
}
