import { DomainEvent } from '../../platform/events/domain-event.js';

interface AboutArticle {
  articleId: number;
  title: string;
}

abstract class ArticleFact<D extends AboutArticle = AboutArticle> extends DomainEvent<D> {
  get subject() {
    return { type: 'article', id: this.data.articleId };
  }
}

export class ArticleWritten extends ArticleFact {
  static readonly type = 'article.written';
}

export class ArticleChanged extends ArticleFact<AboutArticle & { fields: string[] }> {
  static readonly type = 'article.changed';
}

export class ArticleDeleted extends ArticleFact {
  static readonly type = 'article.deleted';
}
