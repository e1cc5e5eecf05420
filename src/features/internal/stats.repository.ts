import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EntityRepository } from '../../platform/database/entity-repository.js';
import { Task } from '../tasks/task.entity.js';

export interface Totals {
  users: number;
  projects: number;
  todo: number;
  inProgress: number;
  done: number;
}

/** Counts rows, not the projects' own counters, which lag behind. */
const TOTALS = `
  SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM projects) AS projects,
    count(*) FILTER (WHERE status = 'todo') AS todo,
    count(*) FILTER (WHERE status = 'in_progress') AS "inProgress",
    count(*) FILTER (WHERE status = 'done') AS done
  FROM tasks`;

/** Totals over all features; it stands on top of the ladder and only counts. */
@Injectable()
export class StatsRepository extends EntityRepository<Task> {
  constructor(db: Database) {
    super(Task, db);
  }

  async countAll(): Promise<Totals> {
    const [totals] = await this.rows<Totals & Record<string, number>>(TOTALS);
    return totals as Totals;
  }
}
