/** The value of one field before and after. */
export interface FieldChange {
  old: unknown;
  new: unknown;
}

/** What an event has changed, by the names that the fields have in a PATCH. */
export type FieldChanges = Record<string, FieldChange>;

/** Those of the fields, each given as name in a PATCH and property, that differ. */
export function changesBetween<T extends object>(
  before: T,
  after: T,
  fields: Readonly<Record<string, keyof T>>,
): FieldChanges {
  const entries = Object.entries(fields).map(([name, property]) => {
    return [name, { old: before[property], new: after[property] }] as const;
  });
  return Object.fromEntries(entries.filter(([, change]) => change.old !== change.new));
}
