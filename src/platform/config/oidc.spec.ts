import { readConfig, type Config } from './config.js';
import { ConfigProblems } from './problems.js';

const GOOD = {
  OIDC_PROVIDERS: 'corp',
  OIDC_CORP_ISSUER: 'https://login.example.com/realms/one',
  OIDC_CORP_CLIENT_ID: 'fasttrack',
  OIDC_CORP_CLIENT_SECRET: 'hunter22-of-the-client',
};
const BASE = { DATABASE_URL: 'postgres://nobody@localhost/none', SECRET_KEY: 'x'.repeat(43) };

const read = (env: Record<string, string>): Config =>
  readConfig({ ...BASE, ...env }, { dataDir: 'node_modules/.cache/test-keys' });

function problemsOf(env: Record<string, string>): [variable: string, got: string][] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems.map(({ variable, got }) => [variable, got]);
    throw error;
  }
  return [];
}

describe('Providers', () => {
  it('SPEC-039.1: are none unless they are named', () => {
    expect(read({}).oidcProviders).toEqual([]);
  });

  it('SPEC-039.1: are read in the order in which they are named', () => {
    const google = {
      ...{
        OIDC_MY_IDP_ISSUER: 'https://accounts.example.com',
        OIDC_MY_IDP_CLIENT_ID: 'id',
        OIDC_MY_IDP_CLIENT_SECRET: 's',
      },
      ...{ OIDC_MY_IDP_NAME: 'My IdP', OIDC_MY_IDP_SCOPES: 'openid email groups', OIDC_MY_IDP_REGISTRATION: 'false' },
      ...{ OIDC_MY_IDP_ROLES_CLAIM: 'groups', OIDC_MY_IDP_ROLES: 'it-staff=admin, a=b=editor,writers=editor' },
    };
    const { oidcProviders } = read({ ...GOOD, ...google, OIDC_PROVIDERS: 'my-idp,corp' });
    expect(oidcProviders).toEqual([
      {
        ...{ id: 'my-idp', name: 'My IdP', issuer: 'https://accounts.example.com', clientId: 'id', clientSecret: 's' },
        ...{ scopes: 'openid email groups', rolesClaim: 'groups', registration: false },
        roles: new Map([
          ['admin', ['it-staff']],
          ['editor', ['a=b', 'writers']],
        ]),
      },
      {
        ...{ id: 'corp', name: 'corp', issuer: GOOD.OIDC_CORP_ISSUER, clientId: 'fasttrack' },
        ...{ clientSecret: GOOD.OIDC_CORP_CLIENT_SECRET, scopes: 'openid email profile' },
        ...{ rolesClaim: null, roles: new Map(), registration: null },
      },
    ]);
  });

  it.each([
    ['OIDC_CORP_ISSUER', 'http://login.example.com'],
    ['OIDC_CORP_ISSUER', 'http://127.0.0.1.evil.example'],
    ['OIDC_CORP_ISSUER', 'https://login.example.com/?a=b'],
    ['OIDC_CORP_ISSUER', 'https://user@login.example.com'],
    ['OIDC_CORP_ISSUER', 'login.example.com'],
    ['OIDC_CORP_CLIENT_ID', 'two words'],
    ['OIDC_CORP_SCOPES', 'email profile'],
    ['OIDC_CORP_ROLES', 'admin'],
    ['OIDC_CORP_REGISTRATION', 'yes'],
    ['OIDC_PROVIDERS', 'Corp'],
    ['OIDC_PROVIDERS', 'corp,corp'],
    ['OIDC_PROVIDERS', 'corp,../x'],
  ])('SPEC-039.1: are refused with %s=%s', (variable, value) => {
    const claim: Record<string, string> = variable === 'OIDC_CORP_ROLES' ? { OIDC_CORP_ROLES_CLAIM: 'groups' } : {};
    expect(problemsOf({ ...GOOD, ...claim, [variable]: value }).map(([name]) => name)).toEqual([variable]);
  });

  it('SPEC-039.1: are told of with all that is missing at once, and no secret', () => {
    const env = {
      OIDC_PROVIDERS: 'corp,other',
      OIDC_CORP_CLIENT_SECRET: 'hunter 22',
      OIDC_OTHER_ROLES: 'a=b',
      PORT: 'x',
    };
    const problems = problemsOf(env);
    expect(problems.map(([variable]) => variable)).toEqual([
      'PORT',
      ...['OIDC_CORP_ISSUER', 'OIDC_CORP_CLIENT_ID', 'OIDC_CORP_CLIENT_SECRET', 'OIDC_OTHER_ROLES_CLAIM'],
      ...['OIDC_OTHER_ISSUER', 'OIDC_OTHER_CLIENT_ID', 'OIDC_OTHER_CLIENT_SECRET'],
    ]);
    expect(JSON.stringify(problems)).not.toContain('hunter');
  });

  it('SPEC-039.1: may be on this machine by http, but not in production', () => {
    for (const OIDC_CORP_ISSUER of ['http://localhost:9000', 'http://127.0.0.1:9000/x', 'http://[::1]:9000'])
      expect(read({ ...GOOD, OIDC_CORP_ISSUER }).oidcProviders).toHaveLength(1);
    const production = { ...GOOD, NODE_ENV: 'production', OIDC_CORP_ISSUER: 'http://localhost:9000' };
    expect(problemsOf(production).map(([variable]) => variable)).toContain('OIDC_CORP_ISSUER');
  });

  it('SPEC-039.1: leave no variable of theirs unnoticed', () => {
    const { warnings } = read({ ...GOOD, OIDC_CORP_CLIENTID: 'x', OIDC_GOOGLE_ISSUER: 'https://x' });
    expect(warnings.filter((warning) => /OIDC_(CORP_CLIENTID|GOOGLE_ISSUER)/.test(warning))).toHaveLength(2);
  });
});
