import { Module } from '@nestjs/common';
import type { Principal } from '../../platform/access/policy.js';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { FeedKinds } from '../projects/feed-kinds/feed-kinds.service.js';
import { TaskModule } from '../tasks/task.module.js';
import { CommentController } from './comment.controller.js';
import type { Comment } from './comment.entity.js';
import { commentPolicy } from './comment.policy.js';
import { CommentRepository, COMMENTS_OF_PROJECTS } from './comment.repository.js';
import { CommentService } from './comment.service.js';
import { CommentView } from './comment.view.js';

@Section('Comments on tasks.')
@Module({
  imports: [TaskModule],
  controllers: [CommentController],
  providers: [CommentRepository, CommentService],
  exports: [CommentService],
})
export class CommentModule {
  constructor(rows: ResourceRegistry, comments: CommentRepository, feeds: FeedKinds) {
    const find = (id: number, { id: personId }: Principal) => comments.findFor(personId, id);
    rows.register<Comment>(commentPolicy, { find, view: CommentView.of });
    const list = (projectId: number, ids: readonly number[]) => comments.listAmong(projectId, ids);
    feeds.register('comment', {
      ...{ permission: 'read_comment', things: COMMENTS_OF_PROJECTS, list },
      ...{ view: CommentView.of, ofTask: true },
    });
  }
}
