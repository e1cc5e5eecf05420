import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { errors } from '../../platform/errors/errors.js';
import { PasswordConfirmation } from '../sign-in/passwords/password-confirmation.service.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import { ChangePassword, UpdateMe } from './account.dto.js';
import { MeView } from './account.view.js';
import { PasswordChange } from './password-change.service.js';

/** @spec SPEC-013.1, SPEC-013.2, SPEC-013.3, SPEC-013.31, SPEC-029.4 */
@Controller('users/me')
export class AccountController {
  constructor(
    private readonly users: UserService,
    private readonly password: PasswordConfirmation,
    private readonly passwords: PasswordChange,
  ) {}

  /** Get your account. The answer includes your roles and permissions. */
  @Get()
  @SignedIn({ evenIfPasswordMustChange: true, byToken: 'any' })
  async read(@CurrentActor() actor: Actor): Promise<MeView> {
    return viewOf(actor, await this.users.find(actor.id));
  }

  /** Update your display name or your time zone. */
  @Patch()
  @SignedIn({ evenIfPasswordMustChange: true })
  async update(
    @CurrentActor() actor: Actor,
    @Body() { display_name: displayName, time_zone: timeZone }: UpdateMe,
  ): Promise<MeView> {
    if (displayName === undefined && timeZone === undefined) return this.read(actor);
    return viewOf(actor, await this.users.updateProfile(actor, { displayName, timeZone }));
  }

  /**
   * Change your password. The new one must differ from the current one. All your other sessions end, and links from
   * earlier mails stop working.
   */
  @Post('password')
  @HttpCode(200)
  @SignedIn({ evenIfPasswordMustChange: true })
  @ErrorCodes({ unauthenticated: ['invalid_credentials'], unavailable: ['overloaded'] })
  async changePassword(@CurrentActor() actor: Actor, @Body() input: ChangePassword): Promise<void> {
    await this.passwords.change(actor, await this.password.require(actor, input.current_password), input.new_password);
  }
}

/** Gone between the guard and here: deleted at this moment. */
function viewOf(actor: Actor, user: User | null): MeView {
  if (!user) throw errors.notFound('user');
  return MeView.of(user, actor.identity.permissions);
}
