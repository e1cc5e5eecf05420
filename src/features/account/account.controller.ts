import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import { Fails } from '../../platform/http/fails.js';
import { errors } from '../../platform/errors/errors.js';
import { deliberately } from '../../platform/lifecycle/crowd.js';
import { NewPasswords } from '../../platform/passwords/new-passwords.js';
import { PasswordConfirmation } from '../auth/password-confirmation.service.js';
import { PasswordService } from '../auth/password.service.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import { ChangePassword, UpdateMe } from './account.dto.js';
import { MeView } from './account.view.js';

/** @spec SPEC-013.1, SPEC-013.2, SPEC-013.3, SPEC-013.31 */
@Controller('users/me')
export class AccountController {
  constructor(
    private readonly users: UserService,
    private readonly password: PasswordConfirmation,
    private readonly newPasswords: NewPasswords,
    private readonly passwords: PasswordService,
  ) {}

  /** Oneself, with all that one may do. */
  @Get()
  @SignedIn({ evenIfPasswordMustChange: true })
  async read(@CurrentActor() actor: Actor): Promise<MeView> {
    return viewOf(actor, await this.users.find(actor.id));
  }

  /** Changes the name that others see. */
  @Patch()
  @SignedIn({ evenIfPasswordMustChange: true })
  async update(@CurrentActor() actor: Actor, @Body() { display_name }: UpdateMe): Promise<MeView> {
    if (display_name === undefined) return this.read(actor);
    return viewOf(actor, await this.users.rename(actor, actor.id, display_name));
  }

  /** Changes the password; every other session ends. */
  @Post('password')
  @HttpCode(200)
  @SignedIn({ evenIfPasswordMustChange: true })
  @Fails({ unauthenticated: ['invalid_credentials'] })
  async changePassword(@CurrentActor() actor: Actor, @Body() input: ChangePassword): Promise<void> {
    const { id: userId, passwordHash: confirmedHash } = await this.password.require(actor, input.current_password);
    const hash = await deliberately(actor, () => this.newPasswords.hash('new_password', input.new_password));
    const { sessionId: exceptSessionId } = actor;
    await this.passwords.replace(actor, { userId, hash, how: 'by_owner', confirmedHash, exceptSessionId });
  }
}

/** Gone between the guard and here: deleted at this moment. */
function viewOf(actor: Actor, user: User | null): MeView {
  if (!user) throw errors.notFound('user');
  return MeView.of(user, actor.identity.permissions);
}
