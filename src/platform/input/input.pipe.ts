import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { FieldError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { Cursors } from './cursors.js';
import { fault } from './fault.js';
import { fieldOf } from './fields.js';
import { ListQuery } from './list-query.js';
import { REQUEST_OF_QUERY, type Request } from '../request/request.js';

type Input = Record<string, unknown>;
interface InputClass {
  new (): object;
  /** Unknown fields are ignored, as RFC 6749 §3.2 requires; all other inputs refuse them. */
  readonly ignoresUnknownFields?: boolean;
  /** A missing body counts as an empty object: most DELETE requests have none. */
  readonly mayBeAbsent?: boolean;
}

const NATIVE: readonly unknown[] = [String, Number, Boolean, Object, Array];

/** Validates bodies and queries against their dto: no unknown fields, no coerced types, all problems at once. */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly fieldsOf = new Map<InputClass, Set<string>>();

  constructor(private readonly cursors: Cursors) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !metatype || NATIVE.includes(metatype)) return value;
    const dto = metatype as InputClass;
    const input = this.check(value === undefined && dto.mayBeAbsent ? {} : value, dto);
    if (input instanceof ListQuery)
      input.bind((value as { [REQUEST_OF_QUERY]: Request })[REQUEST_OF_QUERY], this.cursors);
    return input;
  }

  private check(value: unknown, dto: InputClass): object {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw errors.invalidField('body', 'type', 'must be a JSON object');
    }
    const known = this.known(dto);
    const input = new dto() as Input;
    const unknown = dto.ignoresUnknownFields ? [] : Object.keys(value).filter((name) => !known.has(name));
    for (const name of known) {
      if (Object.hasOwn(value, name)) input[name] = convert(dto, name, (value as Input)[name]);
    }
    const problems = [
      ...unknown.map(errors.unknownField),
      ...validateSync(input).map(({ property }) => faultOf(input, property)),
    ];
    if (problems.length > 0) throw errors.invalid(problems);
    return input;
  }

  private known(dto: InputClass): Set<string> {
    let fields = this.fieldsOf.get(dto);
    if (!fields) {
      const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
      fields = new Set(metadata.map(({ propertyName }) => propertyName));
      this.fieldsOf.set(dto, fields);
    }
    return fields;
  }
}

function convert(dto: InputClass, name: string, value: unknown): unknown {
  const field = fieldOf(dto.prototype as object, name);
  return field ? field.convert(value) : value;
}

function faultOf(input: Input, field: string): FieldError {
  const value = input[field];
  if (value === undefined) return { field, code: 'required', message: 'is required' };
  const { place = '', ...wrong } = fieldOf(input, field)?.judge(value) ?? fault('format', 'is not valid');
  return { field: `${field}${place}`, ...wrong };
}
