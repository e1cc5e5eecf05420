import { createLog } from './create-log.js';
import type { Log } from './log.js';

const SECRET = 'hunter22';

function record(isProduction = true, logLevel: 'info' | 'trace' | 'silent' = 'trace'): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: createLog({ logLevel, isProduction }, { write: (line) => lines.push(line) }), lines };
}

function written(write: (log: Log) => void): Record<string, unknown> {
  const { log, lines } = record();
  write(log);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

function raise(): never {
  throw new Error('A getter that throws.');
}

describe('a line', () => {
  it('says when, how urgent, who and what', () => {
    const line = written((log) => log.child({ request_id: 'r1' }).log('Listening', { port: 3000 }, 'Start'));
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pid: process.pid,
      request_id: 'r1',
      message: 'Listening',
      port: 3000,
      context: 'Start',
    });
  });

  it('takes errors as Nest and as we hand them over', () => {
    const error = Object.assign(new Error('cut', { cause: new TypeError('deeper') }), {
      code: 'ECONNRESET',
      detail: SECRET,
    });
    const line = written((log) => log.error('Lost', error));
    expect(line).toMatchObject({
      message: 'Lost',
      error: { type: 'Error', message: 'cut', code: 'ECONNRESET', cause: { type: 'TypeError', message: 'deeper' } },
    });
    expect(JSON.stringify(line)).not.toContain(SECRET);
    expect(written((log) => log.error(error))).toMatchObject({ message: 'cut', error: { message: 'cut' } });
    const stack = 'Error: x\n    at y (z.js:1:1)';
    expect(written((log) => log.error('Failed', stack, 'Courier'))).toMatchObject({
      message: 'Failed',
      error: { stack },
      context: 'Courier',
    });
  });

  it('of how Nest puts the program together is for those who debug', () => {
    const { log, lines } = record(true, 'info');
    log.log('Mapped {/tasks, GET} route', 'RouterExplorer');
    expect(lines).toEqual([]);
    expect(written((debugging) => debugging.log('Mapped', 'RouterExplorer'))).toMatchObject({ level: 'debug' });
  });

  it('is written from its level on, and never when silent', () => {
    const { log, lines } = record(true, 'info');
    log.debug('no');
    log.verbose('no');
    log.log('yes');
    log.fatal('yes');
    expect(lines).toHaveLength(2);
    const silent = record(true, 'silent');
    silent.log.fatal('no');
    expect(silent.lines).toEqual([]);
  });

  it('stays of bounded size, and is written whatever it is given', () => {
    const trap = Object.defineProperty({}, 'trap', { enumerable: true, get: () => raise() });
    const cycle: Record<string, unknown> = {
      text: 'x'.repeat(100_000),
      list: Array.from({ length: 9_000 }, () => 'y'.repeat(999)),
    };
    cycle.self = cycle;
    const { log, lines } = record();
    log.info('z'.repeat(1_000_000), trap, cycle, {
      big: 10n,
      none: undefined,
      day: new Date(NaN),
      raw: Buffer.from('abc'),
      call: () => 1,
    });
    expect(lines[0]?.length).toBeLessThan(20_000);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ trap: '[unreadable]' });
  });
});

describe('secrets', () => {
  it.each([
    { password: SECRET },
    { newPassword: SECRET },
    { current_password: SECRET },
    { body: { user: [{ totp_code: SECRET }] } },
    { backup_codes: [SECRET] },
    { headers: { authorization: SECRET, cookie: SECRET, 'set-cookie': [SECRET], 'x-api-key': SECRET } },
    { refresh_token: SECRET },
    { token: { nested: SECRET } },
    { secret: SECRET, secretKey: SECRET, password_hash: SECRET },
    { error: new Error(`smtps://ann:${SECRET}@mail`, { cause: new Error(`password=${SECRET}`) }) },
    { map: new Map([['password', SECRET]]), set: new Set([{ password: SECRET }]) },
    { error: { deep: { er: { still: { password: SECRET } } } } },
  ])('stay out of fields: %j', (fields) => {
    const { log, lines } = record();
    log.info('With fields', fields);
    log.child(fields).warn('After fields');
    log.error(Object.assign(new Error('With properties'), fields));
    log.warn(`As text: ${JSON.stringify(fields)}`);
    expect(lines).toHaveLength(4);
    expect(lines.join('')).not.toContain(SECRET);
  });

  it.each([
    `/ws?EIO=4&token=${SECRET}&transport=websocket`,
    `/reset#token=${SECRET}`,
    `connect failed: postgres://fasttrack:${SECRET}@db:5432/x`,
    `connect failed: postgres://fasttrack:p/${SECRET}@2@db:5432/x`,
    `redis://:${SECRET}@cache`,
    `Bearer ${SECRET}`,
    `authorization: basic ${SECRET}==`,
    `{"new_password": "correct \\" ${SECRET}", "x": 1}`,
    `{'secretKey': '${SECRET}'}`,
    `username=ann&password=${SECRET}&grant_type=password`,
    `$2b$12$${SECRET} $argon2id$v=19$m=19456$${SECRET}`,
    `eyJhbGciOi.eyJzdWIiOi${SECRET}.c2ln${SECRET}`,
    `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----`,
    `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}`,
    `${'x'.repeat(1_950)} postgres://u:${'p'.repeat(100)}${SECRET}@h`,
  ])('stay out of texts: %s', (text) => {
    const { log, lines } = record();
    log.info(text);
    log.info('As a field', { url: text, list: [text] });
    log.error(new Error(text));
    expect(lines.join('')).not.toContain(SECRET);
  });

  it('are not seen in what is none', () => {
    const fields = {
      password_must_change: true,
      token_type: 'bearer',
      refresh_token: null,
      code: 'token_expired',
      url: '/tasks?status=todo&assignee_id=me',
      path: 'https://ft.example.com/docs',
      mail: 'ann@example.com',
    };
    expect(written((log) => log.info('Signed in', fields))).toMatchObject(fields);
  });

  it('are shown only where mails are printed to be read', () => {
    const development = record(false);
    development.log.log(`Open /reset?token=${SECRET}`, 'Mailer');
    development.log.log(`Open /reset?token=other${SECRET}`, 'Elsewhere');
    expect(development.lines.join('')).toContain(`token=${SECRET}`);
    expect(development.lines.join('')).not.toContain('other');
    const production = record(true);
    production.log.log(`Open /reset?token=${SECRET}`, 'Mailer');
    expect(production.lines.join('')).not.toContain(SECRET);
  });
});

describe('lines for people', () => {
  it('are sentences, with fields after them and stacks below', () => {
    const { log, lines } = record(false);
    log.warn('Two\nlines', { path: '/tasks', words: 'a b' }, 'Http');
    log.error('Lost', new Error('cut', { cause: new Error('deeper') }));
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}Http: Two\n {4}lines path=\/tasks words="a b"\n$/);
    expect(lines[1]).toMatch(/ERROR Lost\n {4}Error: cut\n {8}at [\s\S]*caused by\n {4}Error: deeper\n/);
  });

  it('do not steer a terminal', () => {
    const { log, lines } = record(false);
    log.info('\u001b[2Jgone', { agent: '\u009b31m' });
    expect(lines[0]).toContain('\\x1b[2Jgone');
    expect(lines[0]).toContain('\\x9b31m');
  });
});
