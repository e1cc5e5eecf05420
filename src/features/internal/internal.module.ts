import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { DeliveryModule } from '../deliveries/delivery.module.js';
import { InternalController } from './internal.controller.js';
import { StatsRepository } from './stats.repository.js';

@Section('Totals for operators. An API key is required.')
@Module({ imports: [DeliveryModule], controllers: [InternalController], providers: [StatsRepository] })
export class InternalModule {}
