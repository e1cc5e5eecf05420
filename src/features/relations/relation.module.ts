import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { TaskModule } from '../tasks/task.module.js';
import { RelationController } from './relation.controller.js';
import { RelationRepository } from './relation.repository.js';
import { RelationService } from './relation.service.js';

@Section('Relations between tasks. Each is seen from both ends.')
@Module({
  imports: [TaskModule],
  controllers: [RelationController],
  providers: [RelationRepository, RelationService],
})
export class RelationModule {}
