/**
 * Everything that a role can allow: each feature declares its own beside its policy, and adds their names here by
 * declaration merging, so that a name which nobody declared is a type error.
 */
export interface Permissions {}

export type Permission = keyof Permissions;

interface Declared {
  place: number;
  name: Permission;
  description: string;
}

const declared = new Map<string, Declared>();

/** `place` says where they stand in lists, whichever file is loaded first. */
export function declarePermissions<N extends string>(
  place: number,
  descriptions: Record<N, string>,
): Record<N, string> {
  for (const [name, description] of Object.entries<string>(descriptions)) {
    if (declared.has(name)) throw new Error(`The permission "${name}" is declared twice.`);
    declared.set(name, { place, name: name as Permission, description });
  }
  return descriptions;
}

/** What each permission allows, in words. Complete when every feature is loaded. */
export function permissionDescriptions(): Pick<Declared, 'name' | 'description'>[] {
  return [...declared.values()].sort((a, b) => a.place - b.place);
}

export function permissionNames(): Permission[] {
  return permissionDescriptions().map(({ name }) => name);
}

export function isDeclared(name: string): boolean {
  return declared.has(name);
}
