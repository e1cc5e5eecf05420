import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { toAppError } from '../http/error.filter.js';
import type { Connection } from './connection.js';
import { SocketAuthenticator } from './socket-authenticator.js';
import { SessionWatch } from './session-watch.js';

type Acknowledge = (envelope: { data: unknown; error: object | null; meta: object }) => void;

/**
 * Acknowledges messages of clients in the envelope, if they ask for an acknowledgement. The only message is
 * `authenticate`.
 *
 * @spec SPEC-010.17, SPEC-010.18, SPEC-010.19
 */
@Injectable()
export class ClientMessages {
  private readonly logger = new Logger(ClientMessages.name);

  constructor(
    private readonly authenticator: SocketAuthenticator,
    private readonly sessions: SessionWatch,
  ) {}

  /** Never fails, because no caller could handle the error. */
  async answer(connection: Connection, name: string, content: unknown[]): Promise<void> {
    const last = content.at(-1);
    const acknowledge = typeof last === 'function' ? (last as Acknowledge) : () => undefined;
    try {
      if (name !== 'authenticate') throw unknownMessage();
      acknowledge({ data: await this.prolong(connection, content[0]), error: null, meta: {} });
    } catch (error) {
      const { kind, code, message, details, cause } = toAppError(error);
      if (kind === 'internal') this.logger.error({ err: cause });
      acknowledge({ data: null, error: { code, message, details }, meta: {} });
    }
  }

  private async prolong(connection: Connection, content: unknown): Promise<{ expires_at: Date | null }> {
    if (typeof content !== 'object' || content === null) throw errors.invalidField('token', 'required', 'is required');
    const session = await this.authenticator.prolong(connection.pass, (content as { token?: unknown }).token);
    connection.prolong(session);
    this.sessions.recheck(session.sessionId);
    return { expires_at: session.expiresAt };
  }
}

function unknownMessage(): AppError {
  return new AppError('not_found', 'not_found', 'Nothing of this name can be said here; only authenticate can.');
}
