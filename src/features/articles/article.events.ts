import { DomainEvent } from '../../platform/events/domain-event.js';

interface AboutArticle {
  articleId: number;
  title: string;
}

abstract class ArticleEvent<D extends AboutArticle = AboutArticle> extends DomainEvent<D> {
  get subject() {
    return { type: 'article', id: this.data.articleId };
  }
}

export class ArticleWritten extends ArticleEvent {
  static readonly type = 'article.written';
}

export class ArticleChanged extends ArticleEvent<AboutArticle & { fields: string[] }> {
  static readonly type = 'article.changed';
}

export class ArticleDeleted extends ArticleEvent {
  static readonly type = 'article.deleted';
}
