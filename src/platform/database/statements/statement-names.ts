/** More statements than the program has. The limit is only reached if a text is built from values. */
const MAX_NAMES = 2000;

/**
 * Gives each SQL text a name, so that a connection plans it once instead of at every call (three-fold in throughput).
 * Without prepared statements (a transaction pooler that doesn't track them) every name is undefined.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();

  constructor(private readonly enabled: boolean) {}

  of(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || !this.enabled) return known;
    if (this.names.size >= MAX_NAMES) return undefined;
    const name = `ft_${this.names.size + 1}`;
    this.names.set(text, name);
    return name;
  }
}
