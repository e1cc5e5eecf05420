import type { FieldError } from '../../../platform/errors/app-error.js';

/** What a source can have, as it stands there: nobody has judged it yet. */
export interface Found {
  kind: 'project' | 'label' | 'task' | 'comment' | 'relation';
  /** Where it stands in the file, as `lines[3]`. */
  place: string;
  /** What it is called there; null where it has no name of its own, and is known by what it says. */
  externalId: string | null;
  /** By the names that an import has for them. */
  fields: Record<string, unknown>;
}

/** Something that can't be read. The rest can. */
export interface Unreadable {
  fault: FieldError;
}

/** What there is besides, and isn't brought in. */
export interface Remark {
  remark: string;
}

export type Read = Found | Unreadable | Remark;

/** How a file is read. */
export interface ReadingOptions {
  /** By the fields of a task, the columns of a table that they are in. */
  mapping?: Record<string, string>;
}

/** Reads a file of one kind to its end, with one thing in memory at a time. */
export type Source = (path: string, options: ReadingOptions) => AsyncGenerator<Read>;

export function unreadable(place: string, code: FieldError['code'], message: string, limit?: number): Unreadable {
  return { fault: { field: place, code, message, ...(limit === undefined ? {} : { limit }) } };
}

/** In characters. */
const LONGEST_TITLE = 200;

/** A title of other programs may be longer than one here: then all of it stands in the description. */
export function titled(title: string, description: string | null): { title: string; description: string | null } {
  const characters = [...title.trim()];
  if (characters.length <= LONGEST_TITLE) return { title: characters.join(''), description: description || null };
  const whole = [title.trim(), ...(description ? [description] : [])].join('\n\n');
  return {
    title: `${characters
      .slice(0, LONGEST_TITLE - 1)
      .join('')
      .trim()}…`,
    description: whole,
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function objectsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
