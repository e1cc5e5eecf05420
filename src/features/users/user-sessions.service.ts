/**
 * What `users` needs of the feature that keeps sessions, which stands above it and provides this globally. What
 * implements it must not need `UserService`, or the two wait for each other at start-up.
 */
export abstract class UserSessions {
  /** Ends every session of the person, and tells every instance (`Freshness`), in the open transaction. */
  abstract endAll(userId: number): Promise<void>;
}
