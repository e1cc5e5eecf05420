import { PageOf } from '../../platform/input/list-query.js';
import { VersionedView } from '../../platform/http/responses/versioned-view.js';
import { PersonView } from '../users/person.view.js';
import type { Article } from './article.entity.js';

export class ArticleView extends VersionedView {
  id!: number;
  title!: string;
  body!: string;
  /** Who created it; `null` if the account was deleted. */
  author!: PersonView | null;
  created_at!: Date;
  updated_at!: Date;

  static of(this: void, { id, title, body, author, version, createdAt, updatedAt }: Article): ArticleView {
    const view = { id, title, body, author: PersonView.of(author), version };
    return Object.assign(new ArticleView(), view, { created_at: createdAt, updated_at: updatedAt });
  }
}

export class ArticlePage extends PageOf(ArticleView) {}
