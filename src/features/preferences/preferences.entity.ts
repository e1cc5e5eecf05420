import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { User } from '../users/user.entity.js';

/** Whether a kind of notification also comes as a mail, for those who have not said so themselves. */
export const MAIL_DEFAULTS = {
  task_assigned: true,
  mentioned: true,
  comment_added: false,
  status_changed: false,
  task_reminder: true,
  tasks_due: true,
  member_added: true,
} as const satisfies Record<string, boolean>;

export type MailKind = keyof typeof MAIL_DEFAULTS;
export const MAIL_KINDS = Object.keys(MAIL_DEFAULTS) as MailKind[];
export type MailChoices = Partial<Record<MailKind, boolean>>;

/** What is addressed to a person, and comes from muted projects too. */
const NEVER_MUTED: readonly string[] = ['mentioned', 'task_assigned'] satisfies MailKind[];

/** What one person wants to hear of, as they have said it. Who has no row has said nothing. */
@Entity('notification_preferences')
export class NotificationPreferences {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'notification_preferences_pkey' })
  userId!: number;

  @OneToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'notification_preferences_user_fkey' })
  user!: Relation<User>;

  /** Only what was chosen: the rest follows the defaults. */
  @Column('jsonb', { default: {} })
  mail!: MailChoices;

  /** No foreign key: projects are above people. One that is gone, or may no longer be read, is not shown. */
  @Column('bigint', { array: true, default: [] })
  mutedProjectIds!: number[];

  get id(): number {
    return this.userId;
  }

  /** Every kind of mail, chosen or by default. */
  get mails(): Record<MailKind, boolean> {
    return { ...MAIL_DEFAULTS, ...this.mail };
  }
}

/** What decides whether one person hears of news from one project; null where they have chosen nothing. */
export type Preferences = { mail: MailChoices; isMuted: boolean | null } | null;

/**
 * A person's preferences as a column of type `Preferences`, for the statement that judges who is told of something. For
 * news that belong to no project, `project` is `NULL`.
 */
export const preferencesOf = (person: string, project: string) => `
  (SELECT json_build_object('mail', n.mail, 'isMuted', ${project} = ANY (n.muted_project_ids))
   FROM notification_preferences n WHERE n.user_id = ${person})`;

/** Whether a person is to be notified: not of a muted project, but of what is addressed to them. */
export function wantsNotification(preferences: Preferences, type: string): boolean {
  return !preferences?.isMuted || NEVER_MUTED.includes(type);
}

/** Whether a person is to get a mail about a notification of this kind. */
export function wantsMail(preferences: Preferences, kind: MailKind): boolean {
  return wantsNotification(preferences, kind) && (preferences?.mail[kind] ?? MAIL_DEFAULTS[kind]);
}
