import './user.policy.js';
import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { RoleModule } from '../roles/role.module.js';
import { AccountChanges } from './administration/account-changes.service.js';
import { Section } from '../../platform/http/section.js';
import { AdministratorSeeding } from './first-administrator/administrator-seeding.service.js';
import { FirstAdministrator } from './first-administrator/first-administrator.js';
import { CausedMails } from './mails/caused-mails.service.js';
import { UserAdministration } from './administration/user-administration.service.js';
import { UserController } from './user.controller.js';
import { OwnMails } from './mails/own-mails.service.js';
import type { User } from './user.entity.js';
import { UserRemoval } from './administration/user-removal.service.js';
import { userPolicy } from './user.policy.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';
import { UserView } from './user.view.js';

/** Needs `UserSessions` and `UserProjects` from the features that implement them. */
@Section('All accounts, for administrators.')
@Module({
  imports: [RoleModule],
  controllers: [UserController],
  providers: [
    UserRepository,
    UserService,
    AccountChanges,
    UserAdministration,
    UserRemoval,
    AdministratorSeeding,
    FirstAdministrator,
    CausedMails,
    OwnMails,
  ],
  exports: [UserService, UserAdministration, UserRemoval, CausedMails, OwnMails],
})
export class UserModule {
  constructor(rows: ResourceRegistry, users: UserRepository) {
    const find = (id: number) => users.findOf('person', id);
    rows.register<User>(userPolicy, { find, view: UserView.of });
  }
}
