import { Module } from '@nestjs/common';
import { Section } from '../../platform/http/openapi/section.js';
import { ArticleController } from './article.controller.js';
import { ArticleRepository } from './article.repository.js';
import { ArticleService } from './article.service.js';

@Section('Texts that are written by editors and read by everybody.')
@Module({
  controllers: [ArticleController],
  providers: [ArticleRepository, ArticleService],
})
export class ArticleModule {}
