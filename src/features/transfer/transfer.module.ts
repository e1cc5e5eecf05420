import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { TaskModule } from '../tasks/task.module.js';
import { ExportController } from './exports/export.controller.js';
import { ExportRepository } from './exports/export.repository.js';
import { ExportService } from './exports/export.service.js';
import { TransferConcurrency } from './transfer-concurrency.js';
import { ImportController } from './imports/import.controller.js';
import { ImportService } from './imports/import.service.js';
import { ImportTarget } from './imports/import-target.service.js';
import { TaskPlacement } from './imports/rows/task-placement.service.js';
import { ImportWriter } from './imports/rows/import-writer.service.js';
import { RowRepository } from './imports/rows/row.repository.js';
import { StageRepository } from './imports/staging/stage.repository.js';
import { Staging } from './imports/staging/staging.service.js';

@Section('Whole projects in and out.')
@Module({
  imports: [TaskModule],
  controllers: [ExportController, ImportController],
  providers: [
    ...[TransferConcurrency, ExportRepository, ExportService],
    ...[ImportService, ImportTarget, Staging, StageRepository, TaskPlacement, ImportWriter, RowRepository],
  ],
})
export class TransferModule {}
