import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  headers: Record<string, string>;
  text: string;
}

/** A mail server that takes everything and delivers nothing: speaks SMTP as the real ones do. */
export class Mailbox {
  readonly mails: ReceivedMail[] = [];
  /** Refuses what comes, as a server in trouble does: the sender tries again later. */
  isFull = false;
  /** The address for which it takes nothing. */
  refuses: string | null = null;

  private constructor(
    private readonly server: SMTPServer,
    readonly url: string,
  ) {}

  static async open(): Promise<Mailbox> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      disableReverseLookup: true,
      onData: (stream, { envelope }, done) => {
        void text(stream).then((raw) => {
          const isRefused = envelope.rcptTo.some(({ address }) => address === mailbox.refuses);
          if (mailbox.isFull || isRefused) return done(Object.assign(new Error('Mailbox full'), { responseCode: 452 }));
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          mailbox.mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), ...parse(raw) });
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const mailbox = new Mailbox(server, `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
    return mailbox;
  }

  to(address: string): ReceivedMail[] {
    return this.mails.filter(({ to }) => to.includes(address));
  }

  /** The newest mail to somebody. */
  newest(address: string): ReceivedMail {
    const mail = this.to(address).at(-1);
    if (!mail) throw new Error(`No mail came for ${address}; there are ${this.mails.length} for others.`);
    return mail;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

function parse(raw: string): { headers: Record<string, string>; text: string } {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = raw.slice(end + 4).replaceAll('\r\n', '\n');
  return { headers, text: decode(body, headers['content-transfer-encoding']).trimEnd() };
}

function decode(body: string, encoding = '7bit'): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
