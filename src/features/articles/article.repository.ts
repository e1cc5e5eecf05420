import './article.errors.js';
import { Injectable } from '@nestjs/common';
import { Rows } from '../../platform/access/rows.js';
import { Database } from '../../platform/database/database.js';
import { columns, Table } from '../../platform/database/table.js';
import { Article } from './article.entity.js';
import { ArticleView } from './article.view.js';

const SHOWN = `
  ${columns(Article, 'a')}, a.author_id AS "author.id",
  (SELECT u.display_name FROM users u WHERE u.id = a.author_id) AS "author.displayName"`;

const BY_ID = `SELECT ${SHOWN} FROM articles a WHERE a.id = $1`;

const ALL = `SELECT ${SHOWN} FROM articles a WHERE a.id > $1 ORDER BY a.id LIMIT $2`;

const INSERT = `
  INSERT INTO articles AS a (title, body, author_id) VALUES ($1, $2, $3) RETURNING ${SHOWN}`;

@Injectable()
export class ArticleRepository {
  private readonly table: Table<Article>;

  constructor(db: Database, rows: Rows) {
    this.table = new Table(db, Article);
    const find = (id: number) => this.table.find(BY_ID, [id]);
    const lock = (id: number) => this.table.lock(id);
    rows.register<Article>('article', { find, relations: () => [], view: ArticleView.of, lock });
  }

  list({ after, limit }: { after: number | null; limit: number }): Promise<Article[]> {
    return this.table.list(ALL, [after ?? 0, limit + 1]);
  }

  async insert({ title, body, authorId }: Pick<Article, 'title' | 'body' | 'authorId'>): Promise<Article> {
    return (await this.table.find(INSERT, [title, body, authorId])) as Article;
  }

  /** @throws StaleRow */
  save(article: Article): Promise<Article> {
    return this.table.save(article);
  }

  /** @throws StaleRow */
  delete(article: Article): Promise<void> {
    return this.table.delete(article);
  }
}
