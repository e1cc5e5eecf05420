import { Module } from '@nestjs/common';
import { UserModule } from '../users/user.module.js';
import { DigestNotifier } from './digest.notifier.js';
import { DigestRepository } from './digest.repository.js';
import { DigestRunRepository } from './digest-run.repository.js';
import { DigestScheduler } from './digest-scheduler.js';

/** What is due, told in the morning. */
@Module({ imports: [UserModule], providers: [DigestRunRepository, DigestRepository, DigestScheduler, DigestNotifier] })
export class DigestModule {}
