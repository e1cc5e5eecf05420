import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments } from './arguments.js';
import { readEnvironment } from './environment.js';
import type { ConfigProblems } from '../problems.js';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'fasttrack-env-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the .env file', () => {
  it('gives way to the environment', () => {
    const file = join(folder, '.env');
    writeFileSync(file, 'PORT=4000\nHOME=/nowhere\n# no\nSMTP_URL="smtp://x"\n');
    expect(readEnvironment(file)).toMatchObject({ PORT: '4000', SMTP_URL: 'smtp://x', HOME: process.env.HOME });
    expect(readEnvironment(join(folder, 'none'))).toEqual({ ...process.env });
  });

  const written = (content: string | Buffer) => {
    const file = join(folder, '.env');
    writeFileSync(file, content);
    return file;
  };
  const problemsIn = (content: string | Buffer) => {
    const file = written(content);
    try {
      return readEnvironment(file) && [];
    } catch (error) {
      return (error as ConfigProblems).problems.map(({ variable, got }) => `${variable}: ${got}`);
    }
  };

  it.each([
    ['ADMIN_PASSWORD=garden of#my own', 'ADMIN_PASSWORD: .env, line 1: # ends an unquoted value'],
    ['\r\nADMIN_PASSWORD=garden of #my own\r\n', 'ADMIN_PASSWORD: .env, line 2: # ends an unquoted value'],
    ['PORT=4000 # the port', 'PORT: .env, line 1: # ends an unquoted value'],
    ['SECRET_KEY=#garden', 'SECRET_KEY: .env, line 1: # ends an unquoted value'],
    ["ADMIN_PASSWORD='it's #1'", 'ADMIN_PASSWORD: .env, line 1: # ends an unquoted value'],
    ['ADMIN_PASSWORD="garden of#my own', 'ADMIN_PASSWORD: .env, line 1: # ends an unquoted value'],
    ['ADMIN_PASSWORD="garden of my own', 'ADMIN_PASSWORD: .env, line 1: " is not closed'],
    ['PORT=4000\nADMIN_PASSWORD garden\n', '.env: line 2: no variable'],
    ['garden of my own', '.env: line 1: no variable'],
  ])('SPEC-012.28: cuts nothing off without a word: %s', (content, problem) => {
    expect(problemsIn(content)).toEqual([problem]);
  });

  it('SPEC-012.28: says it together with what else is wrong', () => {
    const found = problemsIn('ADMIN_PASSWORD=garden of#my own\nBCRYPT_COST=4\n');
    expect(found).toEqual(['ADMIN_PASSWORD: .env, line 1: # ends an unquoted value', 'BCRYPT_COST: "4"']);
  });

  it.each([
    ["ADMIN_PASSWORD='garden of#my own'", 'garden of#my own'],
    ['ADMIN_PASSWORD="garden of #my own" # the first', 'garden of #my own'],
    ['# a comment\n\n  # another\nexport ADMIN_PASSWORD=garden\n# the last', 'garden'],
    ["JWT='-----BEGIN\n#----\n'\nADMIN_PASSWORD=garden", 'garden'],
    ['\uFEFFADMIN_PASSWORD=gärten', 'gärten'],
    ['ADMIN_PASSWORD=\n# comment\n', ''],
  ])('SPEC-012.28: takes whole what is clear: %s', (content, password) => {
    expect(readEnvironment(written(content)).ADMIN_PASSWORD).toBe(password);
  });

  it.each([
    ['UTF-16 with a mark', Buffer.from('\uFEFFPORT=4000', 'utf16le')],
    ['UTF-16', Buffer.from('PORT=4000', 'utf16le')],
    ['Latin-1', Buffer.from('ADMIN_PASSWORD=gärten', 'latin1')],
  ])('SPEC-012.28: is refused in %s', (_, content) => {
    expect(problemsIn(content)).toEqual([expect.stringMatching(/^\.env: .*\.env: text that is not UTF-8$/)]);
  });
});

describe('SPEC-012.67: secrets in files', () => {
  const path = () => join(folder, 'secret');
  const read = (env: string, content = 'garden of #my own\n') => {
    writeFileSync(path(), content);
    writeFileSync(join(folder, '.env'), env.replaceAll('PATH', path()));
    return readEnvironment(join(folder, '.env'));
  };
  const problems = (env: string, content?: string) => {
    try {
      return read(env, content) && [];
    } catch (error) {
      return (error as ConfigProblems).problems.map(({ variable, got }) => `${variable}: ${got}`);
    }
  };

  it('are read, also those of providers', () => {
    const env = read('ADMIN_PASSWORD_FILE=PATH\nOIDC_CORP_CLIENT_SECRET_FILE=PATH\nJWT_PRIVATE_KEY_FILE=PATH\n');
    expect(env).toMatchObject({ ADMIN_PASSWORD: 'garden of #my own', OIDC_CORP_CLIENT_SECRET: 'garden of #my own' });
    expect(env).toMatchObject({ JWT_PRIVATE_KEY_FILE: path() });
    expect(Object.keys(env)).not.toContain('ADMIN_PASSWORD_FILE');
    expect(read('SMTP_URL_FILE=\nPORT_FILE=PATH\n')).toMatchObject({ PORT_FILE: path() });
  });

  it('are refused where they can be none, and never shown', () => {
    expect(problems('SECRET_KEY_FILE=PATH', '')).toEqual(['SECRET_KEY_FILE: an empty file']);
    expect(problems('SECRET_KEY=x\nSECRET_KEY_FILE=PATH')[0]).toBe('SECRET_KEY_FILE: SECRET_KEY is set as well');
    const hidden = 'SECRET_KEY_FILE: ENOENT (the path is hidden, 13 characters)';
    expect(problems('SECRET_KEY_FILE=the-secret-it')).toEqual([hidden]);
  });
});

describe('the command line', () => {
  const said = (...given: string[]) => {
    try {
      return readArguments(given);
    } catch (error) {
      return (error as ConfigProblems).problems.map(({ variable, got, example }) => [variable, got, example]);
    }
  };

  it('SPEC-012.34: knows one argument', () => {
    expect(said()).toEqual({ isDemo: false });
    expect(said('--demo')).toEqual({ isDemo: true });
  });

  it('SPEC-012.34: says of any other which variable is meant, and not what it was to be', () => {
    expect(said('--port', '4000')).toEqual([['PORT', 'the argument --port', 'PORT=3000']]);
    expect(said('--secret-key=hunter2')).toEqual([
      ['SECRET_KEY', 'the argument --secret-key', 'SECRET_KEY=the output of: openssl rand -base64 48'],
    ]);
    expect(said('--frobnicate', '-x')).toEqual([
      ['(none)', '--frobnicate', 'npm run demo'],
      ['(none)', '-x', 'npm run demo'],
    ]);
    expect(said('4000')).toEqual([['(none)', 'an argument', 'npm run demo']]);
  });
});
