import { getMetadataStorage } from 'class-validator/cjs/metadata/MetadataStorage.js';
import { Validator } from 'class-validator/cjs/validation/Validator.js';
import type { FieldError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { violation } from './violation.js';
import { fieldOf } from './fields.js';

type Input = Record<string, unknown>;

/** A dto whose fields are declared by the decorators of this folder. */
export interface InputClass {
  new (): object;
  /** Unknown fields are ignored, as RFC 6749 §3.2 requires; all other inputs refuse them. */
  readonly ignoresUnknownFields?: boolean;
  /** A missing body counts as an empty object: most DELETE requests have none. */
  readonly mayBeAbsent?: boolean;
}

const validator = new Validator();
const fieldsOf = new WeakMap<InputClass, Set<string>>();

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was sent as an instance of its dto, and all that is wrong with it: no unknown fields, no coerced types. */
export function readInput(value: object, dto: InputClass): { input: object; problems: FieldError[] } {
  const known = knownOf(dto);
  const input = new dto() as Input;
  const unknown = dto.ignoresUnknownFields ? [] : Object.keys(value).filter((name) => !known.has(name));
  for (const name of known) {
    if (Object.hasOwn(value, name)) input[name] = convert(dto, name, (value as Input)[name]);
  }
  const wrong = validator.validateSync(input).flatMap(({ property }) => faultsOf(input, property));
  return { input, problems: [...unknown.map(errors.unknownField), ...wrong] };
}

function knownOf(dto: InputClass): Set<string> {
  let known = fieldsOf.get(dto);
  if (!known) {
    const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
    known = new Set(metadata.map(({ propertyName }) => propertyName));
    fieldsOf.set(dto, known);
  }
  return known;
}

function convert(dto: InputClass, name: string, value: unknown): unknown {
  const field = fieldOf(dto.prototype as object, name);
  return field ? field.convert(value) : value;
}

function faultsOf(input: Input, field: string): FieldError[] {
  const value = input[field];
  if (value === undefined) return [{ field, code: 'required', message: 'is required' }];
  const { others = [], ...first } = fieldOf(input, field)?.validate(value) ?? violation('format', 'is not valid');
  return [first, ...others].map(({ place = '', ...wrong }) => ({ field: `${field}${place}`, ...wrong }));
}
