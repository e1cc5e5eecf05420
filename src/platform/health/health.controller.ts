import { Controller, Get } from '@nestjs/common';
import { Public } from '../access/rules.js';
import { Unlimited } from '../limits/unlimited.js';
import { HealthView } from './health.view.js';
import { Readiness } from './readiness.js';

@Controller('health')
@Unlimited()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /**
   * Whether the process runs, with or without a database: for whoever restarts it.
   *
   * @spec SPEC-015.1
   */
  @Get('live')
  @Public()
  live(): HealthView {
    return { status: 'live' };
  }

  /** Whether requests can be served: for whoever distributes them. */
  @Get('ready')
  @Public()
  async ready(): Promise<HealthView> {
    await this.readiness.require();
    return { status: 'ready' };
  }
}
