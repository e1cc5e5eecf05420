import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { CurrentActor, Requires, Row } from '../../platform/access/rules.js';
import { ListQuery } from '../../platform/input/list-query.js';
import { CreateArticle, UpdateArticle } from './article.dto.js';
import type { Article } from './article.entity.js';
import { ArticleService } from './article.service.js';
import { ArticlePage, ArticleView } from './article.view.js';

@Controller('articles')
export class ArticleController {
  constructor(private readonly articles: ArticleService) {}

  /** Create an article. The caller becomes its author. */
  @Post()
  @Requires('create_article')
  async write(@CurrentActor() actor: Actor, @Body() article: CreateArticle): Promise<ArticleView> {
    return ArticleView.of(await this.articles.write(actor, article));
  }

  /** List articles. */
  @Get()
  @Requires('read_article')
  async list(@Query() query: ListQuery): Promise<ArticlePage> {
    return query.page(await this.articles.list(query), ArticleView.of);
  }

  /** Get an article. */
  @Get(':id')
  @Requires('read_article', 'article')
  read(@Row() article: Article): ArticleView {
    return ArticleView.of(article);
  }

  /** Update an article. The caller need not be its author, and the author stays the same. */
  @Patch(':id')
  @Requires('update_article', 'article')
  async revise(
    @CurrentActor() actor: Actor,
    @Row() article: Article,
    @Body() changes: UpdateArticle,
  ): Promise<ArticleView> {
    return ArticleView.of(await this.articles.revise(actor, article, changes));
  }

  /** Delete an article. The caller need not be its author. */
  @Delete(':id')
  @Requires('delete_article', 'article')
  async remove(@CurrentActor() actor: Actor, @Row() article: Article): Promise<void> {
    await this.articles.remove(actor, article);
  }
}
