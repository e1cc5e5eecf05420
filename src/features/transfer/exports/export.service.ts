import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { errors } from '../../../platform/errors/errors.js';
import { type Put, Spools } from '../../../platform/files/spools.js';
import type { Project } from '../../projects/project.entity.js';
import { EXPORT_FORMAT, EXPORT_VERSION } from '../transfer-format.js';
import type { ExportFormat } from './export.dto.js';
import { type ExportedMember, ExportRepository } from './export.repository.js';
import { headOfTable, rowsOfTable } from './export-table.js';

/** Whether nobody waits for it any more. */
type IsGone = () => boolean;

/**
 * Writes all of a project, as it is at one moment, in constant memory: first into a file, so that a client that reads
 * slowly holds no connection to the database.
 *
 * @spec SPEC-043
 */
@Injectable()
export class ExportService {
  constructor(
    private readonly db: Database,
    private readonly projects: ExportRepository,
    private readonly spools: Spools,
    private readonly config: Config,
  ) {}

  write(project: Project, format: ExportFormat, isGone: IsGone): Promise<{ bytes: Readable; size: number }> {
    const pieces = format === 'csv' ? this.table(project) : this.lines(project);
    return this.spools.fill((put) => this.snapshot(pieces, put, isGone));
  }

  /** @throws AppError `request_timeout` where the client is gone */
  private snapshot(pieces: AsyncGenerator<string>, put: Put, isGone: IsGone): Promise<void> {
    return this.db.transaction(async () => {
      await this.projects.beginSnapshot();
      for await (const piece of pieces) {
        if (isGone()) throw errors.requestTimeout();
        await put(piece);
      }
    });
  }

  private async *table({ id, key }: Project): AsyncGenerator<string> {
    yield headOfTable();
    for await (const tasks of this.projects.tasks(id)) if (tasks.length > 0) yield rowsOfTable(tasks, key);
  }

  private async *lines({ id }: Project): AsyncGenerator<string> {
    const project = await this.projects.project(id);
    if (!project) throw errors.notFound('project');
    yield linesOf('project', [{ format: EXPORT_FORMAT, version: EXPORT_VERSION, ...this.origin(), ...project }]);
    yield linesOf('label', await this.projects.labels(id));
    for await (const members of this.projects.members(id)) yield linesOf('member', members.map(memberOf));
    for await (const tasks of this.projects.tasks(id)) yield linesOf('task', tasks);
    for await (const comments of this.projects.comments(id)) yield linesOf('comment', comments);
    for await (const relations of this.projects.relations(id)) yield linesOf('relation', relations);
    for await (const files of this.projects.files(id)) yield linesOf('file', files);
  }

  private origin(): object {
    return { origin: this.config.publicUrl, exported_at: new Date() };
  }
}

function linesOf(kind: string, rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify({ kind, ...row })}\n`).join('');
}

/** As lists of members show them. */
function memberOf({ id, display_name, type, role, joined_at }: ExportedMember): object {
  return { user: { id, display_name, kind: type }, role, joined_at };
}
