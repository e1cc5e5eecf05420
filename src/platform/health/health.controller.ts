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
   * Check that the process is alive. It answers 200 without a database too: use it to decide whether to restart.
   *
   * @spec SPEC-015.1
   */
  @Get('live')
  @Public()
  live(): HealthView {
    return { status: 'live' };
  }

  /**
   * Check that the instance is ready for requests. It answers 503 during migrations, without a database and at
   * shutdown.
   */
  @Get('ready')
  @Public()
  async ready(): Promise<HealthView> {
    await this.readiness.require();
    return { status: 'ready' };
  }
}
