import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
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
  private readonly transport: Transporter | null;
  private hasWarned = false;

  constructor(private readonly config: Config) {
    const access = { disableFileAccess: true, disableUrlAccess: true };
    this.transport = config.smtpUrl ? createTransport({ url: config.smtpUrl, ...TIMEOUTS, ...access }) : null;
  }

  async send(mail: Mail): Promise<void> {
    if (!this.transport) return this.print(mail);
    await this.transport.sendMail({
      from: this.config.mailFrom,
      to: { name: '', address: oneAddress(mail.to) },
      subject: onOneLine(mail.subject, MAX_SUBJECT),
      text: mail.text,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  onApplicationShutdown(): void {
    this.transport?.close();
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

/** Refuses addresses that would end a header line or add a recipient, in addition to the validation of inputs. */
function oneAddress(address: string): string {
  if (/[\p{C}\s,;<>"]/u.test(address)) throw new Error('This is not one e-mail address.');
  return address;
}
