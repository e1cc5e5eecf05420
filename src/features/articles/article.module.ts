import './article.policy.js';
import { Module } from '@nestjs/common';
import { ResourceRegistry } from '../../platform/access/resource-registry.js';
import { Section } from '../../platform/http/section.js';
import { ArticleController } from './article.controller.js';
import type { Article } from './article.entity.js';
import { articlePolicy } from './article.policy.js';
import { ArticleRepository } from './article.repository.js';
import { ArticleService } from './article.service.js';
import { ArticleView } from './article.view.js';

@Section('Articles are written by editors and read by everybody.')
@Module({
  controllers: [ArticleController],
  providers: [ArticleRepository, ArticleService],
})
export class ArticleModule {
  constructor(rows: ResourceRegistry, articles: ArticleRepository) {
    const find = (id: number) => articles.findById(id);
    const lock = (id: number) => articles.lock(id);
    rows.register<Article>(articlePolicy, { find, view: ArticleView.of, lock });
  }
}
