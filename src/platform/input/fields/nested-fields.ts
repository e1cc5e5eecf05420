import type { FieldError } from '../../errors/app-error.js';
import { type Bounds, type Violation, violation, validateEach, together } from '../violation.js';
import { field } from '../fields.js';
import { type InputClass, isObject, readInput } from '../read-input.js';

/** What was wrong in inputs that stand inside of another one. */
const problemsIn = new WeakMap<object, readonly FieldError[]>();

/** An object with the fields of this dto; what is wrong in it is named with its place, as `changes.title`. */
export function Nested(dto: InputClass): PropertyDecorator {
  return field(
    (value) => together(faultsIn(value, dto)),
    { type: dto },
    (value) => readNested(value, dto),
  );
}

/** A list of such objects; what is wrong in one is named with its place, as `tasks[3].title`. */
export function NestedList(dto: InputClass, { min, max }: Bounds): PropertyDecorator {
  const read = (value: unknown): unknown =>
    Array.isArray(value) && value.length <= max ? value.map((one) => readNested(one, dto)) : value;
  const documentation = { type: dto, isArray: true as const, minItems: min, maxItems: max };
  return field((value) => validateEach(value, { min, max }, (one) => faultsIn(one, dto)), documentation, read);
}

function readNested(value: unknown, dto: InputClass): unknown {
  if (!isObject(value)) return value;
  const { input, problems } = readInput(value, dto);
  problemsIn.set(input, problems);
  return input;
}

function faultsIn(value: unknown, dto: InputClass): Violation[] {
  if (!(value instanceof dto)) return [violation('type', 'must be an object')];
  return (problemsIn.get(value) ?? []).map(({ field: name, ...wrong }) => ({ ...wrong, place: `.${name}` }));
}
