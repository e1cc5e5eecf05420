import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, SignedIn } from '../../platform/access/rules.js';
import { errors } from '../../platform/errors/errors.js';
import { BreachedPasswords } from '../../platform/passwords/breached-passwords.js';
import type { User } from '../users/user.entity.js';
import { UserService } from '../users/user.service.js';
import { ChangePassword, UpdateMe } from './account.dto.js';
import { MeView } from './account.view.js';
import { CurrentPassword } from './current-password.js';
import { PasswordChangeService } from './password-change.service.js';

@Controller('users/me')
export class AccountController {
  constructor(
    private readonly users: UserService,
    private readonly password: CurrentPassword,
    private readonly passwords: PasswordChangeService,
    private readonly breached: BreachedPasswords,
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
    const isEmpty = display_name === undefined;
    return viewOf(
      actor,
      await (isEmpty ? this.users.find(actor.id) : this.users.rename(actor, actor.id, display_name)),
    );
  }

  /** Changes the password; every other session ends. */
  @Post('password')
  @HttpCode(200)
  @SignedIn({ evenIfPasswordMustChange: true })
  async changePassword(@CurrentActor() actor: Actor, @Body() input: ChangePassword): Promise<void> {
    const user = await this.password.require(actor, input.current_password);
    await this.breached.refuse('new_password', input.new_password);
    await this.passwords.change(actor, user, input.new_password);
  }
}

/** Gone between the guard and here: deleted at this moment. */
function viewOf(actor: Actor, user: User | null): MeView {
  if (!user) throw errors.notFound('user');
  return MeView.of(user, actor.identity.permissions);
}
