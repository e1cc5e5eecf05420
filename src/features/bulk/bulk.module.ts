import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { TaskModule } from '../tasks/task.module.js';
import { TrashModule } from '../trash/trash.module.js';
import { BulkController } from './bulk.controller.js';
import { BulkRepository } from './bulk.repository.js';
import { BulkService } from './bulk.service.js';
import { TaskBatch } from './task-batch.service.js';

@Section('Many tasks at once: all of them, or none.')
@Module({
  imports: [TaskModule, TrashModule],
  controllers: [BulkController],
  providers: [BulkRepository, BulkService, TaskBatch],
})
export class BulkModule {}
