import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { MoveModule } from '../moves/move.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { HistoryController } from './history.controller.js';
import { HistoryRepository } from './history.repository.js';
import { HistoryService } from './history.service.js';

@Section('The history of tasks, and how to go back in it.')
@Module({
  imports: [TaskModule, MoveModule],
  controllers: [HistoryController],
  providers: [HistoryRepository, HistoryService],
})
export class HistoryModule {}
