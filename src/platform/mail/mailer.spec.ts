import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { Mailbox } from '../../../test/support/mailbox.js';
import type { Config } from '../config/config.js';
import { Mailer } from './mailer.js';

const mailerFor = (smtpUrl: string | null, isProduction = false) =>
  new Mailer({ smtpUrl, mailFrom: 'fasttrack <no-reply@example.org>', isProduction } as Config);

const MAIL = { to: 'ann@example.com', subject: 'Hello', text: 'A short text.' };

describe('mail by SMTP', () => {
  let mailbox: Mailbox;

  beforeAll(async () => {
    mailbox = await Mailbox.open();
  });
  afterEach(() => mailbox.mails.splice(0));
  afterAll(() => mailbox.close());

  it('arrives at one person, from us, and says that no person wrote it', async () => {
    await mailerFor(mailbox.url).send(MAIL);
    expect(mailbox.newest('ann@example.com')).toMatchObject({
      from: 'no-reply@example.org',
      to: ['ann@example.com'],
      text: 'A short text.',
    });
    expect(mailbox.newest('ann@example.com').headers).toMatchObject({
      subject: 'Hello',
      'auto-submitted': 'auto-generated',
    });
  });

  it('keeps long links and any alphabet whole', async () => {
    const text = `Grüße, 你好\nhttps://example.org/reset#${'a1B2_'.repeat(30)}\n`;
    await mailerFor(mailbox.url).send({ ...MAIL, text });
    expect(mailbox.newest('ann@example.com').text).toBe(text.trimEnd());
  });

  it('SPEC-013.15: takes no header from a subject that somebody wrote', async () => {
    await mailerFor(mailbox.url).send({ ...MAIL, subject: 'Task\r\nBcc: eve@example.com\r\n\r\nAnother body\u2028x' });
    const mail = mailbox.newest('ann@example.com');
    expect(mail.to).toEqual(['ann@example.com']);
    expect(mail.headers.bcc).toBeUndefined();
    expect(mail.text).toBe('A short text.');
  });

  it.each([
    'ann@example.com\r\nBcc: eve@example.com',
    'ann@example.com, eve@example.com',
    '<ann@example.com>',
    'a b@x',
  ])('goes to nobody where the address is %j', async (to) => {
    await expect(mailerFor(mailbox.url).send({ ...MAIL, to })).rejects.toThrow('not one e-mail address');
    expect(mailbox.mails).toEqual([]);
  });

  it('does not wait for a server that says nothing', async () => {
    const mute = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const mailer = mailerFor(`smtp://127.0.0.1:${(mute.address() as AddressInfo).port}`);
    await expect(mailer.send(MAIL)).rejects.toThrow(/greeting/i);
    mute.close();
  });

  it('says so where the server is away', async () => {
    await expect(mailerFor('smtp://127.0.0.1:9').send(MAIL)).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('mail without a server', () => {
  const said: string[] = [];
  const log = (message: string) => void said.push(message);

  beforeAll(() => Logger.overrideLogger({ log, warn: log, error: log }));
  afterEach(() => said.splice(0));
  afterAll(() => Logger.overrideLogger(false));

  it('SPEC-011.10: is printed in development', async () => {
    await mailerFor(null).send(MAIL);
    expect(said).toEqual(['Mail to ann@example.com: Hello\nA short text.']);
  });

  it('is not printed in production: links in mails open accounts', async () => {
    const mailer = mailerFor(null, true);
    await mailer.send(MAIL);
    await mailer.send(MAIL);
    expect(said).toEqual(['A mail was not sent, and none will be: SMTP_URL is not set.']);
  });
});
