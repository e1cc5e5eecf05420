import { QueryFailedError } from 'typeorm';
import { DatabaseError } from 'pg';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { NoPrimary } from './primary.js';
import { StaleRow } from './stale-row.js';

const constraintErrors = new Map<string, () => AppError>();

/** Maps a constraint to the error that users see. Call it next to the errors of the feature. */
export function mapConstraint(name: string, error: () => AppError): void {
  constraintErrors.set(name, error);
}

/** SQLSTATE classes and codes that mean "the server is away", see PostgreSQL appendix A. */
const AWAY = /^(08...|57P0.|53300|25006)$/;
/** A lock, a deadlock, a serialization failure or the statement timeout: the same request may pass a moment later. */
const CROWDED = /^(40001|40P01|55P03|57014|53...)$/;
/** What `require_row`, a function of the database, fails with. */
const STALE = 'FT001';
const LOST = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
const LOST_WORDS = /Connection terminated|Query read timeout|not queryable|Client was closed|closed the connection/i;

/**
 * Turns what node-postgres throws into the program's own failures; anything else passes as it is. What TypeORM wrapped
 * is unwrapped: its wrapping holds the values of the statement, which belong into no log.
 */
export function translate(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (error instanceof QueryFailedError) return translate(error.driverError);
  if (error instanceof DatabaseError) return fromServer(error);
  if (error instanceof NoPrimary) return errors.databaseUnavailable(error);
  if (error.message === 'timeout exceeded when trying to connect') return errors.overloaded(error);
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return LOST.test(code) || LOST_WORDS.test(error.message) ? errors.databaseUnavailable(error) : error;
}

function fromServer(error: DatabaseError): unknown {
  const code = error.code ?? '';
  if (AWAY.test(code)) return errors.databaseUnavailable(error);
  if (CROWDED.test(code)) return errors.overloaded(error);
  if (code === STALE) return new StaleRow();
  return constraintErrors.get(error.constraint ?? '')?.() ?? error;
}

/** Whether a late answer may still arrive on the connection, so that it must not be used again. */
export function breaksConnection(error: unknown): boolean {
  return error instanceof AppError && error.code === 'database_unavailable';
}
