/** Why there is no embedded database, in words for whoever started the program: what is wrong and what to do. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
}
