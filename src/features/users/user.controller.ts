import { Body, Controller, Delete, Get, Patch, Query } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { Fails } from '../../platform/http/fails.js';
import { ListUsers, UpdateUser } from './user.dto.js';
import type { User } from './user.entity.js';
import { UserAdministration } from './user-administration.service.js';
import { UserPage, UserView } from './user.view.js';

@Controller('users')
export class UserController {
  constructor(private readonly users: UserAdministration) {}

  /** Everybody who has an account. */
  @Get()
  @Requires('read_user')
  async list(@Query() query: ListUsers): Promise<UserPage> {
    return query.page(await this.users.list(query), UserView.of);
  }

  /** One person. */
  @Get(':id')
  @Requires('read_user', { of: 'user' })
  read(@Row() user: User): UserView {
    return UserView.of(user);
  }

  /** Changes an account; it holds with the person's next request. There is always one active administrator. */
  @Patch(':id')
  @Requires('update_user', { of: 'user' })
  @Fails({ conflict: ['last_admin'] })
  async update(@CurrentActor() actor: Actor, @Row() user: User, @Body() changes: UpdateUser): Promise<UserView> {
    return UserView.of(await this.users.update(actor, user, changes));
  }

  /** Deletes an account that owns no project. What the person wrote stays, without their name. */
  @Delete(':id')
  @Requires('delete_user', { of: 'user' })
  @Fails({ conflict: ['user_owns_projects', 'last_admin'] })
  async remove(@CurrentActor() actor: Actor, @Row() user: User): Promise<void> {
    await this.users.remove(actor, user);
  }
}
