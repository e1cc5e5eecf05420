import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { errors } from '../errors/errors.js';
import { Cursors } from './cursors.js';
import { ListQuery } from './list-query.js';
import { type InputClass, isObject, readInput } from './read-input.js';
import { REQUEST_OF_QUERY, type Request } from '../request/request.js';

const NATIVE: readonly unknown[] = [String, Number, Boolean, Object, Array];

/** Validates bodies and queries against their dto: no unknown fields, no coerced types, all problems at once. */
@Injectable()
export class InputPipe implements PipeTransform {
  constructor(private readonly cursors: Cursors) {}

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !metatype || NATIVE.includes(metatype)) return value;
    const dto = metatype as InputClass;
    const input = check(value === undefined && dto.mayBeAbsent ? {} : value, dto);
    if (input instanceof ListQuery)
      input.bind((value as { [REQUEST_OF_QUERY]: Request })[REQUEST_OF_QUERY], this.cursors);
    return input;
  }
}

function check(value: unknown, dto: InputClass): object {
  if (!isObject(value)) throw errors.invalidField('body', 'type', 'must be a JSON object');
  const { input, problems } = readInput(value, dto);
  if (problems.length > 0) throw errors.invalid(problems);
  return input;
}
