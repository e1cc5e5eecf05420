import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ErrorCodes } from '../../platform/http/error-codes.js';
import { ListQuery } from '../../platform/input/list-query.js';
import type { Task } from '../tasks/task.entity.js';
import { CreateComment, UpdateComment } from './comment.dto.js';
import type { Comment } from './comment.entity.js';
import { CommentService } from './comment.service.js';
import { CommentPage, CommentView } from './comment.view.js';

@Controller()
export class CommentController {
  constructor(private readonly comments: CommentService) {}

  /** Add a comment to a task. Its author, and whom it mentions, watch the task from then on. */
  @Post('tasks/:id/comments')
  @Requires('create_comment', 'task')
  @ErrorCodes({ conflict: ['project_archived'] })
  async add(@CurrentActor() actor: Actor, @Row() task: Task, @Body() comment: CreateComment): Promise<CommentView> {
    return CommentView.of(await this.comments.add(actor, task, comment));
  }

  /** List the comments of a task. The oldest come first. */
  @Get('tasks/:id/comments')
  @Requires('read_comment', 'task')
  async list(@Row() task: Task, @Query() query: ListQuery): Promise<CommentPage> {
    return query.page(await this.comments.listOf(task, query), CommentView.of);
  }

  /**
   * Update a comment. Only its author can do that. `edited_at` is set where something changes; only people hear of it who
   * were not mentioned before.
   */
  @Patch('comments/:id')
  @Requires('create_comment', 'comment')
  @ErrorCodes({ conflict: ['project_archived'] })
  async update(
    @CurrentActor() actor: Actor,
    @Row() comment: Comment,
    @Body() changes: UpdateComment,
  ): Promise<CommentView> {
    return CommentView.of(await this.comments.update(actor, comment, changes));
  }

  /** Delete a comment. Only its author can delete it, or a caller with `manage_all_projects`. */
  @Delete('comments/:id')
  @Requires('delete_comment', 'comment')
  @ErrorCodes({ conflict: ['project_archived'] })
  async remove(@CurrentActor() actor: Actor, @Row() comment: Comment): Promise<void> {
    await this.comments.remove(actor, comment);
  }
}
