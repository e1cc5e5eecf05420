import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator/cjs/decorator/common/ValidateBy.js';
import { ValidateIf } from 'class-validator/cjs/decorator/common/ValidateIf.js';
import { keptEmail } from '../addresses/email-address.js';
import {
  FIELD,
  type Violation,
  type Validator,
  violation,
  validateFlag,
  validateId,
  validateInteger,
  validateList,
  validateText,
  validateWord,
} from './violation.js';

/** Turns what was sent into what is checked and kept: trimming, and numbers out of query strings. */
type Conversion = (value: unknown) => unknown;

export interface Field {
  validate: Validator;
  convert: Conversion;
}

const fields = new WeakMap<object, Map<string, Field>>();
const asItIs: Conversion = (value) => value;

/** Every input field is declared by one of these: its conversion, its rule and its place in the API description. */
export function field(validate: Validator, documentation: ApiPropertyOptions, convert = asItIs): PropertyDecorator {
  const decorate = ValidateBy({ name: FIELD, validator: { validate: (value) => validate(value) === null } });
  return (target, property) => {
    decorate(target, property);
    ApiProperty(documentation)(target, property);
    const own = fields.get(target) ?? new Map<string, Field>();
    fields.set(target, own.set(String(property), { validate, convert }));
  };
}

/** What was declared for a field, also for one that is inherited. */
export function fieldOf(prototype: object | null, property: string): Field | undefined {
  for (let target = prototype; target; target = Object.getPrototypeOf(target) as object | null) {
    const declared = fields.get(target)?.get(property);
    if (declared) return declared;
  }
  return undefined;
}

const trim: Conversion = (value) => (typeof value === 'string' ? value.trim() : value);

/** A visible character: no control or format character, blank, accent without a letter, or filler. */
export const VISIBLE =
  /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}\p{Co}\p{Extended_Pictographic}]/u;

function validateName(value: unknown, max = 200): Violation | null {
  const wrong = validateText(value, { min: 1, max });
  if (wrong) return wrong;
  return VISIBLE.test(value as string) ? null : violation('format', 'must have at least one visible character');
}

/** A name or title: trimmed, 1 to 200 characters, one of them visible. */
export function Name({ max = 200 } = {}): PropertyDecorator {
  return field((value) => validateName(value, max), { type: String, minLength: 1, maxLength: max }, trim);
}

/** Free text, stored as it was sent. */
export function Text({ min = 0, max = 20_000 } = {}): PropertyDecorator {
  const validate: Validator = (value) => validateText(value, { min, max });
  return field(validate, { type: String, minLength: min, maxLength: max });
}

/** A secret that the client sends: never shown, never trimmed. */
export function Secret({ min = 1, max = 128 } = {}): PropertyDecorator {
  const validate: Validator = (value) => validateText(value, { min, max });
  return field(validate, { type: String, minLength: min, maxLength: max, format: 'password' });
}

function validateEmail(value: unknown): Violation | null {
  const wrong = validateText(value, { min: 0, max: 254 });
  if (wrong) return wrong;
  return keptEmail(value as string) === null ? violation('format', 'must be an e-mail address') : null;
}

/** An e-mail address of at most 254 characters, trimmed, its domain in ASCII; compared without case by the database. */
export function Email(): PropertyDecorator {
  const read: Conversion = (value) => {
    const trimmed = trim(value);
    return typeof trimmed === 'string' ? (keptEmail(trimmed) ?? trimmed) : trimmed;
  };
  return field(validateEmail, { type: String, format: 'email', maxLength: 254 }, read);
}

const KEY = /^[A-Z][A-Z0-9]{1,9}$/;

/** A short key of 2 to 10 capital letters and digits, the first of them a letter; none of the reserved words. */
export function Key({ reserved }: { reserved: readonly string[] }): PropertyDecorator {
  const validate: Validator = (value) => {
    const wrong = validateText(value, { min: 2, max: 10 });
    if (wrong) return wrong;
    if (!KEY.test(value as string))
      return violation('format', 'must be capital letters A-Z and digits, a letter first');
    return reserved.includes(value as string) ? violation('format', 'is a reserved word') : null;
  };
  return field(validate, { type: String, minLength: 2, maxLength: 10, pattern: KEY.source });
}

export function OneOf(values: readonly string[]): PropertyDecorator {
  return field((value) => validateWord(value, values), { type: String, enum: [...values] });
}

/** A query parameter: one value, or several with commas between. */
export function ListOf(values: readonly string[]): PropertyDecorator {
  const validate: Validator = (value) =>
    validateList(value, { max: Infinity, validate: (one) => validateWord(one, values) });
  // A parameter that is sent twice arrives as an array, and must not pass for a list.
  const split: Conversion = (value) => (typeof value === 'string' ? [...new Set(value.split(','))] : [value]);
  const items = { type: 'string', enum: [...values] };
  return field(validate, { type: 'array', items, minItems: 1 }, split);
}

/** A list of different names in a body, such as the roles of a person. What is no name at all is the name of nothing. */
export function Names({ max = 100 } = {}): PropertyDecorator {
  const nameless: Validator = (value) =>
    validateName(value) ? violation('unknown', 'is not the name of anything') : null;
  const validate: Validator = (value) =>
    typeof value === 'string' ? nameless(value) : violation('type', 'must be a text');
  const items = { type: 'string', minLength: 1, maxLength: 200 };
  const documentation: ApiPropertyOptions = { type: 'array', items, maxItems: max, uniqueItems: true };
  return field((value) => validateList(value, { max, validate }), documentation);
}

/** A list of different ones of these in a body, such as the permissions of a role; asked for when they are needed. */
export function SomeOf(values: () => readonly string[]): PropertyDecorator {
  const validate: Validator = (value) =>
    validateList(value, { max: values().length, validate: (one) => validateWord(one, values()) });
  const items = {
    type: 'string',
    get enum() {
      return [...values()];
    },
  };
  return field(validate, { type: 'array', items, uniqueItems: true });
}

/** A boolean in a body; the string `"false"` is refused. */
export function Flag(): PropertyDecorator {
  return field(validateFlag, { type: Boolean });
}

/** A query parameter that is `true` or `false`. */
export function QueryFlag(): PropertyDecorator {
  const read: Conversion = (value) => (value === 'true' ? true : value === 'false' ? false : value);
  return field(validateFlag, { type: Boolean }, read);
}

export function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** An id in a body: a positive integer. */
export function Id(): PropertyDecorator {
  return field(validateId, { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
}

const idItems = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

/** A list of different ids in a body. */
export function Ids({ max = 100 } = {}): PropertyDecorator {
  const documentation: ApiPropertyOptions = { type: 'array', items: idItems, maxItems: max, uniqueItems: true };
  return field((value) => validateList(value, { max, validate: validateId }), documentation);
}

/** A query parameter: one id, or several different ones with commas between. */
export function QueryIds({ max = 100 } = {}): PropertyDecorator {
  const split: Conversion = (value) =>
    typeof value === 'string' ? [...new Set(value.split(','))].map(idFromText) : [value];
  const documentation: ApiPropertyOptions = { type: 'array', items: idItems, minItems: 1, maxItems: max };
  return field((value) => validateList(value, { max, validate: validateId }), documentation, split);
}

/** Digits of a positive integer as a number; anything else as it is. */
export function idFromText(value: unknown): unknown {
  return typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : value;
}

/** Also one that is out of bounds, so that it is told apart from what is no number. */
function integerFromText(pattern: RegExp): Conversion {
  return (value) => (typeof value === 'string' && pattern.test(value) ? Number(value) : value);
}

/** A query parameter that is an id, or one of the given words. */
export function QueryId({ words = [] as readonly string[] } = {}): PropertyDecorator {
  const validate: Validator = (value) => {
    const wrong = words.includes(value as string) ? null : validateId(value);
    return wrong && { ...wrong, message: [wrong.message, ...words].join(' or ') };
  };
  const documentation: ApiPropertyOptions = words.length
    ? { type: String, pattern: `^([1-9][0-9]{0,15}|${words.join('|')})$` }
    : { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  return field(validate, documentation, integerFromText(/^(0|-?[1-9]\d*)$/));
}

const HOUR_AND_MINUTE = '(?:[01]\\d|2[0-3]):[0-5]\\d';
/** No leap second: the database has no such time. */
const DATE_TIME = new RegExp(
  `^(\\d{4}-\\d\\d-(\\d\\d))T${HOUR_AND_MINUTE}:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-]${HOUR_AND_MINUTE})$`,
  'i',
);

/** A text that is not a valid time, such as the 30th of February, stays as it is. */
function dateTimeFromText(value: unknown): unknown {
  const [text, date, day] = typeof value === 'string' ? (DATE_TIME.exec(value) ?? []) : [];
  const isReal = date !== undefined && new Date(`${date}T00:00:00Z`).getUTCDate() === Number(day);
  return isReal && text !== undefined ? new Date(text) : value;
}

function validateDateTime(value: unknown): Violation | null {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return null;
  const code = typeof value === 'string' || value instanceof Date ? 'format' : 'type';
  return violation(code, 'must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z');
}

/** A query parameter that is an RFC 3339 time; kept as a Date. */
export function DateTime(): PropertyDecorator {
  return field(validateDateTime, { type: String, format: 'date-time' }, dateTimeFromText);
}

/** A query parameter that is an integer between two bounds. */
export function QueryInteger(min: number, max: number, standard: number): PropertyDecorator {
  const documentation: ApiPropertyOptions = { type: 'integer', minimum: min, maximum: max, default: standard };
  return field((value) => validateInteger(value, { min, max }), documentation, integerFromText(/^-?\d+$/));
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
