import { Module } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { FeedKinds, ON_NO_TASK } from '../projects/feed-kinds/feed-kinds.service.js';
import { ProjectModule } from '../projects/project.module.js';
import { LabelController } from './label.controller.js';
import type { Label } from './label.entity.js';
import { labelPolicy } from './label.policy.js';
import { LabelRepository } from './label.repository.js';
import { LabelService } from './label.service.js';
import { LabelView } from './label.view.js';

@Section('Labels for the tasks of a project.')
@Module({
  imports: [ProjectModule],
  controllers: [LabelController],
  providers: [LabelRepository, LabelService],
  exports: [LabelService],
})
export class LabelModule {
  constructor(rows: ResourceRegistry, labels: LabelRepository, feeds: FeedKinds) {
    const find = (id: number, { id: personId }: Principal) => labels.findFor(personId, id);
    rows.register<Label>(labelPolicy, { find, view: LabelView.of });
    const things = `SELECT project_id, id, ${ON_NO_TASK} FROM labels`;
    const list = (projectId: number, ids: readonly number[]) => labels.listAmong(projectId, ids);
    feeds.register('label', { permission: 'read_project', things, list, view: LabelView.of });
  }
}
