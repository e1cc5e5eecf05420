import { Text } from '../../platform/http/fields.js';

export class CreateComment {
  @Text()
  body!: string;
}
