/** Tasks by status. */
export class TaskTotalsView {
  todo!: number;
  in_progress!: number;
  done!: number;
}

export class EventTotalsView {
  /** Deliveries of events to those who listen that are still to be made. */
  waiting!: number;
  /** Given up after many attempts. */
  dead!: number;
  /** How long the oldest that waits has waited; 0 where none does. */
  oldest_waiting_seconds!: number;
}

export class StatsView {
  users!: number;
  projects!: number;
  tasks!: TaskTotalsView;
  /** On the instance that answers. */
  connected_sockets!: number;
  events!: EventTotalsView;
}
