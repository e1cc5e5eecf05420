import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/section.js';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';
import { TaskModule } from '../tasks/task.module.js';
import { RelationController } from './relation.controller.js';
import { RelationRepository, RELATIONS_OF_PROJECTS } from './relation.repository.js';
import { RelationService } from './relation.service.js';
import { RelationView } from './relation.view.js';

@Section('Relations between tasks. Each is seen from both ends.')
@Module({
  imports: [TaskModule],
  controllers: [RelationController],
  providers: [RelationRepository, RelationService],
})
export class RelationModule {
  constructor(feeds: FeedKinds, relations: RelationRepository) {
    const list = (...asked: Parameters<RelationRepository['listAmong']>) => relations.listAmong(...asked);
    feeds.register('relation', {
      ...{ permission: 'read_task', things: RELATIONS_OF_PROJECTS, list },
      ...{ view: RelationView.withTask, ofTask: true, isPersonal: true },
    });
  }
}
