import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../errors/app-error.js';
import { errors } from '../../errors/errors.js';
import { toAppError } from '../../http/errors/error.filter.js';
import type { Connection } from './connection.js';
import { SocketAuthenticator } from './socket-authenticator.js';
import { SessionWatch } from './session-watch.js';

type Acknowledge = (envelope: { data: unknown; error: object | null; meta: object }) => void;

/** What a message is answered with, and what follows the answer. */
export interface Reply {
  data: object | null;
  after?: () => void;
}

type Word = (connection: Connection, content: unknown) => Promise<Reply>;

/**
 * Acknowledges messages of clients in the envelope, if they ask for an acknowledgement. Features add words to
 * `authenticate`.
 *
 * @spec SPEC-010.17, SPEC-010.18, SPEC-010.19
 */
@Injectable()
export class ClientMessages {
  private readonly logger = new Logger(ClientMessages.name);
  private readonly words = new Map<string, Word>([
    ['authenticate', (connection, content) => this.prolong(connection, content)],
  ]);

  constructor(
    private readonly authenticator: SocketAuthenticator,
    private readonly sessions: SessionWatch,
  ) {}

  /** Clients can say this from now on. */
  listen(word: string, answer: Word): void {
    this.words.set(word, answer);
  }

  /** Never fails, because no caller could handle the error. */
  async answer(connection: Connection, name: string, content: unknown[]): Promise<void> {
    const last = content.at(-1);
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : () => undefined;
    try {
      const word = this.words.get(name);
      if (!word) throw unknownMessage([...this.words.keys()]);
      const { data, after } = await word(connection, content[0]);
      acknowledge({ data, error: null, meta: {} });
      after?.();
    } catch (error) {
      const { kind, code, message, details, cause } = toAppError(error);
      if (kind === 'internal') this.logger.error({ err: cause });
      acknowledge({ data: null, error: { code, message, details }, meta: {} });
    }
  }

  private async prolong(connection: Connection, content: unknown): Promise<Reply> {
    if (typeof content !== 'object' || content === null) throw errors.invalidField('token', 'required', 'is required');
    const session = await this.authenticator.prolong(connection.pass, (content as { token?: unknown }).token);
    this.sessions.prolong(connection, session);
    return { data: { expires_at: session.expiresAt === null ? null : new Date(session.expiresAt) } };
  }
}

function unknownMessage(words: string[]): AppError {
  return new AppError('not_found', 'not_found', `Nothing of this name can be said here; ${words.join(', ')} can.`);
}
