import { OneOf, Optional } from '../../../platform/input/fields.js';

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export class ExportProject {
  /** `jsonl` (JSON lines) has everything, and can be imported again; `csv` has the tasks, for spreadsheets. */
  @Optional()
  @OneOf(EXPORT_FORMATS)
  format: ExportFormat = 'jsonl';
}
