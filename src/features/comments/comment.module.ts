import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/openapi/section.js';
import { CommentController } from './comment.controller.js';
import { CommentRepository } from './comment.repository.js';
import { CommentService } from './comment.service.js';

@Section('What people say about a task.')
@Module({
  controllers: [CommentController],
  providers: [CommentRepository, CommentService],
})
export class CommentModule {}
