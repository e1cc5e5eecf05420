import { isSecretName, maskText, maskValue } from './mask.js';

const DEEPEST = 5;
const MAX_ENTRIES = 50;
const MAX_TEXT_LENGTH = 2_000;
const MAX_STACK_LENGTH = 4_000;
/** More text is masked than is shown, so that cutting the text leaves no half of a secret. */
const MAX_READ_LENGTH = 10_000;
const LARGEST_LINE = 12_000;

type Budget = { characters: number };

/** A copy of the fields that may be written: without secrets at any depth, and of bounded size. */
export function presentable(fields: object): Record<string, unknown> {
  return copyObject(fields, 0, { characters: LARGEST_LINE }) as Record<string, unknown>;
}

/** The text that may be written. */
export function presentableText(text: string, longest = MAX_TEXT_LENGTH): string {
  const masked = maskText(text.length > MAX_READ_LENGTH ? text.slice(0, MAX_READ_LENGTH) : text);
  return masked.length > longest ? `${masked.slice(0, longest)}… (${text.length} characters)` : masked;
}

function copy(value: unknown, depth: number, budget: Budget): unknown {
  if (budget.characters <= 0) return '…';
  switch (typeof value) {
    case 'string':
      return spend(presentableText(value), budget);
    case 'number':
    case 'boolean':
    case 'undefined':
      return spend(value, budget);
    case 'object':
      return value === null ? null : copyObject(value, depth, budget);
    default:
      return spend(`[${typeof value}]`, budget);
  }
}

function copyObject(value: object, depth: number, budget: Budget): unknown {
  if (value instanceof Date) return spend(Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString(), budget);
  if (ArrayBuffer.isView(value)) return spend(`[${value.byteLength} bytes]`, budget);
  if (depth > DEEPEST) return '[deeper]';
  if (value instanceof Error) return copyError(value, depth, budget);
  if (value instanceof Map) return copyFields(Object.fromEntries(value) as object, depth, budget);
  if (value instanceof Set) return copyList([...value], depth, budget);
  return Array.isArray(value) ? copyList(value, depth, budget) : copyFields(value, depth, budget);
}

/** Only what every error has: a database error's `detail`, `parameters` and `query` hold people's data. */
function copyError(error: Error, depth: number, budget: Budget): object {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return {
    type: error.name,
    message: spend(presentableText(error.message), budget),
    ...(code !== undefined && { code: copy(code, depth + 1, budget) }),
    stack: spend(presentableText(error.stack ?? '', MAX_STACK_LENGTH), budget),
    ...(cause !== undefined && { cause: copy(cause, depth + 1, budget) }),
  };
}

function copyList(list: unknown[], depth: number, budget: Budget): unknown[] {
  const copied = list.slice(0, MAX_ENTRIES).map((item) => copy(item, depth + 1, budget));
  return list.length > MAX_ENTRIES ? [...copied, `… ${list.length} in all`] : copied;
}

function copyFields(value: object, depth: number, budget: Budget): Record<string, unknown> {
  const copied: Record<string, unknown> = {};
  for (const name of Object.keys(value).slice(0, MAX_ENTRIES)) {
    const shown = spend(name.slice(0, 100), budget);
    const field = read(value, name);
    copied[shown] = isSecretName(name) ? maskValue(field) : copy(field, depth + 1, budget);
  }
  return copied;
}

/** A getter may throw, and a log line must never. */
function read(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return '[unreadable]';
  }
}

function spend<T>(value: T, budget: Budget): T {
  budget.characters -= typeof value === 'string' ? value.length : 8;
  return value;
}
