import type { Project } from '../projects/project.entity.js';
import type { Task } from './task.entity.js';

/** The projects of these tasks, in the order in which they are locked. */
export function projectsOf(tasks: readonly Task[]): Project[] {
  const projects = new Map(tasks.map(({ project }) => [project.id, project]));
  return [...projects.values()].sort((one, other) => one.id - other.id);
}
