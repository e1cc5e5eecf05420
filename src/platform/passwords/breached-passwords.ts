import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { errors } from '../errors/errors.js';
import { COMMONEST_PASSWORDS } from './commonest-passwords.js';

/** The timeout of the breach service. */
const REQUEST_TIMEOUT_MS = 1_000;
const PREFIX = 5;

/**
 * Recognises known passwords: the most common from a list, and breached ones through a range service, which gets five
 * characters of a SHA-1 and can't tell which of about a thousand passwords was meant
 * (https://haveibeenpwned.com/API/v3#PwnedPasswords).
 *
 * @spec SPEC-013.8, SPEC-013.9
 */
@Injectable()
export class BreachedPasswords {
  private readonly logger = new Logger(BreachedPasswords.name);

  constructor(private readonly config: Config) {}

  /**
   * Returns for a password that may be used, also where the service fails.
   *
   * @param field the input that held it
   * @throws AppError `validation_failed`
   */
  async refuse(field: string, password: string): Promise<void> {
    const composed = password.normalize('NFC');
    if (!COMMONEST_PASSWORDS.has(composed.toLowerCase()) && !(await this.isBreached(composed))) return;
    throw errors.invalidField(field, 'breached', 'is known from other places; choose one that nobody else has');
  }

  private async isBreached(password: string): Promise<boolean> {
    if (!this.config.hibpEnabled) return false;
    const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
    try {
      const range = await this.range(hash.slice(0, PREFIX));
      return range.some((line) => isHit(line, hash.slice(PREFIX)));
    } catch (error) {
      this.logger.warn(`The breach service does not answer, a password was not looked up: ${reasonOf(error)}`);
      return false;
    }
  }

  /** Padding hides from the length of the answer which range was asked for. */
  private async range(prefix: string): Promise<string[]> {
    const answer = await fetch(`${this.config.hibpUrl}/${prefix}`, {
      headers: { 'Add-Padding': 'true', 'User-Agent': 'fasttrack' },
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    return (await answer.text()).split('\n');
  }
}

/** Entries with the count 0 are padding. */
function isHit(line: string, suffix: string): boolean {
  const [found, count] = line.trim().split(':');
  return found?.toUpperCase() === suffix && Number(count) > 0;
}

/** Without the address: it holds the five characters. */
function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  return name === 'TimeoutError' ? `nothing within ${REQUEST_TIMEOUT_MS} ms` : message;
}
