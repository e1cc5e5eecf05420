import { Text } from '../../platform/http/fields.js';
import { Example } from '../../platform/http/openapi/example.js';

@Example({ body: 'Before noon, please.' })
export class CreateComment {
  @Text()
  body!: string;
}
