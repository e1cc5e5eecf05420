import { Example } from '../../platform/input/example.js';
import { Moment } from '../../platform/input/fields.js';

@Example({ remind_at: '2199-01-31T09:00:00.000Z' })
export class CreateReminder {
  /** In the future. */
  @Moment()
  remind_at!: Date;
}
