import { Example } from '../../platform/input/example.js';
import { DateTime } from '../../platform/input/fields.js';

@Example({ remind_at: '2199-01-31T09:00:00.000Z' })
export class CreateReminder {
  /** In the future. */
  @DateTime()
  remind_at!: Date;
}
