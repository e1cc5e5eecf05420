import { Body, Controller, Delete, Get, Patch, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { DeleteUser, ListUsers, UpdateUser } from './user.dto.js';
import type { User } from './user.entity.js';
import { UserAdministration } from './administration/user-administration.service.js';
import { UserRemoval } from './administration/user-removal.service.js';
import { UserPage, UserView } from './user.view.js';

@Controller('users')
export class UserController {
  constructor(
    private readonly users: UserAdministration,
    private readonly removal: UserRemoval,
  ) {}

  /** List users. */
  @Get()
  @Requires('read_user')
  async list(@Query() query: ListUsers): Promise<UserPage> {
    return query.page(await this.users.list(query), UserView.of);
  }

  /** Get a user. */
  @Get(':id')
  @Requires('read_user', 'user')
  read(@Row() user: User): UserView {
    return UserView.of(user);
  }

  /**
   * Update a user. The change takes effect with the user's next request. The last active administrator stays active and
   * stays administrator (409). To change more than the name, the caller needs every permission that the user has before
   * and after the change.
   */
  @Patch(':id')
  @Requires('update_user', 'user')
  @ErrorCodes({ conflict: ['last_admin'] })
  async update(@CurrentActor() actor: Actor, @Row() user: User, @Body() changes: UpdateUser): Promise<UserView> {
    return UserView.of(await this.users.update(actor, user, changes));
  }

  /**
   * Delete a user. If the user owns projects, name their new owner in `new_owner_id`. The user's comments and articles
   * stay, without an author. The caller needs every permission that the user has.
   */
  @Delete(':id')
  @Requires('delete_user', 'user')
  @ApiBody({ type: DeleteUser, required: false })
  @ErrorCodes({ conflict: ['user_owns_projects', 'last_admin'] })
  async remove(@CurrentActor() actor: Actor, @Row() user: User, @Body() body: DeleteUser): Promise<void> {
    await this.removal.remove(actor, user, body);
  }
}
