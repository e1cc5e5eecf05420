const patterns = new Map<string, RegExp>();

/** Declares another name that a path may give to rows of a kind instead of their id, such as the ref of a task. */
export function declareRowName(kind: string, pattern: RegExp): RegExp {
  patterns.set(kind, pattern);
  return pattern;
}

/** How such names look; undefined where paths take only ids. */
export function rowNameOf(kind: string | undefined): RegExp | undefined {
  return kind === undefined ? undefined : patterns.get(kind);
}
