import { Secret } from '../../platform/input/fields.js';
import { Example } from '../../platform/input/example.js';

@Example({ refresh_token: 'the refresh_token of a token pair' })
export class Refresh {
  @Secret({ max: 200 })
  refresh_token!: string;
}
