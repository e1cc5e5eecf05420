import { Module } from '@nestjs/common';
import { Section } from '../http/section.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';

@Section('Liveness, readiness and metrics, for orchestrators and monitoring.')
@Module({
  controllers: [HealthController, MetricsController],
  providers: [Readiness, Metrics],
  exports: [Metrics],
})
export class HealthModule {}
