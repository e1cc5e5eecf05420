import { DomainEvent } from '../../platform/events/domain-event.js';

/** Tasks got other positions, their order being the same, so that another one has room between them. */
export class TasksRespaced extends DomainEvent<{ projectId: number; project: string; taskIds: number[] }> {
  static readonly type = 'tasks.respaced';

  get subject() {
    return { type: 'project', id: this.data.projectId };
  }
}
