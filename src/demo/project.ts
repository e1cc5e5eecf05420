import type { GivenRole } from '../features/projects/project.entity.js';
import type { TaskPriority, TaskStatus } from '../features/tasks/task.entity.js';

export const PEOPLE = {
  rosa: { email: 'rosa@garden.example', displayName: 'Rosa Lindgren' },
  theo: { email: 'theo@bakery.example', displayName: 'Theo Marchetti' },
  mina: { email: 'mina@garden.example', displayName: 'Mina Okafor' },
  iris: { email: 'iris@garden.example', displayName: 'Iris Novák' },
  jonas: { email: 'jonas@garden.example', displayName: 'Jonas Weber' },
};

export type Who = keyof typeof PEOPLE;

/** Who said what, and whom it mentions. */
export type DemoComment = readonly [author: Who, body: string, ...mentions: Who[]];

/** A task as it stands: what, how far, how urgent, whose, and what has been said about it. */
export type DemoTask = readonly [
  title: string,
  status: TaskStatus,
  priority: TaskPriority,
  assignee: Who | null,
  ...comments: DemoComment[],
];

/** What else there is to a task. Days are counted from today; other tasks are called by their titles. */
export interface DemoPlan {
  labels?: readonly string[];
  start?: number;
  due?: number;
  partOf?: string;
  waitsFor?: string;
  watchers?: readonly Who[];
}

export interface DemoProject {
  key: string;
  name: string;
  description: string;
  owner: Who;
  /** The others, each with their role. */
  members: Readonly<Partial<Record<Who, GivenRole>>>;
  /** Who is invited and has not answered yet. */
  invited?: { email: string; role: GivenRole };
  /** Each with its color. */
  labels: Readonly<Record<string, string>>;
  tasks: readonly DemoTask[];
  /** By the titles of the tasks. */
  plans: Readonly<Record<string, DemoPlan>>;
  /** What somebody has put at the top, the uppermost first. */
  first: readonly string[];
}
