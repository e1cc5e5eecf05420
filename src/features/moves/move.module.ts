import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { ProjectModule } from '../projects/project.module.js';
import { TaskModule } from '../tasks/task.module.js';
import { MoveController } from './move.controller.js';
import { MoveRepository } from './move.repository.js';
import { MoveService } from './move.service.js';
import { MoveWithin } from './move-within.service.js';
import { TaskOrder } from './task-order.service.js';
import { TaskTransfer } from './task-transfer.service.js';

@Section('The order of tasks: moves within a project and to another one.')
@Module({
  imports: [ProjectModule, TaskModule],
  controllers: [MoveController],
  providers: [MoveRepository, MoveService, MoveWithin, TaskTransfer, TaskOrder],
  exports: [MoveService],
})
export class MoveModule {}
