import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';
import { keptEmail } from '../addresses/email-address.js';

/** Turns what was sent into what is checked and kept: trimming, and numbers out of query strings. */
type Conversion = (value: unknown) => unknown;

const conversions = new WeakMap<object, Map<string, Conversion>>();

/** Every input field is declared by one of these: its conversion, its rule and its place in the API description. */
function field(code: string, rule: Rule, documentation: ApiPropertyOptions, convert?: Conversion): PropertyDecorator {
  const validate = ValidateBy({ name: code, validator: { validate: rule.holds, defaultMessage: () => rule.says } });
  return (target, property) => {
    validate(target, property);
    ApiProperty(documentation)(target, property);
    if (convert) remember(target, String(property), convert);
  };
}

interface Rule {
  holds: (value: unknown, args?: ValidationArguments) => boolean;
  says: string;
}

function remember(target: object, property: string, convert: Conversion): void {
  const own = conversions.get(target) ?? new Map<string, Conversion>();
  conversions.set(target, own.set(property, convert));
}

/** The conversion of a field, also of one that is inherited. */
export function conversionOf(prototype: object | null, property: string): Conversion | undefined {
  for (let target = prototype; target; target = Object.getPrototypeOf(target) as object | null) {
    const convert = conversions.get(target)?.get(property);
    if (convert) return convert;
  }
  return undefined;
}

/** Unicode without NUL and lone surrogates, `min` to `max` code points. */
function isText(value: unknown, min: number, max: number): value is string {
  if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed()) return false;
  if (value.length > 2 * max) return false;
  const length = value.length < 2 * min || value.length > max ? [...value].length : value.length;
  return length >= min && length <= max;
}

const trim: Conversion = (value) => (typeof value === 'string' ? value.trim() : value);

/** A visible character: no control or format character, blank, accent without a letter, or filler. */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}\p{Co}\p{Extended_Pictographic}]/u;

function isName(value: unknown): value is string {
  return isText(value, 1, 200) && VISIBLE.test(value);
}

/** A name or title: trimmed, 1 to 200 characters, one of them visible. */
export function Name(): PropertyDecorator {
  const rule = { holds: isName, says: 'must be a text of 1 to 200 characters, at least one of them visible' };
  return field('text', rule, { type: String, minLength: 1, maxLength: 200 }, trim);
}

/** Free text, stored as it was sent. */
export function Text({ min = 0, max = 20_000 } = {}): PropertyDecorator {
  const says = `must be a text of ${min} to ${max} characters`;
  const rule = { holds: (value: unknown) => isText(value, min, max), says };
  return field('text', rule, { type: String, minLength: min, maxLength: max });
}

/** A secret that the client sends: never shown, never trimmed. */
export function Secret({ min = 1, max = 128 } = {}): PropertyDecorator {
  const says = `must be a text of ${min} to ${max} characters`;
  const rule = { holds: (value: unknown) => isText(value, min, max), says };
  return field('text', rule, { type: String, minLength: min, maxLength: max, format: 'password' });
}

/** An e-mail address of at most 254 characters, trimmed, its domain in ASCII; compared without case by the database. */
export function Email(): PropertyDecorator {
  const holds = (value: unknown) => isText(value, 3, 254) && keptEmail(value) !== null;
  const rule = { holds, says: 'must be an e-mail address of at most 254 characters' };
  const read: Conversion = (value) => {
    const trimmed = trim(value);
    return typeof trimmed === 'string' ? (keptEmail(trimmed) ?? trimmed) : trimmed;
  };
  return field('email', rule, { type: String, format: 'email', maxLength: 254 }, read);
}

export function OneOf(values: readonly string[]): PropertyDecorator {
  const rule = {
    holds: (value: unknown) => typeof value === 'string' && values.includes(value),
    says: `must be one of ${values.join(', ')}`,
  };
  return field('one_of', rule, { type: String, enum: [...values] });
}

/** A query parameter: one value, or several with commas between. */
export function ListOf(values: readonly string[]): PropertyDecorator {
  const holds = (value: unknown) =>
    Array.isArray(value) && value.length <= values.length && value.every((one) => values.includes(one as string));
  const rule = { holds, says: `must be one or several of ${values.join(', ')}, separated by commas` };
  // A parameter that is sent twice arrives as an array, and must not pass for a list.
  const split: Conversion = (value) => (typeof value === 'string' ? [...new Set(value.split(','))] : [value]);
  const items = { type: 'string', enum: [...values] };
  return field('one_of', rule, { type: 'array', items, minItems: 1 }, split);
}

/** A list of different names in a body, such as the roles of a person. */
export function Names({ max = 100 } = {}): PropertyDecorator {
  const holds = (value: unknown) =>
    Array.isArray(value) && value.length <= max && value.every(isName) && new Set(value).size === value.length;
  const rule = { holds, says: `must be a list of at most ${max} different names` };
  const items = { type: 'string', minLength: 1, maxLength: 200 };
  return field('names', rule, { type: 'array', items, maxItems: max, uniqueItems: true });
}

/** A list of different ones of these in a body, such as the permissions of a role. */
export function SomeOf(values: readonly string[]): PropertyDecorator {
  const holds = (value: unknown) =>
    Array.isArray(value) &&
    value.every((one) => values.includes(one as string)) &&
    new Set(value).size === value.length;
  const rule = { holds, says: `must be a list of different ones of ${values.join(', ')}` };
  const items = { type: 'string', enum: [...values] };
  return field('some_of', rule, { type: 'array', items, maxItems: values.length, uniqueItems: true });
}

/** A boolean in a body; the string `"false"` is refused. */
export function Flag(): PropertyDecorator {
  const rule = { holds: (value: unknown) => typeof value === 'boolean', says: 'must be true or false' };
  return field('boolean', rule, { type: Boolean });
}

/** A query parameter that is `true` or `false`. */
export function QueryFlag(): PropertyDecorator {
  const rule = { holds: (value: unknown) => typeof value === 'boolean', says: 'must be true or false' };
  const read: Conversion = (value) => (value === 'true' ? true : value === 'false' ? false : value);
  return field('boolean', rule, { type: Boolean }, read);
}

export function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** An id in a body: a positive integer. */
export function Id(): PropertyDecorator {
  const rule = { holds: isId, says: 'must be a positive integer' };
  return field('id', rule, { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
}

/** Digits of a positive integer as a number; anything else as it is. */
export function idFromText(value: unknown): unknown {
  return typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : value;
}

/** A query parameter that is an id, or one of the given words. */
export function QueryId({ words = [] as readonly string[] } = {}): PropertyDecorator {
  const holds = (value: unknown) => isId(value) || words.includes(value as string);
  const rule = { holds, says: ['must be a positive integer', ...words].join(' or ') };
  const documentation: ApiPropertyOptions = words.length
    ? { type: String, pattern: `^([1-9][0-9]{0,15}|${words.join('|')})$` }
    : { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  return field('id', rule, documentation, idFromText);
}

const HOUR_AND_MINUTE = '(?:[01]\\d|2[0-3]):[0-5]\\d';
/** No leap second: the database has no such time. */
const MOMENT = new RegExp(
  `^(\\d{4}-\\d\\d-(\\d\\d))T${HOUR_AND_MINUTE}:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-]${HOUR_AND_MINUTE})$`,
  'i',
);

/** A text that is not a valid time, such as the 30th of February, stays as it is. */
function momentFromText(value: unknown): unknown {
  const [text, date, day] = typeof value === 'string' ? (MOMENT.exec(value) ?? []) : [];
  const isReal = date !== undefined && new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day);
  return isReal && text !== undefined ? new Date(text) : value;
}

/** A query parameter that is an RFC 3339 time; kept as a Date. */
export function Moment(): PropertyDecorator {
  const rule = {
    holds: (value: unknown) => value instanceof Date && !Number.isNaN(value.getTime()),
    says: 'must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z',
  };
  return field('time', rule, { type: String, format: 'date-time' }, momentFromText);
}

/** A query parameter that is an integer between two bounds. */
export function QueryInteger(min: number, max: number, standard: number): PropertyDecorator {
  const holds = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
  const read: Conversion = (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value);
  const documentation: ApiPropertyOptions = { type: 'integer', minimum: min, maximum: max, default: standard };
  return field('integer', { holds, says: `must be an integer from ${min} to ${max}` }, documentation, read);
}

/** The field may be missing; null is refused. */
export function Optional(): PropertyDecorator {
  const present = ValidateIf((_, value) => value !== undefined);
  return (target, property) => {
    present(target, property);
    ApiProperty({ required: false })(target, property);
  };
}

/** The field may be missing, and null clears it. */
export function Nullable(): PropertyDecorator {
  const present = ValidateIf((_, value) => value !== undefined && value !== null);
  return (target, property) => {
    present(target, property);
    ApiProperty({ required: false, nullable: true })(target, property);
  };
}
