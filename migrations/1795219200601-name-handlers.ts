import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a handler was called after its class and method, and its written name. */
const NAMES: Record<string, string> = {
  'AccountMails.sendConfirmation': 'mail-email-confirmation-link',
  'AccountMails.sendLink': 'mail-email-change-link',
  'AccountMails.tellOfLoss': 'mail-second-factor-disabled',
  'AccountMails.tellOfRemoval': 'mail-second-factor-removed',
  'AccountMails.tellOfRequest': 'mail-email-change-requested',
  'AccountMails.tellOfSecondFactor': 'mail-second-factor-enabled',
  'AccountMails.tellOldAddress': 'mail-email-changed',
  'AccountMails.tellOwner': 'mail-owner-of-taken-email',
  'AccountThrottle.clearOld': 'clear-account-throttle',
  'AccountThrottleReset.forgive': 'reset-account-throttle',
  'AssignmentMail.send': 'mail-assignee',
  'EmailConfirmationService.welcome': 'request-email-confirmation',
  'EventRetention.clear': 'clear-old-events',
  'Idempotency.clear': 'clear-stored-responses',
  'MailAllowance.clear': 'clear-mail-allowances',
  'MailLinkService.clearOld': 'clear-mail-links',
  'NotificationRetention.clear': 'clear-old-notifications',
  'PasswordResetRequests.makeLink': 'make-password-reset-link',
  'ProjectStats.count': 'count-project-stats',
  'SecurityMails.sendLink': 'mail-password-reset-link',
  'SecurityMails.tellOfChange': 'mail-password-changed',
  'SecurityMails.tellOfTheft': 'mail-sessions-stolen',
  'SessionService.clearExpired': 'clear-expired-sessions',
  'TaskNotifier.tell': 'notify-of-tasks',
};

/** Two of these classes had other names for a while. */
const EARLIER_NAMES: Record<string, string> = {
  'SlowAccountEnd.forgive': 'reset-account-throttle',
  'SlowAccountService.clearOld': 'clear-account-throttle',
};

const RENAMES = 'unnest($1::text[], $2::text[]) AS renames (before, after)';

/** Deliveries that wait, and the times of periodic work, go to the same handlers as before. */
export class NameHandlers1795219200601 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await rename(runner, Object.entries({ ...NAMES, ...EARLIER_NAMES }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await rename(
      runner,
      Object.entries(NAMES).map(([before, after]) => [after, before]),
    );
  }
}

async function rename(runner: QueryRunner, renames: [string, string][]): Promise<void> {
  const names = [renames.map(([before]) => before), renames.map(([, after]) => after)];
  await runner.query(`UPDATE deliveries SET subscriber = after FROM ${RENAMES} WHERE subscriber = before`, names);
  await runner.query(
    `INSERT INTO schedules (name, ran_at)
     SELECT after, max(ran_at) FROM schedules JOIN ${RENAMES} ON name = before GROUP BY after
     ON CONFLICT (name) DO NOTHING`,
    names,
  );
  await runner.query('DELETE FROM schedules WHERE name = ANY($1::text[])', [names[0]]);
}
