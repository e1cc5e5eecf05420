import { Module } from '@nestjs/common';
import { UserModule } from '../users/user.module.js';
import { DigestNotifier } from './digest.notifier.js';
import { DigestRepository } from './digest.repository.js';
import { MorningRepository } from './morning.repository.js';
import { MorningRound } from './morning-round.js';

/** What is due, told in the morning. */
@Module({ imports: [UserModule], providers: [MorningRepository, DigestRepository, MorningRound, DigestNotifier] })
export class DigestModule {}
