/**
 * What `users` needs of the feature that stores sessions, which is above it and provides this globally. What
 * implements it must not need `UserService`, or the two wait for each other at start-up.
 */
export abstract class UserSessions {
  /** Ends every session and every link of the person, on every instance, in the open transaction. */
  abstract endAll(userId: number): Promise<void>;
}
