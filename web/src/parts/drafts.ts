const PREFIX = 'draft ';

/** What was typed and not yet sent; it outlives the page. */
export function keptDraft(name: string): string | null {
  return sessionStorage.getItem(PREFIX + name);
}

export function keepDraft(name: string, text: string | null): void {
  if (text === null || text === '') sessionStorage.removeItem(PREFIX + name);
  else sessionStorage.setItem(PREFIX + name, text);
}
