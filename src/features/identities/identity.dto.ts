import { Example } from '../../platform/input/example.js';
import { Text } from '../../platform/input/fields.js';

@Example({ return_to: 'http://localhost:3000/account' })
export class LinkIdentity {
  /** An URL of `PUBLIC_URL` or of one of `CORS_ORIGINS`, where the browser comes back to. */
  @Text({ min: 1, max: 2000 })
  return_to!: string;
}
