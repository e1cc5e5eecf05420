/*
 * Sessions and API tokens are known by one number, so that what remembers, watches and ends sessions does the same with
 * tokens: ids of sessions are positive, and a token stands there with its id negated.
 */

export const sessionOfToken = (tokenId: number): number => -tokenId;

/** Null for a session of somebody who signed in. */
export const tokenOfSession = (sessionId: number): number | null => (sessionId < 0 ? -sessionId : null);
