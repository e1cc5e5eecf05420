/** The number of tasks of each status. */
export class TaskTotalsView {
  todo!: number;
  in_progress!: number;
  done!: number;
}

export class EventTotalsView {
  /** Deliveries of events to subscribers that are still to be made. */
  waiting!: number;
  /** Deliveries that were given up after their last attempt. */
  dead!: number;
  /** The age of the oldest waiting delivery, in seconds; 0 if none waits. */
  oldest_waiting_seconds!: number;
}

export class WebhookTotalsView {
  /** Deliveries to webhooks that are still to be made, or made again. */
  waiting!: number;
  /** Deliveries to webhooks that were given up after their last attempt. */
  dead!: number;
}

export class StatsView {
  users!: number;
  projects!: number;
  tasks!: TaskTotalsView;
  /** Sockets that are connected to the instance that answers. */
  connected_sockets!: number;
  events!: EventTotalsView;
  webhook_deliveries!: WebhookTotalsView;
}
