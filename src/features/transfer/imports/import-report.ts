import type { FieldError } from '../../../platform/errors/app-error.js';
import { errors } from '../../../platform/errors/errors.js';
import type { Project } from '../../projects/project.entity.js';
import { ImportView, type ImportedCounts } from './import.view.js';

/** As many are told. */
const TOLD = 100;
/** A file that is refused is read on to find so many. */
const ENOUGH = 50;
const KINDS = { label: 'labels', task: 'tasks', comment: 'comments', relation: 'relations' } as const;

/** What an import has done, and what was wrong. */
export class ImportReport {
  private readonly faults: FieldError[] = [];
  private readonly notes: string[] = [];
  private readonly created: ImportedCounts = { labels: 0, tasks: 0, comments: 0, relations: 0 };
  private readonly unchanged: ImportedCounts = { labels: 0, tasks: 0, comments: 0, relations: 0 };
  private faultCount = 0;

  constructor(private readonly skipsFaults: boolean) {}

  /** @throws AppError `validation_failed` where there are enough of them, and they are not passed over */
  fail(...faults: FieldError[]): void {
    this.faultCount += faults.length;
    this.faults.push(...faults.slice(0, TOLD - this.faults.length));
    if (this.faultCount >= ENOUGH) this.requireNoFaults();
  }

  /** @throws AppError `validation_failed` */
  requireNoFaults(): void {
    if (this.faultCount > 0 && !this.skipsFaults) throw errors.invalid(this.faults);
  }

  note(text: string): void {
    if (this.notes.length < TOLD) this.notes.push(text);
  }

  count(kind: keyof typeof KINDS, created: number, unchanged: number): void {
    this.created[KINDS[kind]] += created;
    this.unchanged[KINDS[kind]] += unchanged;
  }

  view({ id, key, name }: Project, { isDry, isNew }: { isDry: boolean; isNew: boolean }): ImportView {
    const { created, unchanged, notes, faultCount, faults } = this;
    return Object.assign(new ImportView(), {
      dry_run: isDry,
      project: isDry && isNew ? null : { id, key, name },
      project_created: isNew,
      created,
      unchanged,
      skipped_count: faultCount,
      skipped: faults.map(({ field, code, message }) => ({ field, code, message })),
      notes,
    });
  }
}
