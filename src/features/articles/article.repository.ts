import './article.errors.js';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { PERSON_FIELDS } from '../users/person.entity.js';
import { Article } from './article.entity.js';

@Injectable()
export class ArticleRepository extends EntityRepository<Article> {
  private readonly byId = `SELECT ${this.shown} FROM articles WHERE id = $1`;

  private readonly page = `SELECT ${this.shown} FROM articles WHERE id > $1 ORDER BY id LIMIT $2`;

  constructor(db: Database) {
    super(Article, db);
  }

  findById(id: number): Promise<Article | null> {
    return this.lookUp(this.byId, [id]);
  }

  list({ after, limit }: { after: number | null; limit: number }): Promise<Article[]> {
    return this.select(this.page, [after ?? 0, limit + 1]);
  }

  protected override get shown(): string {
    return `${this.columns()}, ${this.related('author', PERSON_FIELDS)}`;
  }
}
