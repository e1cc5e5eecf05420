import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Events } from '../../platform/events/events.js';
import type { Project } from '../projects/project.entity.js';
import { moveErrors } from './move.errors.js';
import { TasksRespaced } from './move.events.js';
import { MoveRepository, type Placed } from './move.repository.js';
import type { Place } from './place.js';
import { between, placeOf, positionOf, spread } from './position.js';

/** A longer position is not given: the tasks around it make room first. */
const MAX_LENGTH = 60;
/** They make room enough that this many characters do. */
const ROOMY_LENGTH = 30;
/** How many tasks on each side make room; four times as many where that is not enough. */
const FIRST_ROOM = 128;
const LAST_ROOM = 8_192;

interface Found {
  old: string | null;
  new: string;
  version: number | null;
}

/**
 * Finds positions for tasks. All of it is done while the project is held (`TaskService.hold`), so nobody else finds the
 * same one.
 *
 * @spec SPEC-023.2, SPEC-023.4
 */
@Injectable()
export class TaskOrder {
  constructor(
    private readonly moves: MoveRepository,
    private readonly events: Events,
  ) {}

  /**
   * The position of a task at a place of the project, and the one that it has there with its version; both positions
   * are the same where it stands there already.
   *
   * @throws AppError `validation_failed` for a place beside a task that is not one of the project
   */
  async find(actor: Actor, project: Project, taskId: number, place: Place): Promise<Found> {
    const gap = await this.moves.findGap(project.id, taskId, place);
    if (!gap) throw moveErrors.unknownNeighbour('field' in place ? place.field : 'to');
    const { low, high, own, version } = gap;
    const isThere = own !== null && (low === null || low < own) && (high === null || own < high);
    if (isThere) return { version, old: own, new: own };
    const isFree = 'position' in place && place.position !== high;
    const position = isFree ? place.position : await this.within(actor, project, taskId, { low, high });
    return { version, old: own, new: position };
  }

  private async within(
    actor: Actor,
    project: Project,
    taskId: number,
    { low, high }: { low: string | null; high: string | null },
  ): Promise<string> {
    if (high === null) return positionOf((await this.moves.claim(project.id, 0, 1)).place);
    if (low === null) return positionOf(placeOf(high) - 1);
    const position = between(low, high);
    return position.length > MAX_LENGTH ? this.makeRoom(actor, project, taskId, { low, high }) : position;
  }

  /** Spreads the tasks around the gap evenly, in the order that they have, with this one between them. */
  private async makeRoom(
    actor: Actor,
    project: Project,
    taskId: number,
    gap: { low: string; high: string },
  ): Promise<string> {
    const placed = await this.spread(project.id, taskId, gap);
    await this.moves.place(project.id, placed);
    const { id: projectId, name } = project;
    const taskIds = placed.map(({ id }) => id).filter((id) => id !== taskId);
    await this.events.record(actor, new TasksRespaced({ projectId, project: name, taskIds }));
    return placed.find(({ id }) => id === taskId)?.position ?? '';
  }

  private async spread(projectId: number, taskId: number, gap: { low: string; high: string }): Promise<Placed[]> {
    for (let size = FIRST_ROOM; ; size *= 4) {
      const { below, above } = await this.moves.listAround(projectId, taskId, { ...gap, size });
      const low = edge(below, size, -1);
      const high = edge(above, size, 1);
      const ids = [...below.slice(0, size).reverse(), { id: taskId }, ...above.slice(0, size)].map(({ id }) => id);
      const positions = spread(low, high, ids.length);
      const isRoomy = positions.every(({ length }) => length <= ROOMY_LENGTH);
      if (isRoomy || size >= LAST_ROOM) return ids.map((id, at) => ({ id, position: positions[at] as string }));
    }
  }
}

/** The position of the task beyond these; beyond the last one there is a whole place, which no other task has. */
function edge(tasks: readonly Placed[], size: number, step: 1 | -1): string {
  const beyond = tasks[size];
  return beyond ? beyond.position : positionOf(placeOf(tasks.at(-1)?.position as string) + step);
}
