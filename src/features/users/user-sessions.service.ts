/**
 * What `users` needs of the feature that keeps sessions, which stands above it and provides this globally. What
 * implements it must not need `UserService`, or the two wait for each other at start-up.
 */
export abstract class UserSessions {
  /** Ends every session and every open link of the person, and tells every instance, in the open transaction. */
  abstract endAll(userId: number): Promise<void>;
}
