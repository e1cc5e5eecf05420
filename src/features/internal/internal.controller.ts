import { Controller, Get } from '@nestjs/common';
import { RequiresApiKey } from '../../platform/access/rules.js';
import { Backlog } from '../../platform/events/deliveries/backlog.js';
import { Connections } from '../../platform/realtime/sockets/connections.js';
import { DeliveryService } from '../deliveries/delivery.service.js';
import { StatsView } from './internal.view.js';
import { StatsRepository } from './stats.repository.js';

@Controller('internal')
export class InternalController {
  constructor(
    private readonly totals: StatsRepository,
    private readonly backlog: Backlog,
    private readonly connections: Connections,
    private readonly deliveries: DeliveryService,
  ) {}

  /**
   * Get totals for operators. They count users, projects, tasks, connected sockets, undelivered events, and what
   * waits for webhooks or was given up.
   *
   * @spec SPEC-015.3
   */
  @Get('stats')
  @RequiresApiKey()
  async stats(): Promise<StatsView> {
    const { users, projects, todo, inProgress, done } = await this.totals.countAll();
    const { waiting, dead, oldestSeconds } = await this.backlog.read();
    return {
      users,
      projects,
      tasks: { todo, in_progress: inProgress, done },
      connected_sockets: this.connections.count,
      events: { waiting, dead, oldest_waiting_seconds: oldestSeconds },
      webhook_deliveries: await this.deliveries.totals(),
    };
  }
}
