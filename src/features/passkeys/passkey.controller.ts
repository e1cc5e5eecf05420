import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CurrentActor, Row, SignedIn } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Actor } from '../../platform/request/actor.js';
import { AddPasskey } from './passkey.dto.js';
import type { Passkey } from './passkey.entity.js';
import { PasskeyOptions } from './sign-in/passkey-options.service.js';
import { PasskeyService } from './passkey.service.js';
import { PasskeyPage, PasskeyView } from './passkey.view.js';
import { CreationOptionsView } from './webauthn/options.view.js';

@Controller('users/me/passkeys')
export class PasskeyController {
  constructor(
    private readonly passkeys: PasskeyService,
    private readonly asks: PasskeyOptions,
  ) {}

  /**
   * Get the options for `navigator.credentials.create()`, as `PublicKeyCredential.parseCreationOptionsFromJSON()` takes
   * them. The challenge is good for one answer, within five minutes.
   */
  @Post('options')
  @HttpCode(200)
  @SignedIn()
  options(@CurrentActor() actor: Actor): Promise<CreationOptionsView> {
    return this.asks.forNewOf(actor);
  }

  /**
   * Add a passkey: what the browser answered to the options, by `toJSON()`. From now on it signs you in without a password
   * and without a code. You are told by mail. An answer that is not accepted is 401. You have at most 20 passkeys. A change
   * or reset of the password doesn't end them.
   */
  @Post()
  @SignedIn()
  @ErrorCodes({ unauthenticated: ['invalid_credentials'], conflict: ['limit_reached'] })
  async add(@CurrentActor() actor: Actor, @Body() { credential, name }: AddPasskey): Promise<PasskeyView> {
    return PasskeyView.of(await this.passkeys.add(actor, credential, name));
  }

  /** List your passkeys. The oldest come first. */
  @Get()
  @SignedIn()
  async list(@CurrentActor() actor: Actor, @Query() query: ListQuery): Promise<PasskeyPage> {
    return query.page(await this.passkeys.listOf(actor.id, query), PasskeyView.of);
  }

  /**
   * Remove one of your passkeys: it signs nobody in any more. Sessions that began with it stay. You are told by mail.
   * Passkeys of other users are not found (404).
   */
  @Delete(':id')
  @SignedIn({ of: 'passkey' })
  async remove(@CurrentActor() actor: Actor, @Row() passkey: Passkey): Promise<void> {
    await this.passkeys.remove(actor, passkey);
  }
}
