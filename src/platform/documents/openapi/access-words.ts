import type { AccessRule } from '../../access/access-rule.js';
import { fieldsNeeding, relationsNeeded } from '../../access/policy.js';

/** Who may call a route, in words. */
export function accessInWords(rule: AccessRule | undefined): string {
  if (rule?.kind === 'public') return 'Anyone may call it.';
  if (rule?.kind === 'api_key') return 'Needs an API key: as `X-API-Key`, or as a bearer token.';
  if (rule?.kind === 'permission') return `Needs the permission \`${rule.permission}\`${relationInWords(rule)}.`;
  const password = rule?.evenIfPasswordMustChange ? '; also while the password must be changed' : '';
  const instead = rule?.orRefreshToken ? ', or a refresh token in the cookie or the body' : '';
  return `Needs an access token${instead}${password}.${rule?.byToken === undefined ? ' API tokens are refused.' : ''}`;
}

/** `manage_all_projects` stands in for any relation that a project has to do with. */
function relationInWords({ of, permission }: Extract<AccessRule, { kind: 'permission' }>): string {
  const needed = of === undefined ? [] : relationsNeeded(of, permission);
  if (!of || !needed?.length) return '';
  const fields = fieldsNeeding(of, permission).map(
    ([field, relations]) => `; for \`${field}\`, its ${relations.join(' or ')}`,
  );
  return `, and to be the ${of}’s ${needed.join(' or ')}${fields.join('')}`;
}

/** The `security` of an operation (OpenAPI 3.1): one of the listed schemes is enough. */
export function securityOf(rule: AccessRule | undefined): Record<string, string[]>[] {
  if (rule?.kind === 'public') return [];
  if (rule?.kind === 'api_key') return [{ api_key: [] }, { api_key_bearer: [] }];
  const takesCookie = rule?.kind === 'signed_in' && rule.orRefreshToken;
  return [{ oauth2: [] }, { bearer: [] }, ...(takesCookie ? [{ refresh_cookie: [] }] : [])];
}
