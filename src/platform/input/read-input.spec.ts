import 'reflect-metadata';
import { IsEmail, ValidateIf } from 'class-validator';
import { Name, Optional } from './fields.js';
import { type InputClass, readInput } from './read-input.js';

class Plain {
  @Name()
  name!: string;

  @ValidateIf((input: Plain) => input.name !== 'nobody')
  @Name()
  title!: string;

  @Optional()
  @Name()
  nickname?: string;
}

class Heir extends Plain {
  @Name()
  ward!: string;
}

class Noted extends Plain {
  @Optional()
  note?: unknown;
}

/** As somebody writes it who knows class-validator and nothing of this folder. */
class Mixed {
  @Name()
  name!: string;

  @IsEmail()
  email!: string;
}

const faults = (value: object, dto: InputClass) =>
  readInput(value, dto).problems.map(({ field, code }) => `${field} ${code}`);

describe('SPEC-007.13: An input', () => {
  test('is judged by the rules of its fields, under the conditions of class-validator, which it inherits', () => {
    expect(faults({}, Plain)).toEqual(['name required', 'title required']);
    expect(faults({ name: 'nobody', nickname: null }, Plain)).toEqual(['nickname type']);
    expect(faults({ name: 'nobody' }, Plain)).toEqual([]);
    expect(faults({ name: ' ', title: 1, more: 1 }, Heir)).toEqual([
      'more unknown_field',
      'ward required',
      'name too_short',
      'title type',
    ]);
    expect(readInput({ name: ' Ann ', title: 'Dr', ward: 'x' }, Heir).input).toBeInstanceOf(Heir);
    expect(readInput({ name: ' Ann ', title: 'Dr', ward: 'x' }, Heir).input).toEqual({
      name: 'Ann',
      title: 'Dr',
      ward: 'x',
    });
  });

  test('takes what only a condition is declared for', () => {
    expect(faults({ name: 'x', title: 'y', note: 1 }, Noted)).toEqual([]);
    expect(faults({ name: 'x', title: 'y' }, Noted)).toEqual([]);
  });

  test('is judged by decorators of class-validator, too', () => {
    expect(faults({ name: 'x', email: 'no address' }, Mixed)).toEqual(['email format']);
    expect(faults({ email: 'ann@example.com' }, Mixed)).toEqual(['name required']);
    expect(faults({ name: '', email: 'no' }, Mixed)).toEqual(['name too_short', 'email format']);
    expect(faults({ name: 'x', email: 'ann@example.com' }, Mixed)).toEqual([]);
  });
});
