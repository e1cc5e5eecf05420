import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import type { ReceivedFile } from '../../../platform/files/received-file.js';
import type { Actor } from '../../../platform/request/actor.js';
import { readCsv } from '../sources/csv.source.js';
import { readJsonLines } from '../sources/json-lines.source.js';
import type { Source } from '../sources/source.js';
import { readTodoist } from '../sources/todoist.source.js';
import { readTrello } from '../sources/trello.source.js';
import type { ImportFormat, ImportProject } from './import.dto.js';
import { ImportReport } from './import-report.js';
import { ImportTarget } from './import-target.service.js';
import type { ImportView } from './import.view.js';
import { ImportWriter } from './rows/import-writer.service.js';
import { Staging } from './staging/staging.service.js';

const SOURCES: Record<ImportFormat, Source> = {
  fasttrack: readJsonLines,
  csv: readCsv,
  trello: readTrello,
  todoist: readTodoist,
};

/**
 * Takes a file into a project: all of it, or nothing. What is in it is staged first, and then becomes rows, in one
 * transaction; a dry run does the same, and takes it back.
 *
 * @spec SPEC-043
 */
@Injectable()
export class ImportService {
  constructor(
    private readonly db: Database,
    private readonly staging: Staging,
    private readonly target: ImportTarget,
    private readonly rows: ImportWriter,
  ) {}

  /** @throws AppError `validation_failed`, `not_found`, `forbidden`, `project_archived`, `limit_reached` */
  run(actor: Actor, file: ReceivedFile, options: ImportProject & { format: ImportFormat }): Promise<ImportView> {
    return this.db.transaction(async () => {
      await this.db.execute('SAVEPOINT import');
      const view = await this.take(actor, file, options);
      if (options.dry_run) await this.db.execute('ROLLBACK TO SAVEPOINT import');
      return view;
    });
  }

  private async take(
    actor: Actor,
    { path, content }: ReceivedFile,
    options: ImportProject & { format: ImportFormat },
  ): Promise<ImportView> {
    const { format, mapping, dry_run: isDry, on_error } = options;
    const report = new ImportReport(on_error === 'skip');
    const given = await this.target.require(actor, options);
    const staged = await this.staging.take(SOURCES[format](path, { ...(mapping && { mapping }) }), report);
    report.requireNoFaults();
    const source = { project: staged.project, externalId: `${format}:sha256/${content.sha256}` };
    const { project, isNew } = given ? { project: given, isNew: false } : await this.target.own(actor, options, source);
    await this.rows.make(actor, project, staged, report);
    return report.view(project, { isDry, isNew });
  }
}
