import { readValues } from './values.js';
import type { ConfigProblem } from './problems.js';

function refused(name: string, value: string): ConfigProblem | undefined {
  return readValues({ [name]: value }).problems.find(({ variable }) => variable === name);
}

describe('an address with a name and a password', () => {
  const PASSWORDS = ['12/hunter2', '12#hunter2', '12?hunter2', 'hunter2%', 'hunter2/', '12/x@hunter2', 'hunter2 x'];
  const ADDRESSES = ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'REDIS_URL', 'SMTP_URL', 'HIBP_URL', 'PUBLIC_URL'];
  const SCHEMES: Record<string, string> = {
    REDIS_URL: 'redis',
    SMTP_URL: 'smtp',
    HIBP_URL: 'https',
    PUBLIC_URL: 'http',
  };

  it.each(ADDRESSES.flatMap((name) => PASSWORDS.map((password) => [name, password] as const)))(
    'SPEC-012.29: refuses %s with the password %s as it is, and hides it',
    (name, password) => {
      const problem = refused(name, `${SCHEMES[name] ?? 'postgres'}://ann:${password}@host.example:5432/x`);
      expect(problem?.got).toMatch(/^\w+:\/\/\(hidden, \d+ characters\)$/);
    },
  );

  it('SPEC-012.29: says how to write such a password, and takes it then', () => {
    expect(refused('DATABASE_URL', 'postgres://ann:12/34@db/x')?.expects).toContain('%2F %23 %3F %40 %25');
    for (const password of ['12%2F%23%3F%40%25', 'p@ss', 'a:b'])
      expect(refused('DATABASE_URL', `postgres://ann:${password}@db/x?sslmode=require`)).toBeUndefined();
  });

  it.each([
    ['CORS_ORIGINS', 'https://ann:hunter2@app.example'],
    ['HIBP_URL', 'https://range.example/?key=hunter2'],
    ['HIBP_URL', 'https://:hunter2@range.example/'],
    ['JWT_PRIVATE_KEY_FILE', '-----BEGIN PRIVATE KEY-----\\nhunter2'],
    ['JWT_PREVIOUS_PUBLIC_KEYS_FILE', 'hunter2\nhunter2'],
  ])('SPEC-012.9: hides what may be a secret in %s=%s', (name, value) => {
    expect(JSON.stringify(refused(name, value))).not.toContain('hunter2');
    expect(refused(name, value)?.got).toMatch(/hidden|no path/);
  });
});
