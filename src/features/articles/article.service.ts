import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/request/actor.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { CreateArticle, UpdateArticle } from './article.dto.js';
import type { Article } from './article.entity.js';
import { ArticleChanged, ArticleDeleted, ArticleWritten } from './article.events.js';
import { ArticleRepository } from './article.repository.js';

/** @spec SPEC-006 */
@Injectable()
export class ArticleService {
  constructor(
    private readonly db: Database,
    private readonly articles: ArticleRepository,
    private readonly events: Events,
  ) {}

  list(page: { after: number | null; limit: number }): Promise<Article[]> {
    return this.articles.list(page);
  }

  write(actor: Actor, { title, body }: CreateArticle): Promise<Article> {
    return this.db.transaction(async () => {
      const article = await this.articles.add({ title, body, authorId: actor.id });
      await this.events.record(actor, new ArticleWritten({ articleId: article.id, title }));
      return article;
    });
  }

  /** Whoever wrote it; what is the same as before is no change. */
  async revise(actor: Actor, article: Article, changes: UpdateArticle): Promise<Article> {
    const fields = article.revise(changes);
    if (fields.length === 0) return article;
    return this.db.transaction(async () => {
      await this.articles.saveVersion(article);
      await this.events.record(actor, new ArticleChanged({ articleId: article.id, title: article.title, fields }));
      return article;
    });
  }

  remove(actor: Actor, article: Article): Promise<void> {
    return this.db.transaction(async () => {
      await this.articles.deleteVersion(article);
      await this.events.record(actor, new ArticleDeleted({ articleId: article.id, title: article.title }));
    });
  }
}
