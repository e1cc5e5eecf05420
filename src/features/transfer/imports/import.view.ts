/** How many of each kind. */
export class ImportedCounts {
  labels!: number;
  tasks!: number;
  comments!: number;
  relations!: number;
}

export class SkippedView {
  /** Where in the file, as `lines[3].title`: its lines count from 1. */
  field!: string;
  code!: string;
  message!: string;
}

export class ImportedIntoView {
  id!: number;
  key!: string;
  name!: string;
}

export class ImportView {
  /** Whether nothing was done: the rest says what would be. */
  dry_run!: boolean;
  /** The project that has it now; `null` where a dry run would make one. */
  project!: ImportedIntoView | null;
  /** Whether the project is a new one. */
  project_created!: boolean;
  created!: ImportedCounts;
  /** What was there before, and stays as it is. */
  unchanged!: ImportedCounts;
  /** How many places of the file were passed over. */
  skipped_count!: number;
  /** The first hundred of them. */
  skipped!: SkippedView[];
  /** What else is different from the file. */
  notes!: string[];

  addsRows(): boolean {
    const { dry_run, project_created, created } = this;
    return !dry_run && (project_created || Object.values(created).some((count: number) => count > 0));
  }
}
