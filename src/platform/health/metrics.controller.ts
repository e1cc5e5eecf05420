import { Controller, Get } from '@nestjs/common';
import { RequiresApiKey } from '../access/rules.js';
import { Bare } from '../http/bare.js';
import { Produces } from '../http/produces.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Numbers about this instance, as Prometheus reads them. */
  @Get()
  @RequiresApiKey()
  @Produces('text/plain; version=0.0.4; charset=utf-8')
  async read(): Promise<Bare> {
    return Bare.text(await this.metrics.text(), this.metrics.contentType);
  }
}
