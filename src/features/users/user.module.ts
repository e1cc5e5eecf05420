import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/openapi/section.js';
import { AdministratorSeeding } from './administrator-seeding.service.js';
import { UserAdministration } from './user-administration.service.js';
import { UserController } from './user.controller.js';
import { UserRepository } from './user.repository.js';
import { UserService } from './user.service.js';

/** Needs a `UserSessions` from the feature that keeps sessions. */
@Section('Everybody who has an account: for administrators.')
@Module({
  controllers: [UserController],
  providers: [UserRepository, UserService, UserAdministration, AdministratorSeeding],
  exports: [UserService],
})
export class UserModule {}
