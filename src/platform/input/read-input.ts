import { getMetadataStorage } from 'class-validator/cjs/metadata/MetadataStorage.js';
import { Validator } from 'class-validator/cjs/validation/Validator.js';
import type { FieldError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { FIELD, violation } from './violation.js';
import { type Field, fieldOf } from './fields.js';

/** As class-validator calls what `@ValidateIf` declares. */
const CONDITION = 'conditionalValidation';

type Input = Record<string, unknown>;

/** A dto whose fields are declared by the decorators of this folder. */
export interface InputClass {
  new (): object;
  /** Unknown fields are ignored, as RFC 6749 §3.2 requires; all other inputs refuse them. */
  readonly ignoresUnknownFields?: boolean;
  /** A missing body counts as an empty object: most DELETE requests have none. */
  readonly mayBeAbsent?: boolean;
}

type Condition = (input: object, value: unknown) => boolean;

interface Rule {
  readonly name: string;
  /** Undefined where the field is declared by decorators of class-validator alone. */
  readonly field: Field | undefined;
  /** Those under which the field is looked at, as of `@ValidateIf`. */
  readonly conditions: readonly Condition[];
}

/** What the decorators of a dto say, gathered once: the library gathers it at each validation, from all dtos there are. */
interface Rules {
  readonly known: ReadonlyMap<string, Rule>;
  /** Whether decorators of class-validator say more than those of this folder. */
  readonly areMixed: boolean;
}

const validator = new Validator();
const rulesOf = new WeakMap<InputClass, Rules>();

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What was sent as an instance of its dto, and all that is wrong with it: no unknown fields, no coerced types. */
export function readInput(value: object, dto: InputClass): { input: object; problems: FieldError[] } {
  const rules = gathered(dto);
  const input = new dto() as Input;
  const unknown = dto.ignoresUnknownFields ? [] : Object.keys(value).filter((name) => !rules.known.has(name));
  for (const { name, field } of rules.known.values()) {
    if (!Object.hasOwn(value, name)) continue;
    const sent = (value as Input)[name];
    input[name] = field ? field.convert(sent) : sent;
  }
  return { input, problems: [...unknown.map(errors.unknownField), ...faultsOf(input, rules)] };
}

function gathered(dto: InputClass): Rules {
  let rules = rulesOf.get(dto);
  if (!rules) rulesOf.set(dto, (rules = gather(dto)));
  return rules;
}

function gather(dto: InputClass): Rules {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const known = new Map<string, Rule>();
  for (const { propertyName: name } of metadata) {
    const own = metadata.filter(({ propertyName, type }) => propertyName === name && type === CONDITION);
    const conditions = own.map(({ constraints }) => (constraints as [Condition])[0]);
    known.set(name, { name, field: fieldOf(dto.prototype as object, name), conditions });
  }
  const areMixed = metadata.some(({ type, name }) => type !== CONDITION && name !== FIELD);
  return { known, areMixed };
}

function faultsOf(input: Input, { known, areMixed }: Rules): FieldError[] {
  if (areMixed) {
    return validator
      .validateSync(input)
      .flatMap(({ property }) => faultOf(input, property, known.get(property)?.field));
  }
  const faults: FieldError[] = [];
  for (const { name, field, conditions } of known.values()) {
    if (!field || !conditions.every((isMet) => isMet(input, input[name]))) continue;
    if (field.validate(input[name]) !== null) faults.push(...faultOf(input, name, field));
  }
  return faults;
}

function faultOf(input: Input, name: string, field: Field | undefined): FieldError[] {
  const value = input[name];
  if (value === undefined) return [{ field: name, code: 'required', message: 'is required' }];
  const { others = [], ...first } = field?.validate(value) ?? violation('format', 'is not valid');
  return [first, ...others].map(({ place = '', ...wrong }) => ({ field: `${name}${place}`, ...wrong }));
}
