import type { Client } from 'pg';
import { ChangeSequencer } from '../../src/features/changes/change-sequencer.js';
import { CommentAdded } from '../../src/features/comments/comment.events.js';
import { LabelUpdated } from '../../src/features/labels/label.events.js';
import { PresenceRepository } from '../../src/features/presence/presence.repository.js';
import { ProjectChanged } from '../../src/features/projects/project.events.js';
import { TaskChanged, TaskDeleted } from '../../src/features/tasks/task.events.js';
import { UserRenamed } from '../../src/features/users/user.events.js';
import type { RecordedEvent } from '../../src/platform/events/domain-event.js';
import type { TestApp } from './app.js';
import type { Person } from './people.js';

interface Stage {
  app: TestApp;
  onlooker: Client;
  ann: Person;
  sue: Person;
  project: number;
  elsewhere: number;
  task: number;
  label: number;
  /** One that Sue is a member of. */
  shared: number;
}

type Work = (stage: Stage) => Promise<unknown>;

const numbering =
  (type: string, dataOf: (stage: Stage) => object): Work =>
  (stage) => {
    const events: RecordedEvent[] = [
      { id: 1, type, actorId: stage.ann.id, requestId: null, data: dataOf(stage), at: new Date() },
    ];
    return stage.app.database.transaction(() => stage.app.get(ChangeSequencer).number(events));
  };

/** What asks for changes of projects, and what numbers them. */
export const FEED_WORKS: Record<string, Work> = {
  'a page of changes': ({ ann, project }) => ann.get(`/projects/${project}/changes?since=1&limit=2`),
  'a page of changes of some kinds': ({ ann, project }) =>
    ann.get(`/projects/${project}/changes?kinds=task,comment&limit=2`),
  'filling a feed': async ({ onlooker, sue, shared }) => {
    await onlooker.query('UPDATE project_feeds SET filled_at = NULL WHERE project_id = $1', [shared]);
    return sue.get(`/projects/${shared}/changes`);
  },
  'numbering a task': numbering(TaskChanged.type, ({ project: projectId, task: taskId }) => ({ projectId, taskId })),
  'numbering a comment': numbering(CommentAdded.type, ({ project: projectId }) => ({ projectId, commentId: 1 })),
  'numbering what is deleted with a task': numbering(TaskDeleted.type, ({ project: projectId, task: taskId }) => {
    return { projectId, taskId };
  }),
  'numbering a renamed label': numbering(LabelUpdated.type, ({ project: projectId, label: labelId }) => {
    return { projectId, labelId };
  }),
  'numbering a renamed person': numbering(UserRenamed.type, ({ ann }) => ({ userId: ann.id })),
  'numbering another key': numbering(ProjectChanged.type, ({ project: projectId }) => ({ projectId, fields: ['key'] })),
  'who is present': ({ app, project, elsewhere }) => app.get(PresenceRepository).present([project, elsewhere]),
};
