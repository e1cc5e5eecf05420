import { FileField } from '../../../platform/files/file-field.js';
import type { ReceivedFile } from '../../../platform/files/received-file.js';
import { Example } from '../../../platform/input/example.js';
import { Name, OneOf, Optional, QueryFlag, QueryId } from '../../../platform/input/fields.js';
import { TextMap } from '../../../platform/input/fields/map-fields.js';
import { MAPPED_FIELDS } from '../sources/csv.source.js';

export const IMPORT_FORMATS = ['fasttrack', 'csv', 'trello', 'todoist'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export class ImportProject {
  /**
   * What is sent. Without it, JSON lines are an export of this program (`fasttrack`), JSON is a board of Trello, and CSV is
   * a table of tasks.
   */
  @Optional()
  @OneOf(IMPORT_FORMATS)
  format?: ImportFormat;

  /** The project that takes it in, of which you are an editor. Without it, a project is made, or found again. */
  @Optional()
  @QueryId()
  project_id?: number;

  /** What a new project is called. */
  @Optional()
  @Name()
  name?: string;

  /**
   * For CSV: a JSON object of fields of a task and the columns that they are in, as `{"title":"What","due_on":"When"}`.
   * Without it, columns are fields if they are called so.
   */
  @Optional()
  @TextMap(MAPPED_FIELDS)
  mapping?: Record<string, string>;

  /** `true` tells what would happen, and does nothing. */
  @Optional()
  @QueryFlag()
  dry_run = false;

  /** What becomes of a file in which something is wrong: nothing of it is imported (`stop`), or all that is good (`skip`). */
  @Optional()
  @OneOf(['stop', 'skip'])
  on_error: 'stop' | 'skip' = 'stop';
}

@Example({ file: 'title,due_on\nWater the beds,2026-01-31\n' })
export class ImportedFile {
  /** A body that is missing is one in which the file is. */
  static readonly mayBeAbsent = true;

  @FileField()
  file!: ReceivedFile;
}
