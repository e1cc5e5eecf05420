import { DomainEvent } from '../../platform/events/domain-event.js';

abstract class WatchingEvent extends DomainEvent<{ taskId: number; projectId: number; userId: number }> {
  get subject() {
    return { type: 'task', id: this.data.taskId };
  }
}

/** Somebody asked to watch a task; who comments or is mentioned watches without this event. */
export class TaskWatched extends WatchingEvent {
  static readonly type = 'task.watched';
}

export class TaskUnwatched extends WatchingEvent {
  static readonly type = 'task.unwatched';
}
