import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { Config } from '../config/config.js';
import { onOneLine } from './mail-text.js';

/** A text mail to one person. */
export interface Mail {
  to: string;
  subject: string;
  /** Built by `mailText` if it contains user input. */
  text: string;
}

/** Of a subject. */
const MAX_SUBJECT = 200;
/** A server that is silent for longer counts as down; the courier tries again later. */
const TIMEOUTS = { dnsTimeout: 5_000, connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000 };

/**
 * Sends mail by SMTP. Without SMTP_URL, mails are printed to the log; in production they are not, since their links
 * give access to accounts.
 *
 * @throws Error where the server does not take it
 * @spec SPEC-011
 */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly logger = new Logger(Mailer.name);
  private transport?: Promise<Transporter>;
  private hasWarned = false;

  constructor(private readonly config: Config) {}

  async send(mail: Mail): Promise<void> {
    if (!this.config.smtpUrl) return this.print(mail);
    this.transport ??= connect(this.config.smtpUrl);
    const transport = await this.transport;
    await transport.sendMail({
      from: this.config.mailFrom,
      to: { name: '', address: oneAddress(mail.to) },
      subject: onOneLine(mail.subject, MAX_SUBJECT),
      text: mail.text,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }

  /** It was already logged at the start, so it is not repeated for each mail. */
  private warnOnce(): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.logger.warn('A mail was not sent, and none will be: SMTP_URL is not set.');
  }

  private print({ to, subject, text }: Mail): void {
    if (this.config.isProduction) this.warnOnce();
    else this.logger.log(`Mail to ${oneAddress(to)}: ${onOneLine(subject, MAX_SUBJECT)}\n${text}`);
  }
}

/** The library is loaded with the first mail. */
async function connect(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  return createTransport({ url, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true });
}

/** Refuses addresses that would end a header line or add a recipient, in addition to the validation of inputs. */
function oneAddress(address: string): string {
  if (/[\p{C}\s,;<>"]/u.test(address)) throw new Error('This is not one e-mail address.');
  return address;
}
