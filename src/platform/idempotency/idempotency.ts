import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../request/actor.js';
import { Database } from '../database/database.js';
import { AppError } from '../errors/app-error.js';
import { errors } from '../errors/errors.js';
import { violation, validateText } from '../input/violation.js';
import { Every } from '../events/on.js';
import type { Request, Response } from '../request/request.js';
import { chooseStatus, chosenStatus } from '../http/responses/chosen-status.js';
import { TaggedView } from '../http/responses/versioned-view.js';
import { SecretBox, UnreadableSecret } from '../secrets/secret-box.js';

/** The lock marks a request in progress. It ends with its transaction, so a crash leaves nothing behind. */
const TAKE = 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 70415703)) AS mine';
const FIND = `
  SELECT body_hash AS "bodyHash", answer FROM kept_answers
  WHERE user_id = $1 AND path = $2 AND key = $3 AND created_at > now() - interval '24 hours'`;
const KEEP = `
  INSERT INTO kept_answers (user_id, path, key, body_hash, answer) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (user_id, path, key)
  DO UPDATE SET body_hash = EXCLUDED.body_hash, answer = EXCLUDED.answer, created_at = now()`;
const SEAL_ANEW = 'UPDATE kept_answers SET answer = $4 WHERE user_id = $1 AND path = $2 AND key = $3';
const CLEAR = `
  DELETE FROM kept_answers WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM kept_answers WHERE created_at <= now() - interval '24 hours' LIMIT 5000))`;

/** RFC 9110 field content without blanks: 1 to 255 visible characters. */
const VISIBLE = /^[\x21-\x7e]+$/;
const INVISIBLE = violation('format', 'must be visible characters of ASCII');

interface Answer {
  data: unknown;
  etag: string | null;
  /** Where the handler chose one. */
  status?: number;
}

type Place = [userId: number, path: string, key: string];

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the effect of a POST and its stored response commit
 * together, so that a repetition finds both or neither. All transactions of the handler are joined into one, which
 * begins with the first of them: work before it, such as hashing a password, holds no connection and no lock.
 *
 * @spec SPEC-008
 */
@Injectable()
export class Idempotency {
  /** Keys in progress on this instance: a repetition is refused at once. For other instances, the lock decides. */
  private readonly underWay = new Set<string>();

  constructor(
    private readonly db: Database,
    private readonly box: SecretBox,
  ) {}

  /** Runs `handle` once for the key; afterwards, returns the stored response. */
  async once(request: Request, actor: Actor, handle: () => Promise<unknown>): Promise<unknown> {
    const place: Place = [actor.id, pathOf(request), keyOf(request)];
    const purpose = JSON.stringify(place);
    if (this.underWay.has(purpose)) throw inProgress();
    this.underWay.add(purpose);
    try {
      const kept = await this.again(request, place);
      return kept ? kept.data : await this.perform(request, place, handle);
    } finally {
      this.underWay.delete(purpose);
    }
  }

  @Every({ minutes: 10, as: 'clear-stored-responses' })
  async clear(): Promise<void> {
    await this.db.execute(CLEAR);
  }

  private async perform(request: Request, place: Place, handle: () => Promise<unknown>): Promise<unknown> {
    const frame = {
      first: () => this.claim(place),
      last: (data: unknown) => this.keep(request, place, data),
    };
    try {
      return await this.db.inOneTransaction(frame, async () => (await handle()) ?? null);
    } catch (error) {
      const kept = await this.again(request, place);
      if (kept) return kept.data;
      throw error;
    }
  }

  /** @throws AppError `idempotency_in_progress`, also where another instance has just finished */
  private async claim(place: Place): Promise<void> {
    const [lock] = await this.db.query<{ mine: boolean }>(TAKE, [JSON.stringify(place)]);
    if (!lock?.mine || (await this.db.query(FIND, place)).length > 0) throw inProgress();
  }

  private async keep(request: Request, place: Place, data: unknown): Promise<void> {
    const status = chosenStatus(request.res as Response);
    const answer: Answer = { data, etag: data instanceof TaggedView ? data.etag() : null, ...(status && { status }) };
    await this.db.execute(KEEP, [
      ...place,
      hashOf(request.body),
      this.box.seal(JSON.stringify(place), JSON.stringify(answer)),
    ]);
  }

  /** The stored response, or undefined. */
  private async again(request: Request, place: Place): Promise<Pick<Answer, 'data'> | undefined> {
    const [kept] = await this.db.query<{ bodyHash: Buffer; answer: Buffer }>(FIND, place);
    if (!kept) return undefined;
    if (!hashOf(request.body).equals(kept.bodyHash)) throw reused();
    const { data, etag, status } = await this.answerIn(kept.answer, place);
    const response = request.res as Response;
    response.setHeader('Idempotent-Replayed', 'true');
    if (etag !== null) response.setHeader('ETag', etag);
    if (status !== undefined) chooseStatus(response, status);
    return { data };
  }

  private async answerIn(sealed: Buffer, place: Place): Promise<Answer> {
    try {
      const keep = (sealedAnew: Buffer) => this.db.execute(SEAL_ANEW, [...place, sealedAnew]);
      return JSON.parse(await this.box.open(JSON.stringify(place), sealed, keep)) as Answer;
    } catch (error) {
      throw error instanceof UnreadableSecret ? unreadable() : error;
    }
  }
}

/** Identifies the request by route and parameters, not by its target, which has many spellings and any length. */
function pathOf({ route, params, query }: Request): string {
  const { path } = route as { path: string };
  const filled = JSON.stringify([Object.entries(params), Object.entries(query).sort()]);
  return `${path} ${createHash('sha256').update(filled).digest('base64url')}`;
}

function keyOf({ headers }: Request): string {
  const key = headers['idempotency-key'];
  const wrong = validateText(key, { min: 1, max: 255 }) ?? (VISIBLE.test(key as string) ? null : INVISIBLE);
  if (wrong) throw errors.invalid([{ field: 'Idempotency-Key', ...wrong }]);
  return key as string;
}

function hashOf(body: unknown): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(body ?? null))
    .digest();
}

const inProgress = () =>
  new AppError('conflict', 'idempotency_in_progress', 'The first request with this key is still running.', {
    retryAfterSeconds: 1,
  });

const unreadable = () =>
  new AppError(
    'conflict',
    'idempotency_answer_unreadable',
    'This was done, but its stored answer was sealed under a key that is gone; look at what is there, or use another key.',
  );

const reused = () => new AppError('invalid', 'idempotency_key_reused', 'This key was used before, with another body.');
