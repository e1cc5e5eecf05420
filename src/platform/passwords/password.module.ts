import { Global, Module } from '@nestjs/common';
import { BreachedPasswords } from './breached-passwords.js';
import { HashThreads } from './hash-threads.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordHasher } from './password-hasher.js';

/** Password rules and password hashing. */
@Global()
@Module({
  providers: [HashThreads, PasswordHasher, BreachedPasswords, NewPasswords],
  exports: [PasswordHasher, NewPasswords],
})
export class PasswordModule {}
