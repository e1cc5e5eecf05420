/** What came of a request to somebody else's server, in words that the one who chose it may read. */
export class OutgoingFailure extends Error {}
