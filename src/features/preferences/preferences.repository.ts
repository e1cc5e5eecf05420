import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { NotificationPreferences } from './preferences.entity.js';

const ENSURE = 'INSERT INTO notification_preferences (user_id) VALUES ($1) ON CONFLICT DO NOTHING';
const WRITE = 'UPDATE notification_preferences SET mail = $2, muted_project_ids = $3 WHERE user_id = $1';

@Injectable()
export class PreferencesRepository extends EntityRepository<NotificationPreferences> {
  private readonly own = `SELECT ${this.columns()} FROM notification_preferences WHERE user_id = $1`;
  private readonly ownToChange = `${this.own} FOR UPDATE`;

  constructor(db: Database) {
    super(NotificationPreferences, db);
  }

  /** Null for somebody who has chosen nothing yet. */
  findOf(userId: number): Promise<NotificationPreferences | null> {
    return this.selectOne(this.own, [userId]);
  }

  /** Locked until the transaction ends; with a row from now on, where there was none. */
  async getToChange(userId: number): Promise<NotificationPreferences> {
    await this.execute(ENSURE, [userId]);
    return (await this.selectOne(this.ownToChange, [userId])) as NotificationPreferences;
  }

  async write({ userId, mail, mutedProjectIds }: NotificationPreferences): Promise<void> {
    await this.execute(WRITE, [userId, JSON.stringify(mail), mutedProjectIds]);
  }
}
