import { hiddenPolicy } from '../../platform/access/policy.js';
import type { Notification } from './notification.entity.js';

/** Nobody learns of what somebody else was told. */
export const notificationPolicy = hiddenPolicy<Notification>('notification', ({ userId }) => userId);
