import { Name, Optional, Text } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ title: 'On compost', body: 'It takes time.' })
export class CreateArticle {
  @Name()
  title!: string;

  @Text()
  body!: string;
}

@Example({ body: 'It takes time, and air.' })
export class UpdateArticle {
  @Optional()
  @Name()
  title?: string;

  @Optional()
  @Text()
  body?: string;
}
