import { Module } from '@nestjs/common';
import { InternalController } from './internal.controller.js';
import { StatsRepository } from './stats.repository.js';

@Module({ controllers: [InternalController], providers: [StatsRepository] })
export class InternalModule {}
