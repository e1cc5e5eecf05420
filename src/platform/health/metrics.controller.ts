import { Controller, Get } from '@nestjs/common';
import { RequiresApiKey } from '../access/rules.js';
import { RawResponse } from '../http/responses/raw-response.js';
import { Produces } from '../http/produces.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Read the metrics of this instance. The answer is Prometheus text, without the envelope. */
  @Get()
  @RequiresApiKey()
  @Produces('text/plain; version=0.0.4; charset=utf-8')
  async read(): Promise<RawResponse> {
    return RawResponse.text(await this.metrics.text(), this.metrics.contentType);
  }
}
