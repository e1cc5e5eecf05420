import { ConflictException, ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type FindOptionsWhere, MoreThan, type Repository } from 'typeorm';
import { Project, ProjectMember, type Status, Task } from './entities.js';
import type { Caller } from './jwt.strategy.js';
import type { CreateTaskDto, ListTasksDto, UpdateTaskDto } from './tasks.dto.js';

const PAGE = 20;
const ROLES = ['viewer', 'commenter', 'editor', 'manager', 'owner'];
const MOVES: Record<Status, Status[]> = {
  todo: ['in_progress'],
  in_progress: ['todo', 'done'],
  done: ['in_progress', 'todo'],
};
const RELATIONS = { project: true, assignee: true, labels: true };

@Injectable()
export class TasksService {
  constructor(
    @InjectRepository(Task) private readonly tasks: Repository<Task>,
    @InjectRepository(Project) private readonly projects: Repository<Project>,
    @InjectRepository(ProjectMember) private readonly members: Repository<ProjectMember>,
  ) {}

  async read(caller: Caller, id: number) {
    return toView(await this.find(caller, id, 'viewer'));
  }

  async list(caller: Caller, projectId: number, { status, cursor }: ListTasksDto) {
    await this.findProject(caller, projectId, 'viewer');
    return this.page({ projectId, ...(status && { status }), id: MoreThan(cursor) });
  }

  listAll({ permissions }: Caller, { cursor }: ListTasksDto) {
    if (!permissions.has('manage_all_projects')) throw new ForbiddenException();
    return this.page({ id: MoreThan(cursor) });
  }

  async create(caller: Caller, projectId: number, { title, description, priority }: CreateTaskDto) {
    const project = await this.findProject(caller, projectId, 'editor');
    if (project.status !== 'active') throw new ConflictException();
    const { id } = await this.tasks.save(this.tasks.create({ projectId, title, description, priority }));
    return toView(await this.tasks.findOneOrFail({ where: { id }, relations: RELATIONS }));
  }

  async update(caller: Caller, id: number, { status }: UpdateTaskDto) {
    const task = await this.find(caller, id, 'editor');
    if (task.project.status !== 'active' || !MOVES[task.status].includes(status)) throw new ConflictException();
    task.status = status;
    return toView(await this.tasks.save(task));
  }

  private async find(caller: Caller, id: number, least: string): Promise<Task> {
    const task = await this.tasks.findOne({ where: { id }, relations: RELATIONS });
    if (!task) throw new NotFoundException();
    if (task.assignee?.id !== caller.id) await this.requireRole(caller, task.projectId, least);
    return task;
  }

  private async findProject(caller: Caller, id: number, least: string): Promise<Project> {
    const project = await this.projects.findOneBy({ id });
    if (!project) throw new NotFoundException();
    await this.requireRole(caller, id, least);
    return project;
  }

  private async requireRole({ id: userId, permissions }: Caller, projectId: number, least: string): Promise<void> {
    if (permissions.has('manage_all_projects')) return;
    const member = await this.members.findOneBy({ projectId, userId });
    if (!member || ROLES.indexOf(member.role) < ROLES.indexOf(least)) throw new NotFoundException();
  }

  private async page(where: FindOptionsWhere<Task>) {
    const rows = await this.tasks.find({ where, relations: RELATIONS, order: { id: 'ASC' }, take: PAGE + 1 });
    const items = rows.slice(0, PAGE).map(toView);
    const hasMore = rows.length > PAGE;
    return { items, next_cursor: hasMore ? String(items.at(-1)?.id) : null, has_more: hasMore };
  }
}

function toView(task: Task) {
  const { id, number, position, title, description, status, priority, assignee, recurrence, version } = task;
  return {
    id,
    ref: `${task.project.key}-${number}`,
    number,
    project_id: task.projectId,
    parent_id: task.parentId,
    position,
    title,
    description,
    status,
    priority,
    assignee: assignee && { id: assignee.id, display_name: assignee.displayName, kind: assignee.kind },
    labels: task.labels.map(({ id, name, color }) => ({ id, name, color })),
    start_on: task.startOn,
    due_on: task.dueOn,
    recurrence,
    version,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
  };
}
