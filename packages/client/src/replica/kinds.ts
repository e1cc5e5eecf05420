import type { Change, Label, Member, Project, Relation, Task, TaskComment, TaskFile } from '../api.js';

/** What a project is made of, by kind, as the feed shows it. */
export interface Kinds {
  project: Omit<Project, 'role'>;
  member: Member;
  label: Label;
  task: Task;
  comment: TaskComment;
  relation: Relation & { task_id: number };
  file: TaskFile;
}

export type Kind = keyof Kinds;

/** Any of them. */
export type Row = Kinds[Kind];

export const KINDS: readonly Kind[] = ['project', 'member', 'label', 'task', 'comment', 'relation', 'file'];

/** A line of the feed, as far as the replica needs it. */
export interface FeedLine {
  seq: Change['seq'];
  kind: Kind;
  id: number;
  deleted: boolean;
  data: unknown;
  request_id?: string | null;
}

/** Where something is: for whoever wants to show it anew. */
export interface Place {
  kind: Kind;
  id: number;
}
