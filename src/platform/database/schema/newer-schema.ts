/** The database has migrations that this program does not know: a newer version has migrated it. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';

  constructor(unknown: readonly string[]) {
    super(
      `The database was migrated by a newer version of fasttrack; this one does not know ${unknown.join(', ')}. ` +
        'Start that version or a newer one, or restore a backup from before it.',
    );
  }
}
