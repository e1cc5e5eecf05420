import { flag, text, type Kind } from './kinds.js';
import type { ConfigProblem } from './problems.js';

/** A provider of OpenID Connect, as `OIDC_CORP_…` describe it. */
export interface OidcProvider {
  /** As it stands in paths and in `OIDC_PROVIDERS`. */
  id: string;
  /** As people know it. */
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Separated by blanks; `openid` is among them. */
  scopes: string;
  /** The claim that says what roles somebody has; null where none does. */
  rolesClaim: string | null;
  /** The roles that the claim decides on, each with the values that give it. */
  roles: ReadonlyMap<string, readonly string[]>;
  /** Whether whoever comes from it gets an account; null where `REGISTRATION` says so. */
  registration: boolean | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Surroundings {
  isProduction: boolean;
}

export const PROVIDER_ID: Kind<string> = text('names of a-z, 0-9 and -, such as corp', (value) =>
  /^[a-z](-?[a-z0-9]){0,39}$/.test(value),
);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const SECRET = text('visible characters without blanks', (value) => /^[\x21-\x7e]{1,1000}$/.test(value));
const CLIENT_ID = text('visible characters without blanks', (value) => /^[\x21-\x7e]{1,300}$/.test(value));
const NAME = text('1 to 100 characters', (value) => [...value].length <= 100);
const SCOPES = text(
  'words with blanks between them, openid among them',
  (value) =>
    /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(value) && value.split(' ').includes('openid'),
);
const CLAIM = text('the name of a claim', (value) => /^[\x21-\x7e]{1,200}$/.test(value));

function issuer({ isProduction }: Surroundings): Kind<string> {
  const expects = isProduction ? 'https://…' : 'https://…, or http:// on this machine';
  return text(`${expects}, without ? and #`, (value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (!url || /[?#@\\\s]/.test(value)) return false;
    return url.protocol === 'https:' || (!isProduction && url.protocol === 'http:' && LOOPBACK.test(url.hostname));
  });
}

const ROLES: Kind<Map<string, string[]>> = {
  expects: 'value of the claim=role, with commas between them',
  parse: (raw) => {
    const roles = new Map<string, string[]>();
    for (const pair of raw.split(',')) {
      const [, value, role] = /^(.+)=([^=]+)$/.exec(pair.trim()) ?? [];
      if (!value?.trim() || !role?.trim()) return undefined;
      roles.set(role.trim(), [...(roles.get(role.trim()) ?? []), value.trim()]);
    }
    return roles;
  },
};

/** Reads the variables of one provider, and remembers what is wrong with them. */
class ProviderVariables {
  readonly problems: ConfigProblem[] = [];
  private readonly prefix: string;

  constructor(
    private readonly env: Environment,
    id: string,
  ) {
    this.prefix = `OIDC_${id.toUpperCase().replaceAll('-', '_')}_`;
  }

  isSet(name: string): boolean {
    return Boolean(this.env[this.prefix + name]);
  }

  required(name: string, kind: Kind<string>, example: string): string {
    if (!this.isSet(name)) this.complain(name, '(not set)', `${kind.expects}, for each of OIDC_PROVIDERS`, example);
    return this.optional(name, kind, example) ?? '';
  }

  optional<T>(name: string, kind: Kind<T>, example: string): T | null {
    const raw = this.env[this.prefix + name];
    if (!raw) return null;
    const value = kind.parse(raw);
    if (value === undefined) this.complain(name, `(hidden, ${raw.length} characters)`, kind.expects, example);
    return value ?? null;
  }

  complain(name: string, got: string, expects: string, example: string): void {
    this.problems.push({ variable: this.prefix + name, got, expects, example });
  }
}

/** The providers that `OIDC_PROVIDERS` names, with every problem of their variables. */
export function readProviders(
  env: Environment,
  ids: readonly string[],
  around: Surroundings,
): { providers: OidcProvider[]; problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  if (new Set(ids).size < ids.length)
    problems.push({
      variable: 'OIDC_PROVIDERS',
      got: 'a name twice',
      expects: 'each name once',
      example: 'corp,google',
    });
  const providers = ids.map((id) => {
    const variables = new ProviderVariables(env, id);
    const provider = readProvider(variables, id, around);
    problems.push(...variables.problems);
    return provider;
  });
  return { providers, problems };
}

function readProvider(variables: ProviderVariables, id: string, around: Surroundings): OidcProvider {
  const rolesClaim = variables.optional('ROLES_CLAIM', CLAIM, 'groups');
  const roles = variables.optional('ROLES', ROLES, 'it-staff=admin,authors=editor');
  if (variables.isSet('ROLES') !== variables.isSet('ROLES_CLAIM'))
    variables.complain(
      rolesClaim ? 'ROLES' : 'ROLES_CLAIM',
      '(not set)',
      'a value wherever the other has one',
      'groups',
    );
  return {
    id,
    name: variables.optional('NAME', NAME, 'Example Corp') ?? id,
    issuer: variables.required('ISSUER', issuer(around), 'https://login.example.com'),
    clientId: variables.required('CLIENT_ID', CLIENT_ID, 'what the provider calls it'),
    clientSecret: variables.required('CLIENT_SECRET', SECRET, 'the secret that the provider gave out'),
    scopes: variables.optional('SCOPES', SCOPES, 'openid email profile') ?? 'openid email profile',
    rolesClaim,
    roles: roles ?? new Map<string, string[]>(),
    registration: variables.optional('REGISTRATION', flag, 'true'),
  };
}

const SETTINGS = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'NAME', 'SCOPES', 'ROLES_CLAIM', 'ROLES', 'REGISTRATION'];

/** Variables that look as if they were of a provider, and are of none: they would be ignored silently. */
export function strayProviderVariables(env: Environment, ids: readonly string[]): string[] {
  const known = new Set(
    ids.flatMap((id) => SETTINGS.map((name) => `OIDC_${id.toUpperCase().replaceAll('-', '_')}_${name}`)),
  );
  return Object.keys(env)
    .filter((name) => /^OIDC_[A-Z0-9_]{1,60}$/.test(name) && name !== 'OIDC_PROVIDERS' && !known.has(name))
    .map((name) => `${name} belongs to no provider of OIDC_PROVIDERS, or is no setting of one, and is ignored.`);
}
