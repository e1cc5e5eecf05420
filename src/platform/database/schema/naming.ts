import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** `ownerId` → `owner_id`: the only place where property names become column names. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** TypeORM's view of the same rule; tables and constraints are named by hand. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined, prefixes: string[]): string {
    return prefixes.map((prefix) => `${snakeCase(prefix)}_`).join('') + (customName ?? snakeCase(propertyName));
  }
}
