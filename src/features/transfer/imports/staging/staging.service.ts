import { Injectable } from '@nestjs/common';
import { errors } from '../../../../platform/errors/errors.js';
import { labelKey, MAX_LABELS } from '../../../labels/label.entity.js';
import type { Found, Read } from '../../sources/source.js';
import { check } from './entry-check.js';
import type { ImportedProject } from './entry.dto.js';
import type { ImportReport } from '../import-report.js';
import { type Staged, StageRepository } from './stage.repository.js';

const BATCH = 1_000;
const COLOR = '#6b7280';

export interface StagedFile {
  /** What the file says of its project, where it does. */
  project: { externalId: string | null; fields: ImportedProject } | undefined;
  /** By their keys. */
  labels: Map<string, { name: string; color: string }>;
}

/** Takes a file in, so that all of it is known before a row is made, and none of it stays in memory. */
@Injectable()
export class Staging {
  constructor(private readonly stage: StageRepository) {}

  /** @throws AppError `validation_failed`, `limit_reached` */
  async take(source: AsyncGenerator<Read>, report: ImportReport): Promise<StagedFile> {
    await this.stage.open();
    const file: StagedFile = { project: undefined, labels: new Map() };
    let [batch, count]: [Staged[], number] = [[], 0];
    for await (const read of source) {
      const entry = entryOf(read, file, report);
      if (entry) batch.push(entry);
      if (batch.length < BATCH) continue;
      await this.stage.add(count, batch);
      count += batch.length;
      batch = [];
    }
    if (batch.length > 0) await this.stage.add(count, batch);
    report.fail(...(await this.stage.close()));
    return file;
  }
}

/** What is to be staged; null for what is kept in `file`, or is said in the report. */
function entryOf(read: Read, file: StagedFile, report: ImportReport): Staged | null {
  if ('remark' in read) report.note(read.remark);
  else if ('fault' in read) report.fail(read.fault);
  else return checked(read, file, report);
  return null;
}

function checked(found: Found, file: StagedFile, report: ImportReport): Staged | null {
  const result = check(found);
  if ('faults' in result) {
    report.fail(...result.faults);
    return null;
  }
  const { entry } = result;
  if (entry.kind === 'project') file.project = { externalId: entry.externalId, fields: entry.fields };
  else if (entry.kind === 'label') keepLabel(file, entry.fields);
  else if (entry.kind === 'task') for (const name of namesIn(found)) keepLabel(file, { name });
  return entry.kind === 'project' || entry.kind === 'label' ? null : entry;
}

function namesIn({ fields }: Found): string[] {
  return (fields['labels'] ?? []) as string[];
}

/** The first color that is said. @throws AppError `limit_reached` */
function keepLabel({ labels }: StagedFile, { name, color }: { name?: string; color?: string | null }): void {
  const key = labelKey(String(name));
  if (!labels.has(key)) labels.set(key, { name: String(name), color: color ?? COLOR });
  if (labels.size > MAX_LABELS) throw errors.limitReached('labels', MAX_LABELS);
}
