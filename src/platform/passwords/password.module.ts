import { Global, Module } from '@nestjs/common';
import { BreachedPasswords } from './breached-passwords.js';
import { HashThreads } from './hash-threads.js';
import { PasswordHasher } from './password-hasher.js';

/** What may be a password, and how one is kept. */
@Global()
@Module({
  providers: [HashThreads, PasswordHasher, BreachedPasswords],
  exports: [PasswordHasher, BreachedPasswords],
})
export class PasswordModule {}
