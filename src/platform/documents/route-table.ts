import type { AccessRule } from '../access/access-rule.js';
import { fieldsNeeding, relationsNeeded } from '../access/policy.js';
import type { Route } from './routes.js';

/**
 * Who may enter where, for people: `npm run routes`.
 *
 * @spec SPEC-015.10
 */
export function routeTable(routes: readonly Route[]): string {
  const rows = [['METHOD', 'PATH', 'PERMISSION', 'RELATION'], ...routes.map(rowOf)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function rowOf({ method, path, rule }: Route): string[] {
  return [method, path, permissionOf(rule), rule?.kind === 'permission' ? relationOf(rule) : ''];
}

function permissionOf(rule: AccessRule | undefined): string {
  if (rule === undefined) return '(closed: nobody has said who may call it)';
  if (rule.kind === 'public') return '(anyone)';
  if (rule.kind === 'api_key') return '(API key)';
  if (rule.kind === 'permission') return rule.permission;
  return rule.evenIfPasswordMustChange ? '(signed in, even if the password must change)' : '(signed in)';
}

function relationOf({ of, permission }: Extract<AccessRule, { kind: 'permission' }>): string {
  const needed = of === undefined ? [] : relationsNeeded(of, permission);
  if (!of || !needed?.length) return '';
  const fields = fieldsNeeding(of, permission).map(([field, relations]) => `; ${field}: ${relations.join(' or ')}`);
  return `${of}: ${needed.join(' or ')}${fields.join('')}`;
}
