import { Example } from '../../platform/input/example.js';
import { Ids, Optional } from '../../platform/input/fields.js';
import { Flags } from '../../platform/input/fields/flag-fields.js';
import { MAIL_KINDS, type MailChoices } from './preferences.entity.js';

@Example({ mail: { comment_added: true } })
export class UpdateNotificationPreferences {
  /** Whether these notifications also come as mails. What is missing stays as it is. */
  @Optional()
  @Flags(MAIL_KINDS)
  mail?: MailChoices;

  /** The projects of which you hear only what is addressed to you: mentions and assignments. Replaces the list. */
  @Optional()
  @Ids({ max: 1_000 })
  muted_project_ids?: number[];
}
