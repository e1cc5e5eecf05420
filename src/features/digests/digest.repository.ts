import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { type Preferences, preferencesOf } from '../preferences/preferences.entity.js';
import { dueTasks } from './due-tasks.js';

const MAX_IDS = 100;
/** How many are named in a mail. */
const MAX_NAMED = 10;

/** A parameter each for people and days. Without those who have nothing due any more, or may not be told. */
const OF_PEOPLE = `
  SELECT u.id AS "userId", count(*) FILTER (WHERE t.due_on < asked.day)::int AS overdue,
    count(*) FILTER (WHERE t.due_on = asked.day)::int AS today,
    (array_agg(t.id ORDER BY t.due_on, t.id))[1:${MAX_IDS}] AS "taskIds",
    ${preferencesOf('u.id', 'NULL')} AS preferences
  FROM unnest($1::bigint[], $2::date[]) AS asked (user_id, day)
  JOIN users u ON u.id = asked.user_id AND u.is_active
  CROSS JOIN LATERAL ${dueTasks('u.id', 'asked.day')} t
  GROUP BY u.id, asked.day ORDER BY u.id`;

const TITLES = `
  SELECT t.id, t.title FROM unnest($1::bigint[]) WITH ORDINALITY AS named (id, nth)
  JOIN tasks t ON t.id = named.id ORDER BY named.nth LIMIT ${MAX_NAMED}`;

/** What one person hears in the morning. */
export interface DueWork {
  userId: number;
  overdue: number;
  today: number;
  /** Those that have been due for longest come first. */
  taskIds: number[];
  preferences: Preferences;
}

@Injectable()
export class DigestRepository {
  constructor(private readonly db: Database) {}

  /** As it is now. */
  dueWork(asked: readonly { userId: number; day: string }[]): Promise<DueWork[]> {
    return this.db.query<DueWork & Record<string, unknown>>(OF_PEOPLE, [
      asked.map(({ userId }) => userId),
      asked.map(({ day }) => day),
    ]);
  }

  /** Of the first few of these tasks. */
  titles(taskIds: readonly number[]): Promise<{ id: number; title: string }[]> {
    return this.db.query<{ id: number; title: string }>(TITLES, [taskIds]);
  }
}
