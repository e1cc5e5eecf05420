import { Name, Optional, Text } from '../../platform/http/fields.js';

export class CreateArticle {
  @Name()
  title!: string;

  @Text()
  body!: string;
}

export class UpdateArticle {
  @Optional()
  @Name()
  title?: string;

  @Optional()
  @Text()
  body?: string;
}
