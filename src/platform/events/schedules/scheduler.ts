import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { type Scheduled, Subscriptions } from '../subscriptions.js';

/** One conditional statement decides which instance runs a task; the first time it runs at once. */
const CLAIM = `
  INSERT INTO schedules (name, ran_at) VALUES ($1, now())
  ON CONFLICT (name) DO UPDATE SET ran_at = now()
  WHERE schedules.ran_at <= now() - make_interval(secs => $2)
  RETURNING name`;

/** Runs the `@Every` methods. Claim and work commit together, so a task that died is due again. */
@Injectable()
export class Scheduler {
  private readonly logger = new Logger(Scheduler.name);
  private readonly nextLook = new Map<string, number>();

  constructor(
    private readonly db: Database,
    private readonly subscriptions: Subscriptions,
  ) {}

  async runDue(): Promise<void> {
    for (const task of this.subscriptions.schedules) {
      if ((this.nextLook.get(task.name) ?? 0) > Date.now()) continue;
      this.nextLook.set(task.name, Date.now() + task.seconds * 1_000);
      await this.run(task);
    }
  }

  private async run({ name, seconds, run }: Scheduled): Promise<void> {
    try {
      const work = async (): Promise<void> => {
        const claimed = await this.db.execute(CLAIM, [name, seconds]);
        if (claimed > 0) await run();
      };
      await this.db.transaction(work, { skipsQueue: true });
    } catch (error) {
      this.logger.warn(`${name} failed, and runs again in ${seconds} seconds: ${String(error)}`);
    }
  }
}
