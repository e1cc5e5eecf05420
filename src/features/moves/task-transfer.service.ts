import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { StaleRow } from '../../platform/database/stale-row.js';
import type { FieldChanges } from '../../platform/events/field-changes.js';
import { Events } from '../../platform/events/events.js';
import type { Project } from '../projects/project.entity.js';
import type { Task, TaskStatus } from '../tasks/task.entity.js';
import { aboutTask, TaskMoved, TaskStatusChanged } from '../tasks/task.events.js';
import { TaskService } from '../tasks/task.service.js';
import { type Arrival, type CarriedLabels, MoveRepository } from './move.repository.js';
import type { Place } from './place.js';
import { positionOf } from './position.js';
import { TaskOrder } from './task-order.service.js';

/** What a move to another project asks for. */
export interface Transfer {
  target: Project;
  place: Place;
  status: TaskStatus;
}

type Tree = [root: Task, ...below: Task[]];

/**
 * Moves a task to another project, with all below it.
 *
 * @spec SPEC-023.7, SPEC-023.8
 */
@Injectable()
export class TaskTransfer {
  constructor(
    private readonly tasks: TaskService,
    private readonly order: TaskOrder,
    private readonly moves: MoveRepository,
    private readonly events: Events,
  ) {}

  /**
   * Call it in a transaction.
   *
   * @throws StaleRow where the task, one of the projects, or the actor's role there is not what it was when it was read
   */
  async move(actor: Actor, task: Task, transfer: Transfer): Promise<Task> {
    const { project, assignee } = task;
    task.changeStatus(transfer.status);
    await this.holdBoth(actor, project, transfer.target);
    const leaving = await this.leaving(task);
    const arrived = await this.carry(await this.arrivalsOf(actor, leaving, transfer), transfer.target);
    for (const left of leaving) {
      for (const fact of factsOf(left, arrived.get(left.id) as Arrived)) await this.events.record(actor, fact);
    }
    const { task: moved } = arrived.get(task.id) as Arrived;
    return Object.assign(task, moved, { assignee, labels: await this.moves.listLabels(task.id) });
  }

  /** In the order of their ids, so that moves in opposite directions wait for each other. */
  private async holdBoth(actor: Actor, source: Project, target: Project): Promise<void> {
    for (const project of [source, target].sort((a, b) => a.id - b.id)) await this.tasks.hold(actor, project);
  }

  /** The task, and what is below it in the order of the project. */
  private async leaving(task: Task): Promise<Tree> {
    const tree = await this.tasks.listTrees([task]);
    const root = tree.find(({ id }) => id === task.id);
    if (root?.version !== task.version || root.projectId !== task.projectId) throw new StaleRow();
    const below = tree.filter((one) => one !== root).sort((a, b) => (a.position < b.position ? -1 : 1));
    return [root, ...below];
  }

  /** The subtasks come last. The task itself comes where it is asked to; the end is behind its subtasks, too. */
  private async arrivalsOf(actor: Actor, [root, ...below]: Tree, { target, place, status }: Transfer) {
    const isAtEnd = 'to' in place && place.to === 'last';
    const beside = isAtEnd ? null : await this.order.find(actor, target, root.id, place);
    const last = await this.moves.claim(target.id, below.length + 1, below.length);
    const { new: position } = beside ?? (await this.order.find(actor, target, root.id, place));
    const [number, firstPlace] = [last.number - below.length, last.place - below.length + 1];
    return [
      { id: root.id, position, number, parentId: null, status },
      ...below.map((one, at): Arrival => {
        const { id, parentId } = one;
        return { id, position: positionOf(firstPlace + at), number: number + 1 + at, parentId, status: one.status };
      }),
    ];
  }

  /** What hangs on tasks and belongs to their project is carried along here, in the transaction of the move. */
  private async carry(arrivals: readonly Arrival[], target: Project): Promise<Map<number, Arrived>> {
    const tasks = await this.moves.transfer(target.id, arrivals);
    const ids = arrivals.map(({ id }) => id);
    const labels = await this.moves.carryLabels(target.id, ids);
    return new Map(
      tasks.map((task) => [task.id, { task: Object.assign(task, { project: target }), labels: labels.get(task.id) }]),
    );
  }
}

/** A task in its new project, and what has become of its labels, if it had any. */
interface Arrived {
  task: Task;
  labels: CarriedLabels | undefined;
}

function factsOf(left: Task, { task, labels }: Arrived): (TaskMoved | TaskStatusChanged)[] {
  const [about, { projectId: formerProjectId, status }] = [aboutTask(task), left];
  const changes = { ...changesBetween(left, task), ...(labels && { label_ids: labels }) };
  const moved = new TaskMoved({ ...about, formerProjectId, status, changes });
  if (status === task.status) return [moved];
  return [moved, new TaskStatusChanged({ ...about, old: status, new: task.status })];
}

function changesBetween(left: Task, arrived: Task): FieldChanges {
  return {
    position: { old: left.position, new: arrived.position },
    project_id: { old: left.projectId, new: arrived.projectId },
    ref: { old: left.ref, new: arrived.ref },
    ...(left.parentId !== arrived.parentId && { parent_id: { old: left.parentId, new: arrived.parentId } }),
  };
}
