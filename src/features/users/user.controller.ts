import { Body, Controller, Delete, Get, Patch, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { DeleteUser, ListUsers, UpdateUser } from './user.dto.js';
import type { User } from './user.entity.js';
import { UserAdministration } from './user-administration.service.js';
import { UserRemoval } from './user-removal.service.js';
import { UserPage, UserView } from './user.view.js';

@Controller('users')
export class UserController {
  constructor(
    private readonly users: UserAdministration,
    private readonly removal: UserRemoval,
  ) {}

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

  /**
   * Changes an account; it holds with the person's next request. There is always one active administrator. But for the
   * name, the caller needs each permission that the person has or would have.
   */
  @Patch(':id')
  @Requires('update_user', { of: 'user' })
  @ErrorCodes({ conflict: ['last_admin'] })
  async update(@CurrentActor() actor: Actor, @Row() user: User, @Body() changes: UpdateUser): Promise<UserView> {
    return UserView.of(await this.users.update(actor, user, changes));
  }

  /**
   * Deletes an account; its projects go to a new owner. What the person wrote stays, without their name. The caller needs
   * each permission that the person has.
   */
  @Delete(':id')
  @Requires('delete_user', { of: 'user' })
  @ApiBody({ type: DeleteUser, required: false })
  @ErrorCodes({ conflict: ['user_owns_projects', 'last_admin'] })
  async remove(@CurrentActor() actor: Actor, @Row() user: User, @Body() body: DeleteUser): Promise<void> {
    await this.removal.remove(actor, user, body);
  }
}
