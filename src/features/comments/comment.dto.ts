import { Text } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ body: 'Before noon, please.' })
export class CreateComment {
  @Text()
  body!: string;
}
