import './webhook.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { Clock } from '../../platform/time/clock.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import { inActiveProject, type Writer } from '../projects/project-member.entity.js';
import { DAYS_WITHOUT_SUCCESS, FORMER_SECRET_HOURS, type PauseReason, Webhook } from './webhook.entity.js';

const COUNT = 'SELECT count(*) AS count FROM webhooks WHERE project_id = $1';
const NEXT_ID = `SELECT nextval(pg_get_serial_sequence('webhooks', 'id')) AS id`;

/** After the parameters of the guard: the id, the sealed secret and the time. */
const rotate = (guard: string, given: number) => `
  WITH guard AS (${guard})
  UPDATE webhooks w SET former_secret = w.secret, secret = $${given + 2}, version = w.version + 1, updated_at = now(),
    former_secret_until = $${given + 3}::timestamptz + interval '${FORMER_SECRET_HOURS} hours'
  FROM guard WHERE w.id = $${given + 1}`;

/** Whichever of the two was sealed with an older key. */
const SEAL_ANEW = `
  UPDATE webhooks SET secret = CASE WHEN secret = $2 THEN $3 ELSE secret END,
    former_secret = CASE WHEN former_secret = $2 THEN $3 ELSE former_secret END
  WHERE id = $1 AND (secret = $2 OR former_secret = $2)`;

const LISTENING = `
  SELECT id, project_id AS "projectId", types FROM webhooks WHERE project_id = ANY($1::bigint[]) AND is_active
  ORDER BY id`;

const BEGIN_ANEW = 'UPDATE webhooks SET failing_since = NULL, is_proven = false WHERE id = $1';

/** In order, nothing is written. */
const NOTE_SUCCESS = `
  UPDATE webhooks SET failing_since = NULL, is_proven = true
  WHERE id = $1 AND (failing_since IS NOT NULL OR NOT is_proven)`;

const NOTE_FAILURE = `
  UPDATE webhooks SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL`;

const TOO_LONG = `failing_since <= $1::timestamptz - interval '${DAYS_WITHOUT_SUCCESS} days'`;
const FAILING = `
  SELECT w.id FROM webhooks w JOIN projects p ON p.id = w.project_id WHERE w.is_active AND w.${TOO_LONG}
  ORDER BY w.failing_since LIMIT $2`;

const PAUSE = `
  UPDATE webhooks w SET is_active = false, paused_reason = $2, version = w.version + 1, updated_at = now()
  FROM projects p WHERE w.id = $1 AND w.is_active AND p.id = w.project_id
  RETURNING w.id AS "webhookId", p.id AS "projectId", p.name AS project`;

/** A webhook that hears of what happens now. */
export type Listening = Pick<Webhook, 'id' | 'projectId' | 'types'>;

/** What a pause is about. */
export interface Paused {
  webhookId: number;
  projectId: number;
  project: string;
}

type Draft = Pick<Webhook, 'id' | 'url' | 'types' | 'description' | 'secret'>;

/** Changes by people are one statement each, carried out only in an active project. */
@Injectable()
export class WebhookRepository extends EntityRepository<Webhook> {
  private readonly byId = `
    SELECT ${this.columns('w')}, ${this.joined('p', 'project', ['id', 'status'])}, m.role AS "project.role"
    FROM webhooks w JOIN projects p ON p.id = w.project_id
    LEFT JOIN project_members m ON m.project_id = w.project_id AND m.user_id = $2 WHERE w.id = $1`;

  private readonly ofProject = `
    SELECT ${this.columns()} FROM webhooks WHERE project_id = $1 AND id > $2 ORDER BY id LIMIT $3`;

  constructor(
    db: Database,
    private readonly clock: Clock,
  ) {
    super(Webhook, db);
  }

  /** With the role of this person in its project. */
  findFor(personId: number, id: number): Promise<Webhook | null> {
    return this.lookUp(this.byId, [id, personId]);
  }

  listOfProject(projectId: number, { after, limit }: { after: number | null; limit: number }): Promise<Webhook[]> {
    return this.select(this.ofProject, [projectId, after ?? 0, limit + 1]);
  }

  async countOf(projectId: number): Promise<number> {
    const [row] = await this.rows<{ count: number }>(COUNT, [projectId]);
    return row?.count ?? 0;
  }

  /** Its secret is sealed for it, so the id is known before the row. */
  async nextId(): Promise<number> {
    const [row] = await this.rows<{ id: number }>(NEXT_ID);
    return Number(row?.id);
  }

  /** @throws StaleRow when the project or the writer's role is not what it was when it was read */
  addTo(project: Webhook['project'], writer: Writer, draft: Draft): Promise<Webhook> {
    return this.add({ ...draft, projectId: project.id }, inActiveProject(writer, project));
  }

  /** @throws StaleRow when the webhook, its project or the writer's role is not what it was when it was read */
  saveAs(writer: Writer, webhook: Webhook): Promise<Webhook> {
    return this.saveVersion(webhook, inActiveProject(writer, webhook.project));
  }

  /** @throws StaleRow, as `saveAs` does */
  removeAs(writer: Writer, webhook: Webhook): Promise<void> {
    return this.deleteVersion(webhook, inActiveProject(writer, webhook.project));
  }

  /** @throws StaleRow, as `saveAs` does */
  async rotate(writer: Writer, { id, project }: Webhook, sealed: Buffer): Promise<void> {
    const { text, values } = inActiveProject(writer, project);
    const rotated = await this.execute(rotate(text, values.length), [...values, id, sealed, this.clock.now()]);
    if (rotated === 0) throw new StaleRow();
  }

  async sealAnew(id: number, former: Buffer, sealed: Buffer): Promise<void> {
    await this.execute(SEAL_ANEW, [id, former, sealed]);
  }

  listening(projectIds: readonly number[]): Promise<Listening[]> {
    return this.rows<Listening & Record<string, unknown>>(LISTENING, [projectIds]);
  }

  /** What was before doesn't count any more. */
  async beginAnew(id: number): Promise<void> {
    await this.execute(BEGIN_ANEW, [id]);
  }

  async noteSuccess(id: number): Promise<void> {
    await this.execute(NOTE_SUCCESS, [id]);
  }

  async noteFailure(id: number): Promise<void> {
    await this.execute(NOTE_FAILURE, [id, this.clock.now()]);
  }

  /** Those that have had no success for too long. */
  async listFailing(limit: number): Promise<number[]> {
    return (await this.rows<{ id: number }>(FAILING, [this.clock.now(), limit])).map(({ id }) => id);
  }

  /** Null where it is not active, or its project is gone. */
  async pause(id: number, reason: PauseReason): Promise<Paused | null> {
    const [paused] = await this.rows<Paused & Record<string, unknown>>(PAUSE, [id, reason]);
    return paused ?? null;
  }
}
