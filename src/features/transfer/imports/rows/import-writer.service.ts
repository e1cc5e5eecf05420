import { Injectable } from '@nestjs/common';
import { errors } from '../../../../platform/errors/errors.js';
import { Events } from '../../../../platform/events/events.js';
import type { Actor } from '../../../../platform/request/actor.js';
import { CommentsImported } from '../../../comments/comment.events.js';
import { MAX_LABELS } from '../../../labels/label.entity.js';
import { aboutLabel, LabelCreated } from '../../../labels/label.events.js';
import type { Project } from '../../../projects/project.entity.js';
import { RelationAdded } from '../../../relations/relation.events.js';
import { TaskCreated } from '../../../tasks/task.events.js';
import { circlesIn } from '../circles.js';
import type { ImportReport } from '../import-report.js';
import { TaskPlacement } from './task-placement.service.js';
import { type AddedTask, RowRepository } from './row.repository.js';
import { StageRepository } from '../staging/stage.repository.js';
import type { StagedFile } from '../staging/staging.service.js';

const BATCH = 1_000;

/** Makes rows of all that is staged and new, each with its event. Nobody is notified of them. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly placement: TaskPlacement,
    private readonly stage: StageRepository,
    private readonly rows: RowRepository,
    private readonly events: Events,
  ) {}

  /** In the open transaction. @throws AppError `validation_failed`, `limit_reached`; StaleRow as `TaskPlacement` does */
  async make(actor: Actor, project: Project, { labels }: StagedFile, report: ImportReport): Promise<void> {
    await this.placement.place(actor, project, report);
    await this.makeLabels(actor, project, labels, report);
    const { ahead, tasks, comments } = await this.rows.number(project.id);
    for (const turns of turnsOf(tasks)) {
      const added = await this.rows.addTasks(project.id, ahead, turns);
      await this.events.recordAll(
        added.map((task) => created(project, task)),
        actor,
      );
    }
    await this.makeRelations(actor, project, report);
    for (const turns of turnsOf(comments)) {
      const commentIds = await this.rows.addComments(actor.id, turns);
      await this.events.record(actor, new CommentsImported({ projectId: project.id, commentIds }));
    }
    await this.rows.keepIds(project.id);
    for (const { kind, isNew, count } of await this.rows.counts())
      report.count(kind, isNew ? count : 0, isNew ? 0 : count);
  }

  private async makeLabels(
    actor: Actor,
    { id: projectId }: Project,
    wanted: StagedFile['labels'],
    report: ImportReport,
  ): Promise<void> {
    const known = new Set((await this.rows.labels(projectId)).map(({ nameKey }) => nameKey));
    const missing = [...wanted].filter(([key]) => !known.has(key));
    if (known.size + missing.length > MAX_LABELS) throw errors.limitReached('labels', MAX_LABELS);
    const drafts = missing.map(([nameKey, label]) => ({ ...label, nameKey }));
    const labels = drafts.length > 0 ? await this.rows.addLabels(projectId, drafts) : [];
    for (const label of labels) await this.events.record(actor, new LabelCreated(aboutLabel(label)));
    report.count('label', labels.length, wanted.size - labels.length);
  }

  private async makeRelations(actor: Actor, { id: projectId }: Project, report: ImportReport): Promise<void> {
    await this.refuseCircles(report);
    const added = await this.rows.addRelations();
    if (await this.rows.isCrowded()) throw errors.limitReached('relations of a task', 100);
    const inside = { projectId, relatedProjectId: projectId };
    const facts = added.map(({ id, ...link }) => new RelationAdded({ relationId: id, ...link, ...inside }));
    for (const [after, upTo] of turnsOf(facts.length)) await this.events.recordAll(facts.slice(after, upTo), actor);
    // Those that were there are counted with all that are staged.
    report.count('relation', added.length, -added.length);
  }

  /** @throws AppError `validation_failed` for relations that would make a circle of tasks that block each other */
  private async refuseCircles(report: ImportReport): Promise<void> {
    const circles = circlesIn(await this.rows.blocking());
    const wrong = circles.filter(({ nth }) => nth !== null).sort((one, other) => Number(one.nth) - Number(other.nth));
    const fault = { code: 'format' as const, message: 'must not make a circle of tasks that block each other' };
    report.fail(...wrong.map(({ place }) => ({ field: String(place), ...fault })));
    report.requireNoFaults();
    await this.stage.drop(wrong.map(({ nth }) => Number(nth)));
  }
}

function created(project: Project, { id: taskId, title, status, assigneeId }: AddedTask): TaskCreated {
  const { id: projectId, name, ownerId } = project;
  return new TaskCreated({ taskId, projectId, project: name, title, ownerId, assigneeId, status });
}

/** After which, and up to which: as many as there are, some at a time. */
function turnsOf(count: number): [number, number][] {
  return Array.from({ length: Math.ceil(count / BATCH) }, (_, nth) => [nth * BATCH, (nth + 1) * BATCH]);
}
