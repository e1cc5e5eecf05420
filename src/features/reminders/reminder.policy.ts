import { hiddenPolicy } from '../../platform/access/policy.js';
import type { Reminder } from './reminder.entity.js';

/** Nobody learns of what somebody else wants to be reminded of. */
export const reminderPolicy = hiddenPolicy<Reminder>('reminder', ({ userId }) => userId);
