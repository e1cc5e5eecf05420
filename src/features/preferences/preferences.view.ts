import type { MailKind, NotificationPreferences } from './preferences.entity.js';

/** Which notifications also come as mails. */
export class MailPreferencesView implements Record<MailKind, boolean> {
  task_assigned!: boolean;
  mentioned!: boolean;
  comment_added!: boolean;
  status_changed!: boolean;
  task_reminder!: boolean;
  tasks_due!: boolean;
  member_added!: boolean;
}

export class NotificationPreferencesView {
  mail!: MailPreferencesView;
  /** Those that you may read; of these you hear only mentions and assignments. */
  muted_project_ids!: number[];

  static of(this: void, { mails, mutedProjectIds }: NotificationPreferences): NotificationPreferencesView {
    return { mail: mails, muted_project_ids: mutedProjectIds };
  }
}
